import { expect, test } from 'vitest'
import type { PresetId } from './key-commands.ts'
import { wheelIntent } from './pointer-samples.ts'

const still = {
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
}
const turn = (change: Partial<typeof still>, preset: PresetId = 'frisket', ctrlDown = false) =>
  wheelIntent({ ...still, ...change }, { preset, ctrlDown })

test('a notch up zooms in by a fifth, and a notch down takes it back', () => {
  const [nearer, farther] = [turn({ deltaY: -100 }), turn({ deltaY: 100 })]
  if (nearer?.kind !== 'zoom' || farther?.kind !== 'zoom') throw new Error('Not a zoom')
  expect(nearer.factor).toBeCloseTo(1.2, 2)
  expect(nearer.factor * farther.factor).toBeCloseTo(1, 12)
})

test('lines and pages count as pixels, and a pinch is finer than a wheel', () => {
  expect(turn({ deltaY: 3, deltaMode: 1 })).toEqual(turn({ deltaY: 48 }))
  expect(turn({ deltaY: 10, ctrlKey: true })).toEqual({ kind: 'zoom', factor: Math.exp(-0.1) })
})

test('Shift pans and Alt sizes the brush, also where the system turns the wheel sideways', () => {
  expect(turn({ deltaX: 30, shiftKey: true })).toEqual({ kind: 'pan', dx: -30, dy: -0 })
  expect(turn({ deltaY: -100, altKey: true })).toEqual({ kind: 'brush-size', direction: 1 })
  expect(turn({ deltaX: 100, altKey: true })).toEqual({ kind: 'brush-size', direction: -1 })
})

test('a turn of nothing asks for nothing', () => {
  expect(turn({})).toBeNull()
  expect(turn({ altKey: true })).toBeNull()
})

test('as in InvokeAI: Ctrl sizes the brush, and a pinch still zooms', () => {
  expect(turn({ deltaY: -100, ctrlKey: true }, 'invokeai', true)).toEqual({ kind: 'brush-size', direction: 1 })
  expect(turn({ deltaY: 10, ctrlKey: true }, 'invokeai')).toEqual({ kind: 'zoom', factor: Math.exp(-0.1) })
  expect(turn({ deltaY: -100 }, 'invokeai')).toEqual(turn({ deltaY: -100 }))
})

test('as in Photoshop: the wheel scrolls, with Ctrl sideways, and Alt zooms', () => {
  expect(turn({ deltaX: 5, deltaY: 100 }, 'photoshop')).toEqual({ kind: 'pan', dx: -5, dy: -100 })
  expect(turn({ deltaY: 100, ctrlKey: true }, 'photoshop', true)).toEqual({ kind: 'pan', dx: -100, dy: 0 })
  expect(turn({ deltaY: -100, altKey: true }, 'photoshop')).toEqual(turn({ deltaY: -100 }))
})
