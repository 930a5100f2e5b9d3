import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mirrored } from '../retouch/resample.ts'
import { scaleMask, scaleMaskPart } from './scale-mask.ts'

const side = fc.integer({ min: 1, max: 40 })
const size = fc.record({ width: side, height: side })

describe('a mask scaled to another size', () => {
  test('keeps what is flat exactly', () => {
    fc.assert(
      fc.property(size, size, fc.integer({ min: 0, max: 255 }), (from, to, value) => {
        const source = { ...from, data: new Uint8Array(from.width * from.height).fill(value) }
        expect(scaleMask(source, to)).toEqual(new Uint8Array(to.width * to.height).fill(value))
      }),
    )
  })

  test('gives the same values at the same size', () => {
    const data = Uint8Array.from({ length: 12 }, (_, i) => i * 20)
    expect(scaleMask({ width: 4, height: 3, data }, { width: 4, height: 3 })).toEqual(data)
  })

  test('leaves no ripple: beside a hard edge black stays black and white stays white', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 4, max: 160 }), (from, to) => {
        const half = Math.floor(from / 2)
        const source = {
          width: from,
          height: 1,
          data: Uint8Array.from({ length: from }, (_, x) => (x < half ? 0 : 255)),
        }
        const scaled = scaleMask(source, { width: to, height: 1 })
        const edge = (half * to) / from
        const reach = Math.max(1, to / from)
        for (let x = 0; x < to; x++) {
          if (x + 0.5 < edge - reach) expect(scaled[x]).toBe(0)
          if (x + 0.5 > edge + reach) expect(scaled[x]).toBe(255)
          if (x > 0) expect(scaled[x]).toBeGreaterThanOrEqual(scaled[x - 1])
        }
      }),
    )
  })

  test('covers the same area: the mirror image scales to the mirror image', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 30 }), fc.integer({ min: 1, max: 60 }), (row, width) => {
        const data = new Uint8Array(row)
        const from = { width: data.length, height: 1 }
        const mirrored = scaleMask({ ...from, data: data.slice().reverse() }, { width, height: 1 })
        const difference = mirrored
          .reverse()
          .map((value, x) => Math.abs(value - scaleMask({ ...from, data }, { width, height: 1 })[x]))
        // Sums in another order may round another way.
        expect(Math.max(...difference)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

test('a part of a mask at its own size is its values, and beyond the border the mirror image', () => {
  const data = Uint8Array.from({ length: 7 * 5 }, (_, i) => (i * 37) % 256)
  const from = { x: -4, y: 2, width: 13, height: 9 }
  const part = scaleMaskPart({ source: { width: 7, height: 5, data }, from, to: from })
  const expected = Array.from(part, (_, i) => {
    const y = mirrored(from.y + Math.floor(i / from.width), 5)
    return data[y * 7 + mirrored(from.x + (i % from.width), 7)]
  })
  expect([...part]).toEqual(expected)
})
