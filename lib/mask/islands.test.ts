import fc from 'fast-check'
import { expect, test } from 'vitest'
import { growRect, intersectRects, isEmpty } from '../core/geometry.ts'
import { boundsOf, findIslands, type Mask } from './islands.ts'

function maskOf(
  width: number,
  height: number,
  spots: readonly (readonly [x: number, y: number, value: number])[],
): Mask {
  const data = new Uint8Array(width * height)
  for (const [x, y, value] of spots) data[y * width + x] = value
  return { data, width, height }
}

test('bounds are exact, and what is not above the threshold is nothing', () => {
  const mask = maskOf(50, 40, [
    [3, 5, 9],
    [20, 30, 255],
    [49, 39, 8],
  ])
  expect(boundsOf(mask, 8)).toEqual({ x: 3, y: 5, width: 18, height: 26 })
  expect(boundsOf(mask, 0)).toEqual({ x: 3, y: 5, width: 47, height: 35 })
  expect(isEmpty(boundsOf(maskOf(4, 4, []), 0))).toBe(true)
})

test('far apart are two islands, near each other are one', () => {
  const options = { threshold: 8, marginPx: 35 }
  expect(
    findIslands(
      maskOf(600, 100, [
        [10, 10, 255],
        [500, 50, 255],
      ]),
      options,
    ),
  ).toHaveLength(2)
  expect(
    findIslands(
      maskOf(600, 100, [
        [10, 10, 255],
        [110, 10, 255],
      ]),
      options,
    ),
  ).toEqual([{ x: 0, y: 0, width: 128, height: 32 }])
})

test('islands hold every pixel above the threshold, lie inside, and stay apart with their margins', () => {
  const spots = fc.array(fc.tuple(fc.nat(399), fc.nat(299), fc.constantFrom(5, 255)), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(spots, fc.constantFrom(0, 8, 35), (places, marginPx) => {
      const mask = maskOf(400, 300, places)
      const islands = findIslands(mask, { threshold: 8, marginPx })
      const inside = (x: number, y: number) =>
        islands.filter((r) => x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height)
      for (const [x, y] of places) if (mask.data[y * 400 + x] > 8) expect(inside(x, y)).toHaveLength(1)
      for (const [i, island] of islands.entries()) {
        expect(growRect(island, 0, mask)).toEqual(island)
        for (const other of islands.slice(i + 1)) {
          expect(isEmpty(intersectRects(growRect(island, marginPx, mask), growRect(other, marginPx, mask)))).toBe(true)
        }
      }
    }),
  )
})

test('a mask of very many specks is one box', () => {
  const spots = Array.from({ length: 400 }, (_, i) => [(i % 20) * 70, Math.floor(i / 20) * 70, 255] as const)
  expect(findIslands(maskOf(1400, 1400, spots), { threshold: 8, marginPx: 0 })).toHaveLength(1)
})
