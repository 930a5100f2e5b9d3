import fc from 'fast-check'
import { expect, test } from 'vitest'
import { traceContours } from './contour.ts'
import { rasters } from './random.fixture.ts'
import { createRaster } from './raster.ts'

const length = (line: { x: number; y: number }[]): number =>
  line.reduce((sum, point, i) => {
    const next = line[(i + 1) % line.length]
    return sum + Math.hypot(next.x - point.x, next.y - point.y)
  }, 0)

test('a full raster has one line, along its border', () => {
  const raster = createRaster({ width: 6, height: 4 })
  raster.data.fill(255)
  const lines = traceContours(raster)
  expect(lines.length).toBe(1)
  expect(length(lines[0])).toBeGreaterThan(17)
  expect(length(lines[0])).toBeLessThan(20)
  expect(Math.min(...lines[0].map(({ x }) => x))).toBeCloseTo(0, 1)
  expect(Math.max(...lines[0].map(({ x }) => x))).toBeCloseTo(6, 1)
})

test('a ring has two lines, an empty raster none', () => {
  const raster = createRaster({ width: 9, height: 9 })
  expect(traceContours(raster)).toEqual([])
  raster.data.fill(255)
  for (let y = 3; y < 6; y++) raster.data.fill(0, y * 9 + 3, y * 9 + 6)
  expect(traceContours(raster).length).toBe(2)
})

test('every line is closed and made of short steps, on any raster', () => {
  fc.assert(
    fc.property(rasters, (raster) => {
      for (const line of traceContours(raster)) {
        line.forEach((point, i) => {
          const next = line[(i + 1) % line.length]
          expect(Math.hypot(next.x - point.x, next.y - point.y)).toBeLessThanOrEqual(Math.SQRT2)
        })
      }
    }),
  )
})
