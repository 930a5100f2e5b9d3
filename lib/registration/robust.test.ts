import fc from 'fast-check'
import { expect, test } from 'vitest'
import { invert, medianOfMagnitudes, multiply, sandwich } from './robust.ts'
import { createRandom } from './scene.fixture.ts'

test('the median of magnitudes looks through signs and through a third of outliers', () => {
  expect(medianOfMagnitudes(Float32Array.of(-3, 1, 2, -2, 1000), 5)).toBe(2)
  expect(medianOfMagnitudes(Float32Array.of(5, 5, 5, 900, 900), 3)).toBe(5)
  expect(medianOfMagnitudes(new Float32Array(0), 0)).toBe(0)
  const random = createRandom(1)
  const many = Float32Array.from({ length: 30_000 }, () => (random() < 1 / 3 ? 1e6 : 1000 * random()))
  expect(Math.abs(medianOfMagnitudes(many, many.length) - 750)).toBeLessThan(50)
})

test('a matrix times its inverse gives the vector back; a singular one has none', () => {
  const entries = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 16, maxLength: 16 })
  fc.assert(
    fc.property(entries, (values) => {
      // Heavy on the diagonal, hence never singular.
      const matrix = Float64Array.from(values, (value, i) => value + (i % 5 === 0 ? 40 : 0))
      const inverse = invert(matrix, 4)
      if (!inverse) throw new Error('no inverse')
      const vector = Float64Array.of(1, -2, 3, 4)
      multiply(inverse, multiply(matrix, vector)).forEach((value, i) => {
        expect(value).toBeCloseTo(vector[i], 9)
      })
    }),
    { numRuns: 50, seed: 1 },
  )
  expect(invert(Float64Array.of(1, 2, 2, 4), 2)).toBeNull()
  expect(invert(Float64Array.of(0, 2, 3, 0), 2)).toEqual(Float64Array.of(0, 1 / 3, 1 / 2, 0))
})

test('an uncertainty passes through a solution on both sides', () => {
  expect(sandwich(Float64Array.of(2, 0, 0, 3), Float64Array.of(1, 5, 5, 1), 2)).toEqual(Float64Array.of(4, 30, 30, 9))
})
