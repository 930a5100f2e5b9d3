import { expect, test } from 'vitest'
import { placesOf } from './row-places.ts'

test('rows stand below each other, and only those that are near are shown', () => {
  const heights = [10, 30, 20, 40]
  expect(placesOf(heights, { from: 0, to: 1000 })).toEqual({ tops: [0, 10, 40, 60], height: 100, from: 0, to: 4 })
  expect(placesOf(heights, { from: 10, to: 60 })).toMatchObject({ from: 1, to: 3 })
  expect(placesOf(heights, { from: 15, to: 16 })).toMatchObject({ from: 1, to: 2 })
})

test('nothing is shown where nothing is near, or nothing is there', () => {
  expect(placesOf([10, 10], { from: 0, to: 0 })).toEqual({ tops: [0, 10], height: 20, from: 0, to: 0 })
  expect(placesOf([10, 10], { from: 500, to: 600 })).toMatchObject({ from: 0, to: 0 })
  expect(placesOf([], { from: 0, to: 600 })).toEqual({ tops: [], height: 0, from: 0, to: 0 })
})
