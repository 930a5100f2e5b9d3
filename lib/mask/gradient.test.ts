import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyGradient, type Gradient } from './gradient.ts'
import { points, rasters, sizes, toHex, values } from './random.fixture.ts'
import { createRaster, type Raster } from './raster.ts'

const base: Gradient = {
  form: 'linear',
  from: { x: 1, y: 0.5 },
  to: { x: 5, y: 0.5 },
  fromValue: 0,
  toValue: 255,
  combine: 'replace',
}

const drawn = (gradient: Gradient, size: { width: number; height: number }): Raster => {
  const raster = createRaster(size)
  applyGradient({ raster, gradient })
  return raster
}

describe('gradients', () => {
  test('a line of grey', () => {
    expect(toHex(drawn(base, { width: 7, height: 1 }))).toEqual(['00 20 60 9f df ff ff'])
  })

  test('a spot of grey', () => {
    const spot: Gradient = {
      ...base,
      form: 'radial',
      from: { x: 2.5, y: 2.5 },
      to: { x: 4.5, y: 2.5 },
      fromValue: 200,
      toValue: 0,
    }
    expect(toHex(drawn(spot, { width: 5, height: 5 }))).toMatchInlineSnapshot(`
      [
        "00 00 00 00 00",
        "00 3b 64 3b 00",
        "00 64 c8 64 00",
        "00 3b 64 3b 00",
        "00 00 00 00 00",
      ]
    `)
  })

  test('never leave what lies between their two values, and reverse when both ends are swapped', () => {
    fc.assert(
      fc.property(sizes, points, points, values, values, (size, from, to, fromValue, toValue) => {
        fc.pre(Math.hypot(to.x - from.x, to.y - from.y) > 0.01)
        const { data } = drawn({ ...base, from, to, fromValue, toValue }, size)
        const [least, most] = [Math.min(fromValue, toValue), Math.max(fromValue, toValue)]
        const swapped = drawn({ ...base, from: to, to: from, fromValue: toValue, toValue: fromValue }, size)
        data.forEach((value, i) => {
          expect(value >= least && value <= most).toBe(true)
          expect(Math.abs(swapped.data[i] - value)).toBeLessThanOrEqual(1)
        })
      }),
    )
  })

  test('combine as regions do, with their own value for coverage', () => {
    fc.assert(
      fc.property(rasters, points, points, (raster, from, to) => {
        const own = drawn({ ...base, from, to }, raster)
        for (const combine of ['add', 'subtract', 'intersect'] as const) {
          const after = { ...raster, data: raster.data.slice() }
          applyGradient({ raster: after, gradient: { ...base, from, to, combine } })
          after.data.forEach((value, i) => {
            const [before, here] = [raster.data[i], own.data[i]]
            const expected = {
              add: Math.max(before, here),
              subtract: Math.min(before, 255 - here),
              intersect: Math.min(before, here),
            }[combine]
            expect(value).toBe(expected)
          })
        }
      }),
    )
  })

  test('of no length are past their end', () => {
    expect(drawn({ ...base, to: base.from, toValue: 70 }, { width: 2, height: 1 }).data).toEqual(
      new Uint8Array([70, 70]),
    )
  })
})
