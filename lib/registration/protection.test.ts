import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rasters } from '../mask/random.fixture.ts'
import { createRaster } from '../mask/raster.ts'
import { affordableMargin, farthest, halveMask, measureProtection, shareBeyond } from './protection.ts'

test('the distance is that to the nearest pixel that may change, along and across counting alike', () => {
  const property = fc.property(rasters, (raster) => {
    const { distance } = measureProtection(raster)
    const { width, height, data } = raster
    const nearest = (x: number, y: number): number => {
      let near = farthest
      data.forEach((value, i) => {
        if (value > 0) near = Math.min(near, Math.max(Math.abs((i % width) - x), Math.abs(Math.floor(i / width) - y)))
      })
      return near
    }
    const expected = Array.from({ length: width * height }, (_, i) => nearest(i % width, Math.floor(i / width)))
    expect([...distance]).toEqual(expected)
  })
  // A few painted pixels leave distances to look at; most arbitrary rasters are painted nearly everywhere.
  const sparse = rasters.map((raster) => ({ ...raster, data: raster.data.map((value) => (value > 250 ? value : 0)) }))
  fc.assert(property, { numRuns: 30, seed: 1 })
  fc.assert(
    fc.property(sparse, (raster) => property.run([raster]) === null),
    { numRuns: 30, seed: 2 },
  )
})

test('at half the size a pixel may change where any of its four may', () => {
  const mask = createRaster({ width: 5, height: 3 })
  mask.data[4] = 9
  mask.data[1 * 5 + 2] = 255
  const { data, width, height } = halveMask(mask)
  expect({ width, height, painted: [...data].map((value) => value > 0) }).toEqual({
    ...{ width: 3, height: 2 },
    painted: [false, true, true, false, false, false],
  })
})

test('the margin shrinks where it would take too much of a thin protected area', () => {
  const strip = (protectedRows: number) => {
    const mask = createRaster({ width: 20, height: 20 })
    mask.data.fill(255, protectedRows * 20)
    return measureProtection(mask)
  }
  expect([1, 2, 4, 8, 19].map((rows) => affordableMargin(strip(rows), 4))).toEqual([0, 1, 2, 4, 4])
  expect(shareBeyond(strip(4), 2).values.reduce((sum, share) => sum + share)).toBe(40)
})
