import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rect } from '../core/geometry.ts'
import { wholeRect } from '../core/geometry.ts'
import { luma } from './greyscale.ts'
import type { Pixmap } from './pixmap.ts'
import { type Retouch, retouch } from './retouch.ts'

const copy = (pixmap: Pixmap): Pixmap => ({ ...pixmap, data: new Uint8Array(pixmap.data) })

function retouched(pixmap: Pixmap, operation: Retouch, region: Rect = wholeRect(pixmap)): Pixmap {
  const changed = copy(pixmap)
  retouch(changed, operation, region)
  return changed
}

const flat = (width: number, height: number, colour: readonly number[]): Pixmap => ({
  data: Uint8Array.from({ length: width * height * colour.length }, (_, i) => colour[i % colour.length]),
  width,
  height,
  channels: colour.length === 4 ? 4 : 3,
})

const pixmaps = fc
  .record({
    width: fc.integer({ min: 1, max: 24 }),
    height: fc.integer({ min: 1, max: 24 }),
    channels: fc.constantFrom(3 as const, 4 as const),
  })
  .chain((shape) => {
    const length = shape.width * shape.height * shape.channels
    return fc.uint8Array({ minLength: length, maxLength: length }).map((data): Pixmap => ({ ...shape, data }))
  })

const operations: Retouch[] = [
  { kind: 'blur', radiusPx: 1 },
  { kind: 'blur', radiusPx: 7.5 },
  { kind: 'blur', radiusPx: 500 },
  { kind: 'pixelate', cellPx: 5 },
  { kind: 'recolour', hueDegrees: 264, strengthPercent: 100 },
  { kind: 'recolour', hueDegrees: 29, strengthPercent: 40 },
  { kind: 'brighten', amountPercent: 60 },
  { kind: 'brighten', amountPercent: -100 },
  { kind: 'greyscale' },
]

const alphaOf = ({ data, channels }: Pixmap): number[] =>
  channels === 4 ? [...data].filter((_, i) => i % 4 === 3) : []

describe('every operation', () => {
  test('leaves alpha alone, and does the same in a region as in the whole', () => {
    fc.assert(
      fc.property(pixmaps, fc.constantFrom(...operations), fc.nat(), fc.nat(), (pixmap, operation, a, b) => {
        const x = a % pixmap.width
        const y = b % pixmap.height
        const region = { x, y, width: pixmap.width - x, height: Math.ceil((pixmap.height - y) / 2) }
        const whole = retouched(pixmap, operation)
        const part = retouched(pixmap, operation, region)
        expect(alphaOf(whole)).toEqual(alphaOf(pixmap))
        const cell = operation.kind === 'pixelate' ? operation.cellPx : 1
        for (let at = 0; at < pixmap.data.length; at++) {
          const px = Math.floor(at / pixmap.channels) % pixmap.width
          const py = Math.floor(at / pixmap.channels / pixmap.width)
          const inside = px >= x && py >= y && py < y + region.height
          const reached =
            px >= x - (x % cell) && py >= y - (y % cell) && py < Math.ceil((y + region.height) / cell) * cell
          // Running sums begin elsewhere in a region: a tie may fall to the other side.
          if (inside)
            expect(Math.abs(part.data[at] - whole.data[at])).toBeLessThanOrEqual(operation.kind === 'blur' ? 1 : 0)
          if (!reached) expect(part.data[at]).toBe(pixmap.data[at])
        }
      }),
    )
  })

  test('leaves one even grey as it is, unless it is to be lighter or darker', () => {
    for (const operation of operations.filter(({ kind }) => kind !== 'brighten')) {
      for (const level of [0, 1, 100, 254, 255]) {
        const even = flat(9, 7, [level, level, level])
        expect(retouched(even, operation)).toEqual(even)
      }
    }
  })
})

