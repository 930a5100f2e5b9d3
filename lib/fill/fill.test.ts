import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAppError } from '../core/errors.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { dilationPx, type Fill, type FillReport, fill } from './fill.ts'
import { isHidden } from './hidden.ts'
import { growSquare } from './level.ts'
import { copyOf, grain, maskOf, pictureOf, spoil } from './picture.fixture.ts'

const size = { width: 200, height: 150 }
const texture = () => pictureOf((x, y) => 60 + grain(x, y) + 60 * ((x >> 3) % 2), size)
const disc = maskOf((x, y) => (x - 100) ** 2 + (y - 75) ** 2 < 22 ** 2, size)

function filled(pixmap: Pixmap, task: Fill): { pixmap: Pixmap; report: FillReport; shares: number[] } {
  const copy = copyOf(pixmap)
  const shares: number[] = []
  const steps = fill(copy, task)
  for (;;) {
    const step = steps.next()
    if (step.done) return { pixmap: copy, report: step.value, shares }
    shares.push(step.value.share)
  }
}

const hashOf = ({ data }: Pixmap): string => createHash('sha256').update(data).digest('hex').slice(0, 16)

/** Mean difference of red within the mask. */
function error(a: Pixmap, b: Pixmap, mask: { data: Uint8Array }): number {
  let sum = 0
  let count = 0
  for (let at = 0; at < mask.data.length; at++) {
    if (mask.data[at] === 0) continue
    sum += Math.abs(a.data[at * a.channels] - b.data[at * b.channels])
    count++
  }
  return sum / count
}

