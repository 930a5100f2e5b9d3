import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyOperation } from './operation.ts'
import { copyOf, rasters, toHex } from './random.fixture.ts'
import { createRaster, type Raster } from './raster.ts'

const changed = (raster: Raster, kind: 'grow' | 'shrink' | 'invert', px = 0): Raster => {
  const copy = copyOf(raster)
  applyOperation({ raster: copy, operation: kind === 'invert' ? { kind } : { kind, px } })
  return copy
}

const reaches = fc.integer({ min: 1, max: 30 })

/** The figure that one pixel grows to. */
const figureOf = (px: number): Raster => {
  const raster = createRaster({ width: 2 * px + 3, height: 2 * px + 3 })
  raster.data[(px + 1) * raster.width + px + 1] = 255
  return changed(raster, 'grow', px)
}

describe('the figure', () => {
  test('of three pixels', () => {
    expect(toHex(figureOf(3))).toMatchInlineSnapshot(`
      [
        "00 00 00 00 00 00 00 00 00",
        "00 00 00 ff ff ff 00 00 00",
        "00 00 ff ff ff ff ff 00 00",
        "00 ff ff ff ff ff ff ff 00",
        "00 ff ff ff ff ff ff ff 00",
        "00 ff ff ff ff ff ff ff 00",
        "00 00 ff ff ff ff ff 00 00",
        "00 00 00 ff ff ff 00 00 00",
        "00 00 00 00 00 00 00 00 00",
      ]
    `)
  })

  test('reaches exactly its radius along the axes, is the same in every mirror, solid, and within 8 % of a disc', () => {
    for (const px of [1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 16, 18, 29, 50, 77, 120]) {
      const { width, data } = figureOf(px)
      const at = (x: number, y: number): boolean => data[(y + px + 1) * width + x + px + 1] === 255
      expect([at(px, 0), at(px + 1, 0), at(0, px), at(0, px + 1)]).toEqual([true, false, true, false])
      for (let y = 0; y <= px; y++) {
        for (let x = 0; x <= px; x++) {
          expect([at(-x, y), at(x, -y), at(y, x)]).toEqual([at(x, y), at(x, y), at(x, y)])
          const distance = Math.hypot(x, y)
          const slack = px < 12 ? 0.082 * px + 0.75 : 0.025 * px + 0.75
          if (distance <= px - slack) expect(at(x, y)).toBe(true)
          if (distance >= px + slack) expect(at(x, y)).toBe(false)
        }
      }
    }
  })
})

describe('growing', () => {
  test('is the largest value within the figure, on any raster', () => {
    fc.assert(
      fc.property(rasters, fc.integer({ min: 1, max: 14 }), (raster, px) => {
        const { width: span, data: figure } = figureOf(px)
        const { data } = changed(raster, 'grow', px)
        for (let y = 0; y < raster.height; y++) {
          for (let x = 0; x < raster.width; x++) {
            let most = 0
            for (let j = Math.max(0, y - px); j <= Math.min(raster.height - 1, y + px); j++) {
              for (let i = Math.max(0, x - px); i <= Math.min(raster.width - 1, x + px); i++) {
                const within = figure[(j - y + px + 1) * span + i - x + px + 1] > 0
                if (within) most = Math.max(most, raster.data[j * raster.width + i])
              }
            }
            if (data[y * raster.width + x] !== most) expect([x, y, data[y * raster.width + x]]).toEqual([x, y, most])
          }
        }
      }),
      { numRuns: 25 },
    )
  })

  test('contains the mask, more for more pixels, and makes no grey that was not there', () => {
    fc.assert(
      fc.property(rasters, reaches, (raster, px) => {
        const greys = new Set(raster.data)
        const less = changed(raster, 'grow', px)
        const more = changed(raster, 'grow', px + 3)
        for (let i = 0; i < raster.data.length; i++) {
          expect(less.data[i]).toBeGreaterThanOrEqual(raster.data[i])
          expect(more.data[i]).toBeGreaterThanOrEqual(less.data[i])
          expect(greys.has(less.data[i])).toBe(true)
        }
      }),
    )
  })

  test('a soft edge moves outwards as it is', () => {
    const ramp = [255, 255, 220, 180, 90, 30, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    const raster: Raster = { width: 16, height: 3, data: new Uint8Array([...ramp, ...ramp, ...ramp]) }
    const { data } = changed(raster, 'grow', 5)
    expect([...data.subarray(16, 32)]).toEqual([255, 255, 255, 255, 255, 255, 255, 220, 180, 90, 30, 4, 0, 0, 0, 0])
  })

  test('by half a pixel or less, or of an empty mask, is nothing', () => {
    const raster = createRaster({ width: 5, height: 5 })
    expect(changed(raster, 'grow', 500)).toEqual(raster)
    raster.data[12] = 77
    expect(changed(raster, 'grow', 0.4)).toEqual(raster)
    expect(changed(raster, 'shrink', 0)).toEqual(raster)
  })
})

describe('shrinking', () => {
  test('is growing of the inverse', () => {
    fc.assert(
      fc.property(rasters, reaches, (raster, px) => {
        const round = changed(changed(changed(raster, 'invert'), 'grow', px), 'invert')
        expect(changed(raster, 'shrink', px)).toEqual(round)
      }),
    )
  })

  test('after growing contains the mask, and before growing lies within it', () => {
    fc.assert(
      fc.property(rasters, reaches, (raster, px) => {
        const closed = changed(changed(raster, 'grow', px), 'shrink', px)
        const opened = changed(changed(raster, 'shrink', px), 'grow', px)
        for (let i = 0; i < raster.data.length; i++) {
          expect(closed.data[i]).toBeGreaterThanOrEqual(raster.data[i])
          expect(opened.data[i]).toBeLessThanOrEqual(raster.data[i])
        }
      }),
    )
  })

  test('does not eat from the edge of the image', () => {
    const raster = createRaster({ width: 9, height: 7 })
    raster.data.fill(255)
    expect(changed(raster, 'shrink', 3)).toEqual(raster)
    raster.data.fill(0, 0, 18)
    expect(toHex(changed(raster, 'shrink', 2)).map((line) => line.slice(0, 2))).toEqual([
      '00',
      '00',
      '00',
      '00',
      'ff',
      'ff',
      'ff',
    ])
  })
})
