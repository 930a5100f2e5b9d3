import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isEmpty, type Rect } from '../core/geometry.ts'
import { combines, copyOf, rastersWithRegion, values } from './random.fixture.ts'
import { createRaster, type Raster } from './raster.ts'
import { type Combine, combineRegion, type Region } from './region.ts'

const combined = (raster: Raster, region: Region, combine: Combine, value = 255): Raster => {
  const copy = copyOf(raster)
  combineRegion({ raster: copy, region, combine, value })
  return copy
}

const coverageAt = ({ rect, coverage }: Region, x: number, y: number): number => {
  const inside = x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height
  return inside ? coverage[(y - rect.y) * rect.width + x - rect.x] : 0
}

describe('combining', () => {
  test('is what the four words say, pixel by pixel, and changes nothing outside what it answers and announces', () => {
    fc.assert(
      fc.property(rastersWithRegion, combines, values, ({ raster, region }, combine, value) => {
        const after = copyOf(raster)
        const touched: Rect[] = []
        const dirty = combineRegion({ raster: after, region, combine, value, touch: (rect) => touched.push(rect) })
        expect(touched).toEqual(isEmpty(dirty) ? [] : [dirty])
        for (let i = 0; i < raster.data.length; i++) {
          const [x, y] = [i % raster.width, Math.floor(i / raster.width)]
          const share = coverageAt(region, x, y)
          const own = Math.round((share * value) / 255)
          const before = raster.data[i]
          const expected = {
            replace: own,
            add: Math.max(before, own),
            subtract: Math.min(before, 255 - share),
            intersect: Math.min(before, own),
          }[combine]
          expect(after.data[i]).toBe(expected)
          const inside = x >= dirty.x && y >= dirty.y && x < dirty.x + dirty.width && y < dirty.y + dirty.height
          if (!inside) expect(after.data[i]).toBe(before)
        }
      }),
    )
  })

  test('subtracting after adding leaves the rest', () => {
    fc.assert(
      fc.property(rastersWithRegion, values, ({ raster, region }, value) => {
        const after = combined(combined(raster, region, 'add', value), region, 'subtract')
        for (let i = 0; i < raster.data.length; i++) {
          const share = coverageAt(region, i % raster.width, Math.floor(i / raster.width))
          if (share === 0) expect(after.data[i]).toBe(raster.data[i])
          else if (share === 255) expect(after.data[i]).toBe(0)
          else expect(after.data[i]).toBeLessThanOrEqual(255 - share)
        }
      }),
    )
  })

  test('a second time changes nothing', () => {
    fc.assert(
      fc.property(rastersWithRegion, combines, values, ({ raster, region }, combine, value) => {
        const once = combined(raster, region, combine, value)
        expect(combined(once, region, combine, value)).toEqual(once)
      }),
    )
  })

  test('regions are added in any order', () => {
    fc.assert(
      fc.property(rastersWithRegion, rastersWithRegion, values, ({ raster, region }, other, value) => {
        // The other region belongs to another size: only what fits is used.
        const { rect } = other.region
        fc.pre(rect.x + rect.width <= raster.width && rect.y + rect.height <= raster.height)
        const there = combined(combined(raster, region, 'add', value), other.region, 'add')
        expect(combined(combined(raster, other.region, 'add'), region, 'add', value)).toEqual(there)
      }),
    )
  })

  test('an empty region replaces by nothing and adds nothing', () => {
    const empty: Region = { rect: { x: 0, y: 0, width: 0, height: 0 }, coverage: new Uint8Array(0) }
    const raster: Raster = { width: 2, height: 2, data: new Uint8Array([0, 9, 0, 200]) }
    expect(combined(raster, empty, 'add')).toEqual(raster)
    expect(combined(raster, empty, 'subtract')).toEqual(raster)
    for (const combine of ['replace', 'intersect'] as const) {
      expect(combined(raster, empty, combine)).toEqual(createRaster(raster))
    }
  })

  test('a region that does not fit is refused before anything changes', () => {
    const raster = createRaster({ width: 4, height: 4 })
    const beside: Region = { rect: { x: 2, y: 0, width: 3, height: 1 }, coverage: new Uint8Array(3).fill(255) }
    const short: Region = { rect: { x: 0, y: 0, width: 3, height: 1 }, coverage: new Uint8Array(2) }
    expect(() => combined(raster, beside, 'add')).toThrow(RangeError)
    expect(() => combined(raster, short, 'add')).toThrow(RangeError)
  })
})
