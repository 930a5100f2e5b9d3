import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Rect, wholeRect } from '../../core/geometry.ts'
import { createCutOut } from './cut-out.ts'
import { wholeGrid } from './pixel-grid.ts'
import { agreement, around, blob, finish, orange, paintScene, spread } from './scene.fixture.ts'

const size = { width: 420, height: 340 }
const middle = { x: 210, y: 170 }

describe('a box', () => {
  test('finds a textured thing on textured ground, with its soft edge', () => {
    const { grid, truth } = paintScene({ size, depth: blob(middle, 100), blurPx: 2 })
    const region = finish(createCutOut(grid).box(around(grid, 30)))
    expect(agreement(spread(region, size), truth)).toBeGreaterThan(0.99)
    expect(region?.coverage.some((value) => value > 60 && value < 200)).toBe(true)
  })

  test('follows the edge at full size where the cut was made on a copy a quarter as wide', () => {
    const large = { width: 1600, height: 1300 }
    const { grid, truth } = paintScene({ size: large, depth: blob({ x: 800, y: 650 }, 420), blurPx: 2 })
    const found = spread(finish(createCutOut(grid).box(around(grid, 60))), large)
    expect(agreement(found, truth)).toBeGreaterThan(0.998)
  })

  test('keeps nothing of what lies outside of it', () => {
    const { grid } = paintScene({ size, depth: blob(middle, 100) })
    const box = { x: 60, y: 30, width: 230, height: 280 }
    const region = finish(createCutOut(grid).box(box))
    expect(region).not.toBeNull()
    const found = spread(region, size)
    const reach = 3
    const beyond = found.findIndex((value, i) => {
      const [x, y] = [i % size.width, Math.floor(i / size.width)]
      const inside =
        x >= box.x - reach && x < box.x + box.width + reach && y >= box.y - reach && y < box.y + box.height + reach
      return value > 0 && !inside
    })
    expect(beyond).toBe(-1)
  })

  test('around the whole picture takes its rim for ground', () => {
    const { grid, truth } = paintScene({ size, depth: blob(middle, 90) })
    const region = finish(createCutOut(grid).box(wholeRect(grid)))
    expect(agreement(spread(region, size), truth)).toBeGreaterThan(0.97)
  })

  test('gives the same region each time', () => {
    const { grid } = paintScene({ size, depth: blob(middle, 100) })
    const cut = createCutOut(grid)
    const first = finish(cut.box(around(grid, 30)))
    expect(finish(cut.box(around(grid, 30)))).toEqual(first)
  })

  test('beside the picture finds nothing', () => {
    const { grid } = paintScene({ size, depth: blob(middle, 100) })
    expect(finish(createCutOut(grid).box({ x: -90, y: 0, width: 80, height: 50 }))).toBeNull()
  })

  test('of any size and place, on pictures down to one pixel, stays inside the picture', () => {
    const boxes = fc.record({
      width: fc.integer({ min: 1, max: 23 }),
      height: fc.integer({ min: 1, max: 19 }),
      seed: fc.uint8Array({ minLength: 24, maxLength: 24 }),
      box: fc.record({
        x: fc.integer({ min: -9, max: 23 }),
        y: fc.integer({ min: -9, max: 19 }),
        width: fc.integer({ min: 0, max: 40 }),
        height: fc.integer({ min: 0, max: 40 }),
      }),
    })
    fc.assert(
      fc.property(boxes, ({ width, height, seed, box }) => {
        const data = Uint8Array.from({ length: 4 * width * height }, (_, i) => seed[(i * 7) % seed.length])
        const region = finish(createCutOut(wholeGrid({ width, height }, data)).box(box))
        if (region === null) return
        const { rect, coverage } = region
        expect(coverage.length).toBe(rect.width * rect.height)
        expect(rect.x >= 0 && rect.y >= 0).toBe(true)
        expect(rect.x + rect.width <= width && rect.y + rect.height <= height).toBe(true)
      }),
    )
  })
})

