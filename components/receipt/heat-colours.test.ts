import { expect, test } from 'vitest'
import { heatColour, heatPixels } from './heat-colours.ts'

test('the scale runs from black to pale yellow, and is full at 64 levels, at a quarter of that with a gain of four', () => {
  expect(heatColour(0, 1)).toEqual([0x10, 0x10, 0x12])
  expect(heatColour(64, 1)).toEqual([0xfc, 0xf7, 0xa6])
  expect(heatColour(255, 1)).toEqual([0xfc, 0xf7, 0xa6])
  expect(heatColour(16, 4)).toEqual(heatColour(64, 1))
  expect(heatColour(4, 4)).toEqual(heatColour(16, 1))
})

test('every level is lighter than the one below', () => {
  const luma = ([red, green, blue]: readonly number[]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue
  for (let level = 1; level <= 64; level++) {
    expect(luma(heatColour(level, 1))).toBeGreaterThan(luma(heatColour(level - 1, 1)) - 0.5)
  }
})

test('what does not count is grey, what counts is never darker than its grey', () => {
  const picture = Uint8ClampedArray.of(100, 100, 100, 255, 200, 200, 200, 255, 0, 0, 0, 255)
  const levels = Uint8ClampedArray.of(0, 0, 0, 0, 0, 0, 0, 255, 90, 90, 90, 255)
  expect([...heatPixels({ picture, levels, gain: 1 })]).toEqual([
    62, 62, 62, 255, 72, 72, 72, 255, 0xfc, 0xf7, 0xa6, 255,
  ])
})