describe('blur', () => {
  test('softens a step as a Gaussian of that standard deviation does, and evenly to both sides', () => {
    for (const radiusPx of [1, 2, 6, 20]) {
      const reach = Math.ceil(radiusPx * 4)
      const width = 2 * reach + 1
      const step = flat(width, 1, [0, 0, 0])
      step.data.fill(255, reach * 3)
      const { data } = retouched(step, { kind: 'blur', radiusPx })
      const spread = (from: number, to: number) => data[to * 3] - data[from * 3]
      // 68 % of a Gaussian lies within one standard deviation; in whole pixels a little more or less.
      const within = spread(reach - Math.round(radiusPx), reach + Math.round(radiusPx)) / 255
      expect(within).toBeGreaterThan(0.62)
      expect(within).toBeLessThan(0.76)
      for (let i = 0; i < reach; i++)
        expect(Math.abs(255 - data[(reach + i) * 3] - data[(reach - 1 - i) * 3])).toBeLessThanOrEqual(1)
    }
  })

  test('stays between the darkest and the lightest', () => {
    fc.assert(
      fc.property(pixmaps, (pixmap) => {
        if (pixmap.channels === 4) return
        const { data } = retouched(pixmap, { kind: 'blur', radiusPx: 3 })
        expect(Math.min(...data)).toBeGreaterThanOrEqual(Math.min(...pixmap.data))
        expect(Math.max(...data)).toBeLessThanOrEqual(Math.max(...pixmap.data))
      }),
    )
  })

  test('takes no colour from what is transparent', () => {
    const pixmap = flat(20, 1, [200, 100, 50, 255])
    for (let x = 10; x < 20; x++) pixmap.data.set([0, 255, 0, 0], x * 4)
    const { data } = retouched(pixmap, { kind: 'blur', radiusPx: 4 })
    for (let x = 0; x < 20; x++) expect([...data.subarray(x * 4, x * 4 + 3)]).toEqual([200, 100, 50])
  })
})

describe('pixelate', () => {
  test('gives each cell of a grid from the origin its mean, cut-off cells at the border included', () => {
    const pixmap = flat(5, 3, [0, 0, 0])
    pixmap.data.set([30, 60, 90], 0)
    pixmap.data.set([10, 20, 30], (2 * 5 + 4) * 3)
    const { data } = retouched(pixmap, { kind: 'pixelate', cellPx: 3 })
    const at = (x: number, y: number) => [...data.subarray((y * 5 + x) * 3, (y * 5 + x) * 3 + 3)]
    expect([at(0, 0), at(2, 2), at(3, 0), at(4, 2)]).toEqual([
      [3, 7, 10],
      [3, 7, 10],
      [2, 3, 5],
      [2, 3, 5],
    ])
  })
})

describe('greyscale', () => {
  test('is the luma of Rec. 709, and doing it twice changes nothing', () => {
    fc.assert(
      fc.property(pixmaps, (pixmap) => {
        const grey = retouched(pixmap, { kind: 'greyscale' })
        for (let at = 0; at < grey.data.length; at += grey.channels) {
          const [red, green, blue] = pixmap.data.subarray(at, at + 3)
          const expected = 0.2126 * red + 0.7152 * green + 0.0722 * blue
          expect(Math.abs(grey.data[at] - expected)).toBeLessThan(0.500001)
          expect(new Set(grey.data.subarray(at, at + 3)).size).toBe(1)
        }
        expect(retouched(grey, { kind: 'greyscale' })).toEqual(grey)
      }),
    )
    for (let level = 0; level < 256; level++) expect(luma(level, level, level)).toBe(level)
  })
})

