import { expect, test } from 'vitest'
import { nearestOfferedRatio, offeredRatios, parseRatio, ratioOf, ratioWithinBounds } from './ratio.ts'

test('exactly 3:7 and 7:3 are inside, one pixel beyond is not', () => {
  expect(ratioWithinBounds({ width: 300, height: 700 })).toBe(true)
  expect(ratioWithinBounds({ width: 700, height: 300 })).toBe(true)
  expect(ratioWithinBounds({ width: 299, height: 700 })).toBe(false)
  expect(ratioWithinBounds({ width: 701, height: 300 })).toBe(false)
})

test('a ratio is W:H of plain integers within bounds', () => {
  expect(parseRatio('16:9')).toEqual({ width: 16, height: 9 })
  for (const text of ['16/9', '0:1', '1:0', '-1:1', '1.5:1', '8:3', '3:8', ' 1:1', '01:1', '1:1:1', '']) {
    expect(parseRatio(text)).toBeNull()
  }
})

test('a size has its ratio in lowest terms, and each offered ratio is nearest to itself', () => {
  expect(ratioOf({ width: 2400, height: 1600 })).toBe('3:2')
  expect(ratioOf({ width: 451, height: 300 })).toBe('451:300')
  for (const ratio of offeredRatios) expect(nearestOfferedRatio(parseRatio(ratio)!)).toBe(ratio)
})
