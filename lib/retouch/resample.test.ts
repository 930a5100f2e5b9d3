import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wholeRect } from '../core/geometry.ts'
import type { Pixmap } from './pixmap.ts'
import { mirrored, resample, resamplePart } from './resample.ts'

/** A picture of a function of place, where a pixel's place is its centre and the picture is 1 wide and 1 tall. */
function draw(width: number, height: number, level: (x: number, y: number) => number): Pixmap {
  const data = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const value = Math.round(level(((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height))
    data.fill(value, i * 3, i * 3 + 3)
  }
  return { data, width, height, channels: 3 }
}

/** The largest difference, leaving out what is within `border` (a share of the side) of the edge. */
function largestDifference(a: Pixmap, b: Pixmap, border: number): number {
  let largest = 0
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      const inside = (v: number, side: number) => v > side * border && v < side * (1 - border)
      if (!inside(x, a.width) || !inside(y, a.height)) continue
      const at = (y * a.width + x) * 3
      largest = Math.max(largest, Math.abs(a.data[at] - b.data[at]))
    }
  }
  return largest
}

const mean = ({ data }: Pixmap): number => data.reduce((sum, value) => sum + value, 0) / data.length

describe('nothing moves', () => {
  test('a ramp stays the ramp, enlarged or reduced, by whole and broken factors', () => {
    const across = (x: number) => 20 + 200 * x
    const down = (_: number, y: number) => 20 + 200 * y
    for (const [from, to] of [
      [40, 80],
      [40, 173],
      [40, 44],
      [160, 80],
      [160, 61],
      [64, 63],
    ]) {
      for (const ramp of [across, down]) {
        const source = draw(from, from, ramp)
        const scaled = resample(source, { width: to, height: to })
        // Half an output pixel of shift would be 100 / to levels: from 0.6 to 2.3.
        expect(Math.abs(mean(scaled) - mean(source))).toBeLessThan(0.15)
        expect(largestDifference(scaled, draw(to, to, ramp), 0.15)).toBeLessThanOrEqual(1)
      }
    }
  })

  test('waves stay in place to a hundredth of a pixel', () => {
    const wave = (x: number, y: number) => 128 + 100 * Math.sin(x * 12) * Math.cos(y * 9)
    for (const [from, to] of [
      [60, 150],
      [60, 240],
      [200, 90],
    ]) {
      const scaled = resample(draw(from, from, wave), { width: to, height: to })
      expect(largestDifference(scaled, draw(to, to, wave), 0.1)).toBeLessThanOrEqual(2)
      // The shift that would explain what difference there is, by least squares along x.
      const target = draw(to, to, wave)
      let product = 0
      let square = 0
      for (let y = 20; y < to - 20; y++) {
        for (let x = 20; x < to - 20; x++) {
          const at = (y * to + x) * 3
          const slope = (target.data[at + 3] - target.data[at - 3]) / 2
          product += slope * (scaled.data[at] - target.data[at])
          square += slope * slope
        }
      }
      expect(Math.abs(product / square)).toBeLessThan(0.01)
    }
  })

  test('what is symmetric stays so', () => {
    const hill = draw(31, 17, (x, y) => 250 * Math.exp(-8 * ((x - 0.5) ** 2 + (y - 0.5) ** 2)))
    const { data, width, height } = resample(hill, { width: 100, height: 64 })
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const mirrored = data[((height - 1 - y) * width + (width - 1 - x)) * 3]
        expect(Math.abs(data[(y * width + x) * 3] - mirrored)).toBeLessThanOrEqual(1)
      }
    }
  })
})

test('the same size is the same raster, and one colour stays that colour', () => {
  const wave = draw(20, 30, (x) => 255 * x)
  expect(resample(wave, { width: 20, height: 30 }).data).toEqual(wave.data)
  for (const size of [
    { width: 1, height: 1 },
    { width: 7, height: 90 },
  ]) {
    for (const level of [0, 77, 255]) {
      const even = resample(
        draw(20, 30, () => level),
        size,
      )
      expect({ ...even, data: [...new Set(even.data)] }).toEqual({ ...size, channels: 3, data: [level] })
    }
  }
})

test('channels do not mix', () => {
  const data = Uint8Array.from({ length: 16 * 4 }, (_, i) => [10, 90, 170, 250][i % 4])
  const scaled = resample({ data, width: 4, height: 4, channels: 4 }, { width: 9, height: 6 })
  expect([...scaled.data]).toEqual(Array.from({ length: 9 * 6 * 4 }, (_, i) => [10, 90, 170, 250][i % 4]))
})

describe('a part', () => {
  const wave = draw(60, 40, (x, y) => 128 + 100 * Math.sin(x * 12) * Math.cos(y * 9))

  test('of the outcome is what the whole outcome has there', () => {
    const to = { width: 133, height: 71 }
    const whole = resample(wave, to)
    const part = { x: 20, y: 11, width: 57, height: 33 }
    const made = resamplePart({ source: wave, from: wholeRect(wave), to, part })
    expect({ width: made.width, height: made.height }).toEqual({ width: 57, height: 33 })
    for (let y = 0; y < part.height; y++) {
      const from = ((part.y + y) * to.width + part.x) * 3
      expect(made.data.subarray(y * 57 * 3, (y + 1) * 57 * 3)).toEqual(whole.data.subarray(from, from + 57 * 3))
    }
  })

  test('of the source at its own size is its pixels, and beyond the border the mirror image', () => {
    const from = { x: -7, y: -3, width: 80, height: 50 }
    const made = resamplePart({ source: wave, from, to: from })
    for (let y = 0; y < from.height; y++) {
      for (let x = 0; x < from.width; x++) {
        const at = mirrored(y + from.y, wave.height) * wave.width + mirrored(x + from.x, wave.width)
        expect(made.data[(y * from.width + x) * 3]).toBe(wave.data[at * 3])
      }
    }
  })

  test('sent enlarged or reduced and brought back lies where it lay, to a hundredth of a pixel', () => {
    const soft = draw(300, 200, (x, y) => 128 + 100 * Math.sin(x * 14) * Math.cos(y * 9))
    const box = { x: 90, y: 40, width: 120, height: 80 }
    for (const sent of [
      { width: 312, height: 208 },
      { width: 90, height: 60 },
    ]) {
      const there = resamplePart({ source: soft, from: box, to: sent })
      const back = resample(there, box)
      let product = 0
      let square = 0
      for (let y = 10; y < 70; y++) {
        for (let x = 10; x < 110; x++) {
          const at = ((y + box.y) * soft.width + x + box.x) * 3
          const slope = (soft.data[at + 3] - soft.data[at - 3]) / 2
          product += slope * (back.data[(y * box.width + x) * 3] - soft.data[at])
          square += slope * slope
        }
      }
      expect(Math.abs(product / square)).toBeLessThan(0.01)
    }
  })
})

test('a mirror shows the border first and comes round again', () => {
  expect([-3, -2, -1, 0, 1, 2, 3, 4, 5, 6].map((place) => mirrored(place, 3))).toEqual([2, 1, 0, 0, 1, 2, 2, 1, 0, 0])
  fc.assert(
    fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 500 }), (place, length) => {
      expect(mirrored(place, length)).toBe(mirrored(-1 - place, length))
      expect(mirrored(place, length)).toBe(mirrored(place + 2 * length, length))
    }),
  )
})
