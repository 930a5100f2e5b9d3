import { expect, test } from 'vitest'
import { type EngineAbility, misfitOf } from './engine-fit.ts'

const keep = { kind: 'keep' } as const
const square = { kind: 'reframe', aspectRatio: '1:1' } as const

test('an engine that takes any ratio and needs no mask can be asked for everything', () => {
  const any: EngineAbility = { anyRatio: true, ratios: ['3:2'], needsMask: false }
  for (const frame of [keep, square])
    for (const masked of [true, false]) expect(misfitOf(any, { frame, masked })).toBeNull()
})

test('a ratio that is not offered, and one where nothing is known of its ratios', () => {
  const some: EngineAbility = { anyRatio: false, ratios: ['3:2'], needsMask: false }
  expect(misfitOf(some, { frame: square, masked: true })).toBe('ratio')
  expect(misfitOf(some, { frame: { ...square, aspectRatio: '3:2' }, masked: true })).toBeNull()
  expect(misfitOf(some, { frame: keep, masked: false })).toBeNull()
  expect(misfitOf({ ...some, ratios: null }, { frame: square, masked: true })).toBeNull()
})

test('one that paints into a mask needs one, and keeps the frame', () => {
  const fill: EngineAbility = { anyRatio: true, ratios: null, needsMask: true }
  expect(misfitOf(fill, { frame: keep, masked: false })).toBe('mask')
  expect(misfitOf(fill, { frame: keep, masked: true })).toBeNull()
  expect(misfitOf(fill, { frame: square, masked: true })).toBe('frame')
})

test('what goes on keeps the frame, whatever the engine; what the engine itself cannot do is told first', () => {
  const any: EngineAbility = { anyRatio: true, ratios: null, needsMask: false }
  const goesOn = true
  expect(misfitOf(any, { frame: keep, masked: false, goesOn })).toBeNull()
  expect(misfitOf(any, { frame: square, masked: false, goesOn })).toBe('steps')
  const some: EngineAbility = { anyRatio: false, ratios: ['3:2'], needsMask: false }
  expect(misfitOf(some, { frame: square, masked: false, goesOn })).toBe('ratio')
  expect(misfitOf({ ...any, needsMask: true }, { frame: square, masked: true, goesOn })).toBe('frame')
})
