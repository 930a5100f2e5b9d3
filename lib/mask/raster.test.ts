import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rasters } from './random.fixture.ts'
import { countCovered, coverageOf, coveredBounds, createRaster } from './raster.ts'

test('a new raster protects everything', () => {
  const raster = createRaster({ width: 3, height: 2 })
  expect([...raster.data]).toEqual([0, 0, 0, 0, 0, 0])
  expect(coverageOf(raster)).toBe(0)
  expect(coveredBounds(raster)).toEqual({ x: 0, y: 0, width: 0, height: 0 })
})

test('coverage counts every pixel above 0, faint ones too', () => {
  expect(coverageOf({ width: 2, height: 2, data: new Uint8Array([0, 1, 128, 255]) })).toBe(0.75)
})

test('the bounds hold every covered pixel and touch one on each side', () => {
  fc.assert(
    fc.property(rasters, fc.integer({ min: 1, max: 255 }), (raster, threshold) => {
      for (let i = 0; i < raster.data.length; i++) if (raster.data[i] < threshold) raster.data[i] = 0
      const covered = [...raster.data.keys()].filter((i) => raster.data[i] > 0)
      const xs = covered.map((i) => i % raster.width)
      const ys = covered.map((i) => Math.floor(i / raster.width))
      const bounds = coveredBounds(raster)
      expect(countCovered(raster)).toBe(covered.length)
      const [x, y] = [Math.min(...xs), Math.min(...ys)]
      const expected =
        covered.length === 0
          ? { x: 0, y: 0, width: 0, height: 0 }
          : { x, y, width: Math.max(...xs) - x + 1, height: Math.max(...ys) - y + 1 }
      expect(bounds).toEqual(expected)
    }),
  )
})