describe('a fill', () => {
  test('gives the same picture for the same seed, on every engine, and another one for another seed', () => {
    const before = spoil(texture(), disc)
    const first = filled(before, { mask: disc, seed: 1 })
    expect(hashOf(filled(before, { mask: disc, seed: 1 }).pixmap)).toBe(hashOf(first.pixmap))
    expect(hashOf(filled(before, { mask: disc, seed: 2 }).pixmap)).not.toBe(hashOf(first.pixmap))
    // Written down: another machine, or a browser, must come to this one.
    expect(hashOf(first.pixmap)).toMatchInlineSnapshot(`"b2ff147eb34fae2c"`)
  })

  test('continues stripes through the hole, grain and all', () => {
    const truth = texture()
    const { pixmap } = filled(spoil(truth, disc), { mask: disc, seed: 1 })
    // Two independent grains of 0 to 63 differ by 21 on average; a wrong stripe would by 60 more.
    expect(error(pixmap, truth, disc)).toBeLessThan(30)
    const steps = (of: Pixmap) =>
      of.data.reduce(
        (sum, value, i) => (disc.data[Math.floor(i / 3)] ? sum + Math.abs(value - of.data[i - 3]) : sum),
        0,
      )
    expect(steps(pixmap) / steps(truth)).toBeGreaterThan(0.75)
  })

  test('changes nothing but the hole and a few pixels around it, and never alpha', () => {
    const shapes = fc.record({
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
      channels: fc.constantFrom(3 as const, 4 as const),
    })
    const boxes = fc.record({
      x: fc.nat(39),
      y: fc.nat(39),
      width: fc.integer({ min: 1, max: 30 }),
      height: fc.integer({ min: 1, max: 30 }),
    })
    fc.assert(
      fc.property(shapes, boxes, fc.nat(), (shape, box, seed) => {
        const before = pictureOf((x, y) => grain(x, y) * 3, shape)
        const mask = maskOf(
          (x, y) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
          shape,
        )
        const wide = growSquare(mask.data, shape, dilationPx(shape))
        let after = before
        try {
          after = filled(before, { mask, seed }).pixmap
        } catch (thrown) {
          if (!isAppError(thrown)) throw thrown
          expect(thrown).toMatchObject({ code: 'local_failed', details: { reason: 'nothing_around' } })
          expect(wide.some((near, at) => near === 0 && !isHidden(before, at))).toBe(false)
        }
        for (let at = 0; at < wide.length; at++) {
          const samples = (of: Pixmap) => [...of.data.subarray(at * shape.channels, (at + 1) * shape.channels)]
          if (wide[at] === 0) expect(samples(after)).toEqual(samples(before))
          else expect(samples(after)[3]).toBe(samples(before)[3])
        }
      }),
      { numRuns: 120 },
    )
  })

  test('never copies from what is to be avoided', () => {
    const red = (x: number, y: number) => (x < 60 ? 250 : 20 + grain(x, y))
    const before = spoil(pictureOf(red, size), disc)
    const avoid = maskOf((x) => x < 60, size)
    const { pixmap } = filled(before, { mask: disc, avoid, seed: 1 })
    const worst = pixmap.data.reduce(
      (most, value, i) => (i % 3 === 0 && disc.data[i / 3] ? Math.max(most, value) : most),
      0,
    )
    expect(worst).toBeLessThan(140)
  })

  test('takes nothing from colours under alpha 0, whatever they are, right up to the hole', () => {
    // Hidden from x = 90 on: the hole lies on both sides.
    const withHidden = (colour: number): Pixmap => {
      const picture = pictureOf((x, y) => 60 + grain(x, y), { ...size, channels: 4 })
      for (let at = 0; at < disc.data.length; at++) {
        const seen = at % size.width < 90
        picture.data[at * 4 + 3] = seen ? 255 : 0
        if (!seen && disc.data[at] === 0) picture.data.fill(colour, at * 4, at * 4 + 3)
      }
      return spoil(picture, disc)
    }
    const holes = [0, 255].map((colour) => {
      const { data } = filled(withHidden(colour), { mask: disc, seed: 1 }).pixmap
      return data.filter((_, i) => disc.data[i >> 2] !== 0)
    })
    expect(holes[0]).toEqual(holes[1])
    const reds = holes[0].filter((_, i) => i % 4 === 0)
    // What is seen has 91.5 on average; measured: 17 off.
    expect(Math.abs(reds.reduce((sum, red) => sum + red, 0) / reds.length - 91.5)).toBeLessThan(25)
  })

  test('continues a picture that is faint all over', () => {
    const truth = pictureOf((x, y) => 40 + x / 2 + y / 2, { ...size, channels: 4 })
    for (let at = 0; at < disc.data.length; at++) truth.data[at * 4 + 3] = 16
    expect(error(filled(spoil(truth, disc), { mask: disc, seed: 1 }).pixmap, truth, disc)).toBeLessThan(12)
  })

  test('follows a line that the user drew where an edge bends inside of the hole', () => {
    const ridge = (x: number) => 45 + Math.abs(x - 100) * 0.6
    const truth = pictureOf((x, y) => (y < ridge(x) ? 30 : 200) + grain(x, y) / 4, size)
    const hole = maskOf((x, y) => (x - 100) ** 2 + (y - 55) ** 2 < 26 ** 2, size)
    const guides = [
      [
        { x: 30, y: ridge(30) },
        { x: 100, y: 45 },
      ],
      [
        { x: 100, y: 45 },
        { x: 170, y: ridge(170) },
      ],
    ]
    const without = error(filled(spoil(truth, hole), { mask: hole, seed: 1 }).pixmap, truth, hole)
    const along = error(filled(spoil(truth, hole), { mask: hole, seed: 1, guides }).pixmap, truth, hole)
    expect(along).toBeLessThan(without * 0.7)
    expect(along).toBeLessThan(14)
  })

  test('closes a scratch on a slope to within a few levels', () => {
    const truth = pictureOf((x, y) => x + y / 3, size)
    const scratch = maskOf((x) => x >= 90 && x < 94, size)
    const { pixmap } = filled(spoil(truth, scratch), { mask: scratch, seed: 1 })
    expect(error(pixmap, truth, scratch)).toBeLessThan(3)
  })

  test('tells of its progress, ends at the whole, and leaves the picture alone when it is given up', () => {
    const before = spoil(texture(), disc)
    const { shares } = filled(before, { mask: disc, seed: 1 })
    expect(shares.length).toBeGreaterThan(1)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBeCloseTo(1)
    const given = copyOf(before)
    for (const _ of fill(given, { mask: disc, seed: 1 })) break
    expect(given).toEqual(before)
  })

  test('holes far apart are filled each from around itself', () => {
    const wide = { width: 1100, height: 60 }
    const truth = pictureOf((x, y) => (x < 550 ? 40 : 200) + (grain(x, y) >> 3), wide)
    const mask = maskOf((x, y) => Math.abs(y - 30) < 8 && (Math.abs(x - 80) < 8 || Math.abs(x - 1020) < 8), wide)
    const { pixmap } = filled(spoil(truth, mask), { mask, seed: 1 })
    expect(error(pixmap, truth, mask)).toBeLessThan(6)
  })

  test('what is too large for its bounds is worked smaller, and says so', () => {
    const truth = pictureOf((x, y) => 40 + x / 2 + y / 2, size)
    const before = spoil(truth, disc)
    expect(filled(before, { mask: disc, seed: 1 }).report).toEqual({ factor: 1 })
    const { pixmap, report } = filled(before, { mask: disc, seed: 1, bounds: { seconds: 30, megabytes: 0.15 } })
    expect(report.factor).toBeGreaterThan(1)
    expect(error(pixmap, truth, disc)).toBeLessThan(8)
  })
})