describe('scribbles', () => {
  /** Two things of the same colours, one to the left and one to the right. */
  const left = { x: 110, y: 170 }
  const right = { x: 310, y: 170 }
  const [leftOnly, rightOnly] = [blob(left, 60), blob(right, 60)]
  const two = paintScene({ size, depth: (at) => Math.max(leftOnly(at), rightOnly(at)) })
  const one = paintScene({ size, depth: leftOnly })

  test('one on a thing selects it, and nothing of its like that does not touch it', () => {
    const points = [left, { x: 130, y: 190 }, { x: 95, y: 150 }]
    const region = finish(createCutOut(two.grid).scribble({ points, sign: 'keep', sizePx: 16 }))
    expect(agreement(spread(region, size), one.truth)).toBeGreaterThan(0.97)
  })

  test('one that drops takes a thing out of a box, one that keeps brings it back', () => {
    const cut = createCutOut(two.grid)
    expect(agreement(spread(finish(cut.box(around(two.grid, 20))), size), two.truth)).toBeGreaterThan(0.97)
    const line = (from: number, to: number) =>
      Array.from({ length: 12 }, (_, i) => ({ x: from + ((to - from) * i) / 11, y: i % 2 === 0 ? 130 : 210 }))
    const dropped = finish(cut.scribble({ points: line(265, 355), sign: 'drop', sizePx: 14 }))
    expect(agreement(spread(dropped, size), one.truth)).toBeGreaterThan(0.9)
    const back = finish(cut.scribble({ points: line(265, 355), sign: 'keep', sizePx: 24 }))
    expect(agreement(spread(back, size), two.truth)).toBeGreaterThan(0.9)
  })

  test('the pixels under it are settled, whatever their colour', () => {
    const cut = createCutOut(two.grid)
    finish(cut.box(around(two.grid, 20)))
    const region = finish(cut.scribble({ points: [{ x: 210, y: 60 }], sign: 'keep', sizePx: 31 }))
    const found = spread(region, size)
    for (const [x, y] of [
      [210, 60],
      [203, 60],
      [210, 67],
    ]) {
      expect(found[y * size.width + x]).toBe(255)
    }
  })

  test('one outside of the box widens it', () => {
    const cut = createCutOut(two.grid)
    finish(cut.box({ x: 20, y: 80, width: 180, height: 180 }))
    const points = [right, { x: 290, y: 150 }, { x: 330, y: 190 }]
    const region = finish(cut.scribble({ points, sign: 'keep', sizePx: 20 }))
    expect(agreement(spread(region, size), two.truth)).toBeGreaterThan(0.9)
  })

  test('the last can be taken back, and then the box alone counts again', () => {
    const cut = createCutOut(two.grid)
    const box: Rect = around(two.grid, 20)
    const first = finish(cut.box(box))
    finish(cut.scribble({ points: [right], sign: 'drop', sizePx: 60 }))
    expect(finish(cut.takeBack())).toEqual(first)
    expect(finish(cut.takeBack())).toBeNull()
  })

  test('one that drops begins nothing', () => {
    expect(finish(createCutOut(two.grid).scribble({ points: [left], sign: 'drop', sizePx: 20 }))).toBeNull()
  })

  test('a wish that is given up in the middle leaves the next one whole', () => {
    const cut = createCutOut(two.grid)
    const given = cut.box(around(two.grid, 20))
    given.next()
    given.next()
    const points = Array.from({ length: 12 }, (_, i) => ({ x: 265 + 8 * i, y: i % 2 === 0 ? 130 : 210 }))
    const region = finish(cut.scribble({ points, sign: 'drop', sizePx: 14 }))
    expect(agreement(spread(region, size), one.truth)).toBeGreaterThan(0.9)
  })
})

test('a picture of one colour has nothing to find', () => {
  const { grid } = paintScene({ size: { width: 60, height: 50 }, depth: () => -9, ground: [orange, orange] })
  grid.data.fill(90)
  expect(finish(createCutOut(grid).box({ x: 20, y: 20, width: 20, height: 20 }))?.coverage ?? null).toBeNull()
})
