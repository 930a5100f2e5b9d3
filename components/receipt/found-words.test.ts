import { describe, expect, test } from 'vitest'
import type { Frame } from '#lib/edits/edit.ts'
import type { Receipt } from '#lib/edits/receipt.ts'
import { editView } from '../editor/editor.fixture.ts'
import { movesOf, signed, toldOf, zoomOf } from './found-words.ts'

test('drift is told by side, without what rounds to nothing', () => {
  expect(movesOf({ x: 1.84, y: -0.62 })).toEqual([
    { side: 'right', px: 1.8 },
    { side: 'up', px: 0.6 },
  ])
  expect(movesOf({ x: -0.04, y: 3 })).toEqual([{ side: 'down', px: 3 }])
  expect(movesOf({ x: 0.01, y: -0.049 })).toEqual([])
})

test('scale is the mean of both sides, in percent', () => {
  expect(zoomOf({ x: 0.987, y: 0.989 })).toEqual({ way: 'smaller', percent: 1.2 })
  expect(zoomOf({ x: 1.02, y: 1.02 })).toEqual({ way: 'larger', percent: 2 })
  expect(zoomOf({ x: 1.0004, y: 0.9999 })).toBeNull()
})

test('levels carry their sign, and nothing is plain 0', () => {
  expect([-2.2, -0.3, 0, 0.4, 3.1].map(signed)).toEqual(['−2', '0', '0', '0', '+3'])
})

describe('place and colour are told each for itself', () => {
  const place = {
    ...{ drift: { x: 3, y: 0 }, scale: { x: 1, y: 1 }, confidence: 0.9 },
    ...{ applied: true, sure: true },
  }
  const colour: NonNullable<Receipt['colour']> = {
    ...{ levels: [12, 0, -10], gain: [1, 1, 1], offset: [-12, 0, 10], confidence: 0.8 },
    ...{ applied: true, sure: true },
  }
  const outside = { levels: 8, raw: 0.4, stored: 0 }
  const doubtful = { ...place, confidence: 0.3, applied: false, sure: false }
  const told = (change: Partial<Parameters<typeof toldOf>[0]>, frame: Frame = { kind: 'keep' }) =>
    toldOf({ place, colour, outside, ...change }, editView({ frame }))
  const left = { ...colour, applied: false, sure: false }

  test('both taken back', () => {
    expect(told({})).toEqual({ corrected: true, certainty: 'sure', place: true, colour: true, left: null })
  })

  test('colour was taken off where the place was not sure', () => {
    const expected = { corrected: true, certainty: null, place: false, colour: true, left: 'placeNotSure' }
    expect(told({ place: doubtful })).toEqual(expected)
  })

  test('colour was taken off where alignment was off', () => {
    const off = { ...place, applied: false }
    const expected = { corrected: true, certainty: null, place: true, colour: true, left: 'alignOff' }
    expect(told({ place: off }, { kind: 'keep', align: 'off' })).toEqual(expected)
  })

  test('neither was taken back', () => {
    const expected = { corrected: false, certainty: null, place: false, colour: false, left: 'notSure' }
    expect(told({ place: doubtful, colour: left })).toEqual(expected)
  })

  test('where nothing was protected, that is the reason', () => {
    const nothing = { confidence: 0, applied: false, sure: false }
    const expected = { corrected: false, certainty: null, place: false, colour: false, left: 'nothingProtected' }
    expect(told({ place: { ...place, ...nothing }, colour: { ...left, ...nothing }, outside: null })).toEqual(expected)
  })
})
