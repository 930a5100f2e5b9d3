import { expect, test } from 'vitest'
import {
  expectedSize,
  nearestOfferedRatio,
  offeredRatios,
  parseRatio,
  ratioOf,
  ratioWithinBounds,
  recommendedRatios,
  shownUse,
} from './ratio.ts'

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

test('recommendations begin with the ratio nearest to the original', () => {
  const first = (width: number, height: number, anyRatio = true) =>
    recommendedRatios({ original: { width, height }, anyRatio })[0]
  expect(first(4000, 3000)).toEqual({ use: 'original', ratio: '4:3' })
  expect(first(1280, 800)).toEqual({ use: 'original', ratio: '8:5' })
  expect(first(1280, 800, false)).toEqual({ use: 'original', ratio: '3:2' })
  expect(first(3000, 1000)).toEqual({ use: 'original', ratio: '7:3' })
  expect(
    recommendedRatios({ original: { width: 300, height: 700 }, anyRatio: true }).map(({ ratio }) => ratio),
  ).toEqual([...['3:7', '2:3', '3:2', '1:1', '7:3', '9:16', '16:9']])
})

test('a use stays the one that was chosen, although another has the same ratio', () => {
  const offers = recommendedRatios({ original: { width: 2400, height: 1600 }, anyRatio: true })
  expect(shownUse(offers, '3:2', 'landscape')).toBe('landscape')
  expect(shownUse(offers, '3:2', null)).toBe('original')
  expect(shownUse(offers, '7:3', 'landscape')).toBe('banner')
  expect(shownUse(offers, '5:4', 'landscape')).toBeNull()
})

test('an answer of any ratio is expected at about a megapixel', () => {
  expect(expectedSize('16:9')).toEqual({ width: 1408, height: 792 })
  const { width, height } = expectedSize('5:4')
  expect(width / height).toBeCloseTo(1.25, 2)
  expect(Math.abs(width * height - 1024 * 1024)).toBeLessThan(3_000)
})
