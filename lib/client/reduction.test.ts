import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitBytes, fitPixels, inMillions, limits, overrunOf } from './reduction.ts'

test('exactly at the limits is allowed, one more is not, and pixels count first', () => {
  const size = { width: 5000, height: 4000 }
  expect(overrunOf({ bytes: limits.bytes, size })).toBeNull()
  expect(overrunOf({ bytes: limits.bytes + 1, size })).toBe('bytes')
  expect(overrunOf({ bytes: limits.bytes + 1, size: { width: 5000, height: 4001 } })).toBe('pixels')
  expect(overrunOf({ bytes: 1, size: null })).toBeNull()
})

test('a reduced picture fits, and is not smaller than it need be', () => {
  const side = fc.integer({ min: 500, max: 20_000 })
  fc.assert(
    fc.property(side, side, (width, height) => {
      const fitted = fitPixels({ width, height })
      expect(fitted.width * fitted.height).toBeLessThanOrEqual(limits.pixels)
      const wasOver = width * height > limits.pixels
      if (!wasOver) expect(fitted).toEqual({ width, height })
      else expect((fitted.width + 1) * (fitted.height + 1)).toBeGreaterThan(limits.pixels)
    }),
  )
})

test('too many bytes shrink the area in proportion, with a tenth to spare', () => {
  const next = fitBytes({ width: 4000, height: 4000 }, 40_000_000)
  expect(next).toEqual({ width: 2683, height: 2683 })
})

test('a size that is over the limit never reads as the limit', () => {
  expect([31_000_000, 20_000_001, 4_150_000, 20_000_000].map(inMillions)).toEqual(['31', '21', '4.2', '20'])
})
