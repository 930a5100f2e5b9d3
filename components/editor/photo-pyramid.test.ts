import { expect, test } from 'vitest'
import { isLarge, levelFor, wantsFull } from './photo-pyramid.ts'

const image = { width: 5472, height: 3648 }
const levels = [{ width: 2736 }, { width: 1368 }, { width: 684 }]

test('a view is drawn from the smallest level that has a pixel for each of its own', () => {
  expect(levelFor(levels, 100)).toBe(levels[2])
  expect(levelFor(levels, 684)).toBe(levels[2])
  expect(levelFor(levels, 700)).toBe(levels[1])
  expect(levelFor(levels, 9000)).toBe(levels[0])
})

test('the full size is wanted only where the largest level has too few pixels, and there are more', () => {
  expect(isLarge(image)).toBe(true)
  expect(isLarge({ width: 1920, height: 1280 })).toBe(false)
  expect(wantsFull(levels[0], image, 2736)).toBe(false)
  expect(wantsFull(levels[0], image, 2800)).toBe(true)
  expect(wantsFull(image, image, 50_000)).toBe(false)
})
