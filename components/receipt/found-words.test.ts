import { expect, test } from 'vitest'
import { movesOf, signed, zoomOf } from './found-words.ts'

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
