import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filmPixels, projectRect } from './film-pixels.ts'
import { rasters } from './random.fixture.ts'
import { createRaster } from './raster.ts'

test('at 1:1 the film is the raster, and nothing beyond it', () => {
  fc.assert(
    fc.property(rasters, fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 }), (raster, x, y) => {
      const rect = { x: 0, y: 0, width: 50, height: 50 }
      const values = filmPixels(raster, { x, y, zoom: 1 }, rect)
      for (let j = 0; j < 50; j++) {
        for (let i = 0; i < 50; i++) {
          const inside = i >= x && j >= y && i < x + raster.width && j < y + raster.height
          expect(values[j * 50 + i]).toBe(inside ? raster.data[(j - y) * raster.width + i - x] : 0)
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('zoomed in, every image pixel is a block of its own value', () => {
  const raster = { width: 2, height: 1, data: new Uint8Array([40, 200]) }
  const values = filmPixels(raster, { x: 1, y: 0, zoom: 3 }, { x: 0, y: 0, width: 8, height: 2 })
  expect([...values]).toEqual([0, 40, 40, 40, 200, 200, 200, 0, 0, 40, 40, 40, 200, 200, 200, 0])
})

test('zoomed out, a line of one pixel gets fainter but never vanishes, wherever it lies', () => {
  for (let x = 0; x < 100; x++) {
    const raster = createRaster({ width: 100, height: 20 })
    for (let y = 0; y < 20; y++) raster.data[y * 100 + x] = 255
    for (const zoom of [0.7, 0.23, 0.1]) {
      const width = Math.floor(100 * zoom)
      const values = filmPixels(raster, { x: 0.4, y: 0, zoom }, { x: 0, y: 0, width: width + 1, height: 2 })
      const row = values.subarray(0, width + 1)
      expect(row.some((value) => value >= 255 * zoom * 0.5)).toBe(true)
    }
  }
})

test('zoomed out to whole steps, the mean is exact', () => {
  const raster = { width: 4, height: 2, data: new Uint8Array([0, 255, 10, 20, 255, 255, 30, 40]) }
  const values = filmPixels(raster, { x: 0, y: 0, zoom: 0.5 }, { x: 0, y: 0, width: 2, height: 1 })
  expect([...values]).toEqual([191, 25])
})

test('any part of a film is that part of the whole film', () => {
  const zooms = fc.double({ min: 0.05, max: 9, noNaN: true })
  const offsets = fc.double({ min: -30, max: 30, noNaN: true })
  const part = fc.record({ x: fc.nat(20), y: fc.nat(20), width: fc.nat(20), height: fc.nat(20) })
  fc.assert(
    fc.property(rasters, zooms, offsets, offsets, part, (raster, zoom, x, y, rect) => {
      const whole = filmPixels(raster, { x, y, zoom }, { x: 0, y: 0, width: 40, height: 40 })
      const values = filmPixels(raster, { x, y, zoom }, rect)
      for (let j = 0; j < rect.height; j++) {
        for (let i = 0; i < rect.width; i++) {
          expect(values[j * rect.width + i]).toBe(whole[(rect.y + j) * 40 + rect.x + i])
        }
      }
    }),
  )
})

test('a changed part of the image lands inside its projection', () => {
  const projection = { x: 10.5, y: -3.25, zoom: 0.4 }
  expect(projectRect({ x: 100, y: 50, width: 10, height: 10 }, projection, { width: 80, height: 40 })).toEqual({
    x: 50,
    y: 16,
    width: 5,
    height: 5,
  })
})
