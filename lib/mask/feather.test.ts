import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blurPlane, blurReach, planeOf } from './blur.ts'
import { featherRegion } from './feather.ts'
import { applyOperation } from './operation.ts'
import { copyOf, rasters, rastersWithRegion, toHex } from './random.fixture.ts'
import { createRaster, type Raster } from './raster.ts'

const widths = fc.double({ min: 0.2, max: 30, noNaN: true })

const feathered = (raster: Raster, px: number): Raster => {
  const copy = copyOf(raster)
  applyOperation({ raster: copy, operation: { kind: 'feather', px } })
  return copy
}

describe('the blur', () => {
  test('of a dot', () => {
    const raster = createRaster({ width: 9, height: 9 })
    raster.data[40] = 255
    blurPlane(planeOf(raster.data, raster), 1)
    expect(toHex(raster)).toMatchInlineSnapshot(`
      [
        "00 00 00 00 00 00 00 00 00",
        "00 00 00 00 00 00 00 00 00",
        "00 00 01 03 06 03 01 00 00",
        "00 00 03 0e 19 0e 03 00 00",
        "00 00 06 18 2a 18 06 00 00",
        "00 00 03 0e 19 0e 03 00 00",
        "00 00 01 03 06 03 01 00 00",
        "00 00 00 00 00 00 00 00 00",
        "00 00 00 00 00 00 00 00 00",
      ]
    `)
  })

  test('of an edge is the Gaussian one to 2 % of full, from small widths to large', () => {
    for (const sigma of [1.5, 2.2, 5, 12.3, 25, 60]) {
      const half = 4 * Math.ceil(sigma) + 4
      const data = new Uint8Array(2 * half).fill(255, half)
      blurPlane(planeOf(data, { width: 2 * half, height: 1 }), sigma)
      data.forEach((value, i) => {
        const expected = 255 * normal((i + 0.5 - half) / sigma)
        expect(Math.abs(value - expected)).toBeLessThan(5.1)
      })
    }
  })

  test('of two blocks is the sum of both, whatever lies between them', () => {
    const width = 1_000
    const blurred = (sigma: number, ...starts: number[]): Uint8Array => {
      const data = new Uint8Array(width)
      for (const start of starts) data.fill(255, start, start + 40)
      blurPlane(planeOf(data, { width, height: 1 }), sigma)
      return data
    }
    for (const sigma of [1, 5, 20, 45]) {
      const first = blurred(sigma, 200)
      for (let second = 240; second < 900; second += 11) {
        const alone = blurred(sigma, second)
        const both = blurred(sigma, 200, second)
        const off = Array.from(both, (value, i) => Math.abs(value - first[i] - alone[i]))
        expect(Math.max(...off)).toBeLessThanOrEqual(1)
      }
    }
  })

  test('carries nothing further than it says, and keeps within what was there', () => {
    fc.assert(
      fc.property(rasters, widths, (raster, sigma) => {
        const after = copyOf(raster)
        blurPlane(planeOf(after.data, after), sigma)
        const [least, most] = [Math.min(...raster.data), Math.max(...raster.data)]
        for (const value of after.data) expect(value >= least && value <= most).toBe(true)
        const dot = createRaster({ width: 301, height: 1 })
        dot.data[150] = 255
        blurPlane(planeOf(dot.data, dot), sigma)
        const reach = blurReach(sigma)
        expect(dot.data.every((value, i) => value === 0 || Math.abs(i - 150) <= reach)).toBe(true)
      }),
    )
  })

  test('is the same turned and mirrored, to the rounding of one level', () => {
    fc.assert(
      fc.property(rasters, widths, (raster, sigma) => {
        const turned: Raster = { width: raster.height, height: raster.width, data: new Uint8Array(raster.data.length) }
        raster.data.forEach((value, i) => {
          const [x, y] = [i % raster.width, Math.floor(i / raster.width)]
          turned.data[(raster.width - 1 - x) * raster.height + y] = value
        })
        blurPlane(planeOf(raster.data, raster), sigma)
        blurPlane(planeOf(turned.data, turned), sigma)
        raster.data.forEach((value, i) => {
          const [x, y] = [i % raster.width, Math.floor(i / raster.width)]
          expect(Math.abs(turned.data[(raster.width - 1 - x) * raster.height + y] - value)).toBeLessThanOrEqual(1)
        })
      }),
    )
  })
})

describe('feathering a mask', () => {
  test('leaves a full mask full, an empty one empty, and an edge of the image as it is', () => {
    const full = createRaster({ width: 33, height: 21 })
    full.data.fill(255)
    expect(feathered(full, 12)).toEqual(full)
    expect(feathered(createRaster(full), 12)).toEqual(createRaster(full))
  })

  test('half of the edge stays at the edge', () => {
    const raster = createRaster({ width: 200, height: 3 })
    for (let y = 0; y < 3; y++) raster.data.fill(255, y * 200 + 100, (y + 1) * 200)
    const { data } = feathered(raster, 20)
    expect(data[99] + data[100]).toBe(255)
    expect([data[69], data[79] < 8, data[120] > 247, data[131]]).toEqual([0, true, true, 255])
  })

  test('only its surroundings are announced and answered', () => {
    const raster = createRaster({ width: 300, height: 200 })
    raster.data[100 * 300 + 150] = 255
    const touched: unknown[] = []
    const dirty = applyOperation({
      raster,
      operation: { kind: 'feather', px: 10 },
      touch: (rect) => touched.push(rect),
    })
    expect(touched).toEqual([dirty])
    expect(dirty.width).toBeLessThan(50)
    expect(dirty.height).toBe(dirty.width)
  })
})

describe('feathering a region', () => {
  test('is feathering the mask that it makes', () => {
    fc.assert(
      fc.property(rastersWithRegion, widths, ({ raster: { width, height }, region }, featherPx) => {
        const made = createRaster({ width, height })
        const parts = { region, combine: 'replace', value: 255 } as const
        applyOperation({ raster: made, operation: { kind: 'region', ...parts, featherPx: 0 } })
        const once = createRaster({ width, height })
        applyOperation({ raster: once, operation: { kind: 'region', ...parts, featherPx } })
        expect(once).toEqual(feathered(made, featherPx))
      }),
    )
  })

  test('by nothing is the region itself', () => {
    const region = { rect: { x: 1, y: 1, width: 1, height: 1 }, coverage: new Uint8Array([9]) }
    expect(featherRegion(region, 0, { width: 3, height: 3 })).toBe(region)
  })
})

/** The normal distribution's integral, by Simpson's rule from 0. */
function normal(z: number): number {
  const steps = 200
  const width = z / steps
  let sum = 0
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2
    sum += weight * Math.exp((-(i * width) * (i * width)) / 2)
  }
  return 0.5 + (sum * width) / (3 * Math.sqrt(2 * Math.PI))
}
