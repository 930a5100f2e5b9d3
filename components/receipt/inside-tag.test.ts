import { expect, test } from 'vitest'
import type { Rect } from '#lib/core/geometry.ts'
import { spotBeside, spotInside } from './inside-tag.ts'

/** A map of 400 × 300 of which a rectangle does not count. */
function mapWith(hole: Rect) {
  const size = { width: 400, height: 300 }
  const levels = new Uint8ClampedArray(4 * size.width * size.height)
  for (let i = 0; i < size.width * size.height; i++) {
    const [x, y] = [i % size.width, Math.floor(i / size.width)]
    const inside = x >= hole.x && x < hole.x + hole.width && y >= hole.y && y < hole.y + hole.height
    levels[4 * i + 3] = inside ? 0 : 255
  }
  const outline = [
    { x: hole.x, y: hole.y },
    { x: hole.x + hole.width, y: hole.y + hole.height },
  ]
  return { ...size, levels, outlines: [outline] }
}

test('the tag stands inside the mask, at its lower edge, where all of it fits', () => {
  const spot = spotInside(mapWith({ x: 100, y: 50, width: 240, height: 200 }), { x: 1, y: 1 })
  expect(spot).toEqual({ x: 220, y: 226 })
})

test('where it would reach over the heat it does not stand inside, until it is zoomed in', () => {
  const map = mapWith({ x: 100, y: 50, width: 120, height: 100 })
  expect(spotInside(map, { x: 1, y: 1 })).toBeNull()
  expect(spotInside(map, { x: 2, y: 2 })).not.toBeNull()
})

test('a mask that bends away under the tag has no room for it', () => {
  const map = mapWith({ x: 100, y: 50, width: 240, height: 200 })
  // Its middle column counts.
  for (let y = 0; y < 300; y++) for (let x = 150; x < 170; x++) map.levels[4 * (y * 400 + x) + 3] = 255
  expect(spotInside(map, { x: 1, y: 1 })).toBeNull()
})

test('beside the crop it stands under it, over it at the end of the picture, and never past the sides', () => {
  const picture = { x: 0, y: 0, width: 800, height: 600 }
  const crop = { x: 100, y: 100, width: 300, height: 200 }
  expect(spotBeside({ picture, crop, x: 250 })).toEqual({ x: 250, y: 316 })
  expect(spotBeside({ picture, crop: { ...crop, y: 400 }, x: 30 })).toEqual({ x: 98, y: 384 })
  expect(spotBeside({ picture, crop: picture, x: 400 }).y).toBe(616)
})