describe('recolour', () => {
  /** OKLab by the published formulas, in floating point. */
  function okLab([red, green, blue]: readonly number[]): { lightness: number; chroma: number; hue: number } {
    const linear = [red, green, blue].map((level) =>
      level / 255 <= 0.04045 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4,
    )
    const dot = (row: readonly number[], column: readonly number[]) =>
      row.reduce((sum, value, i) => sum + value * column[i], 0)
    const lms = [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ].map((row) => Math.cbrt(dot(row, linear)))
    const a = dot([1.9779984951, -2.428592205, 0.4505937099], lms)
    const b = dot([0.0259040371, 0.7827717662, -0.808675766], lms)
    const hue = (Math.atan2(b, a) * 180) / Math.PI
    return {
      lightness: dot([0.2104542553, 0.793617785, -0.0040720468], lms),
      chroma: Math.hypot(a, b),
      hue: (hue + 360) % 360,
    }
  }

  test('sets the hue, keeps lightness, and never adds chroma', () => {
    const colours = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255))
    fc.assert(
      fc.property(colours, fc.integer({ min: 0, max: 360 }), (colour, hueDegrees) => {
        const { data } = retouched(flat(1, 1, colour), { kind: 'recolour', hueDegrees, strengthPercent: 100 })
        const before = okLab(colour)
        const after = okLab([...data])
        // Near black one level of eight bits is a step of up to 0.07 in lightness.
        expect(Math.abs(after.lightness - before.lightness)).toBeLessThan(before.lightness > 0.25 ? 0.02 : 0.07)
        expect(after.chroma).toBeLessThan(before.chroma + 0.02)
        // How far the colour lies beside the ray of the hue: an angle says nothing where hardly any colour is left.
        const turn = ((after.hue - hueDegrees) * Math.PI) / 180
        const beside = Math.cos(turn) > 0 ? Math.abs(Math.sin(turn)) : 1
        expect(after.chroma * beside).toBeLessThan(0.025)
      }),
      { numRuns: 2_000 },
    )
  })

  test('to the hue that it has leaves a colour as it is', () => {
    for (const colour of [
      [200, 60, 40],
      [30, 120, 200],
      [90, 140, 60],
    ]) {
      const { data } = retouched(flat(1, 1, colour), {
        kind: 'recolour',
        hueDegrees: okLab(colour).hue,
        strengthPercent: 100,
      })
      for (const [i, level] of colour.entries()) expect(Math.abs(data[i] - level)).toBeLessThanOrEqual(1)
    }
  })
})

describe('recolour by strength', () => {
  test('at 0 leaves every colour within a level, and lies between both ends elsewhere', () => {
    const colours = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255))
    fc.assert(
      fc.property(colours, fc.integer({ min: 0, max: 360 }), (colour, hueDegrees) => {
        const { data } = retouched(flat(1, 1, colour), { kind: 'recolour', hueDegrees, strengthPercent: 0 })
        for (const [i, level] of colour.entries()) expect(Math.abs(data[i] - level)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })

  test('is the same to the bit on every engine, so this one is written down', () => {
    const ramp = {
      width: 8,
      height: 1,
      channels: 3,
      data: Uint8Array.from({ length: 24 }, (_, i) => (i * 83 + 17) % 256),
    } as const
    const { data } = retouched(ramp, { kind: 'recolour', hueDegrees: 142, strengthPercent: 70 })
    expect([...data]).toMatchInlineSnapshot(`
      [
        18,
        118,
        89,
        4,
        111,
        83,
        0,
        105,
        77,
        144,
        166,
        89,
        139,
        160,
        83,
        133,
        154,
        77,
        129,
        147,
        73,
        125,
        141,
        69,
      ]
    `)
  })
})

describe('brighten', () => {
  const ramp = (): Pixmap => ({
    width: 256,
    height: 1,
    channels: 3,
    data: Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3)),
  })
  const curve = (amountPercent: number): number[] =>
    [...retouched(ramp(), { kind: 'brighten', amountPercent }).data].filter((_, i) => i % 3 === 0)

  test('keeps black, white and the order of all between, and nothing at 0 changes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 100 }), (amountPercent) => {
        const levels = curve(amountPercent)
        expect([levels[0], levels[255]]).toEqual([0, 255])
        for (let level = 1; level < 256; level++) expect(levels[level]).toBeGreaterThanOrEqual(levels[level - 1])
      }),
    )
    expect(curve(0)).toEqual(Array.from({ length: 256 }, (_, level) => level))
  })

  test('above 0 is brighter, below darker', () => {
    expect(curve(60)[100]).toBeGreaterThan(120)
    expect(curve(-60)[100]).toBeLessThan(80)
  })
})
