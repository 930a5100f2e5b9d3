import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyRect } from '../core/geometry.ts'
import { applyOperation } from './operation.ts'
import { rasters } from './random.fixture.ts'
import { coverageOf, coveredBounds, createRaster, onlyPart } from './raster.ts'

test('a new raster protects everything', () => {
  const raster = createRaster({ width: 3, height: 2 })
  expect([...raster.data]).toEqual([0, 0, 0, 0, 0, 0])
  expect(coverageOf(raster)).toBe(0)
  expect(coveredBounds(raster)).toEqual({ x: 0, y: 0, width: 0, height: 0 })
})

test('coverage is the mean of all values, and 0 only where nothing is masked', () => {
  expect(coverageOf({ width: 2, height: 2, data: new Uint8Array([0, 51, 102, 255]) })).toBe(0.4)
  expect(coverageOf({ width: 2, height: 2, data: new Uint8Array([0, 0, 1, 0]) })).toBeGreaterThan(0)
  expect(coverageOf({ width: 2, height: 2, data: new Uint8Array(4).fill(255) })).toBe(1)
})

test('a mask and its inverse cover the whole picture together, however soft they are', () => {
  fc.assert(
    fc.property(rasters, (raster) => {
      const before = coverageOf(raster)
      applyOperation({ raster, operation: { kind: 'invert' } })
      expect(before + coverageOf(raster)).toBeCloseTo(1, 12)
    }),
  )
})

test('the bounds hold every covered pixel and touch one on each side', () => {
  fc.assert(
    fc.property(rasters, fc.integer({ min: 1, max: 255 }), (raster, threshold) => {
      for (let i = 0; i < raster.data.length; i++) if (raster.data[i] < threshold) raster.data[i] = 0
      const covered = [...raster.data.keys()].filter((i) => raster.data[i] > 0)
      const xs = covered.map((i) => i % raster.width)
      const ys = covered.map((i) => Math.floor(i / raster.width))
      const bounds = coveredBounds(raster)
      const [x, y] = [Math.min(...xs), Math.min(...ys)]
      const expected =
        covered.length === 0
          ? { x: 0, y: 0, width: 0, height: 0 }
          : { x, y, width: Math.max(...xs) - x + 1, height: Math.max(...ys) - y + 1 }
      expect(bounds).toEqual(expected)
    }),
  )
})

test('of a part the bounds are those of what lies in it, and a copy of it holds nothing else', () => {
  const raster = createRaster({ width: 20, height: 10 })
  for (const [x, y] of [
    [2, 3],
    [12, 4],
    [15, 8],
  ])
    raster.data[y * 20 + x] = 200
  const part = { x: 10, y: 0, width: 10, height: 10 }
  expect(coveredBounds(raster, part)).toEqual({ x: 12, y: 4, width: 4, height: 5 })
  expect(coveredBounds(raster, { ...part, width: 2 })).toEqual(emptyRect)
  const copy = onlyPart(raster, part)
  expect(coveredBounds(copy)).toEqual({ x: 12, y: 4, width: 4, height: 5 })
  expect(copy.data.filter((value) => value !== 0)).toHaveLength(2)
})
