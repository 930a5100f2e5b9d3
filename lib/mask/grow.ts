// Growing and shrinking by n px: each pixel takes the largest or the smallest value within n px. Beyond the image's edge
// the mask counts as going on as it is at the edge, so that shrinking does not eat from there.
import { emptyRect, growRect, isEmpty, type Rect } from '../core/geometry.ts'
import { createRoom, dilate } from './dilate.ts'
import { coveredBounds, ignoreTouch, type Raster, type Touch } from './raster.ts'

type Change = { readonly raster: Raster; readonly px: number; readonly touch?: Touch }

/** Returns the pixels that may have changed. `px` is rounded to whole pixels. */
export function growMask({ raster, px, touch = ignoreTouch }: Change): Rect {
  const bounds = coveredBounds(raster)
  const reach = Math.round(px)
  if (isEmpty(bounds) || reach < 1) return emptyRect
  const rect = growRect(bounds, reach, raster)
  touch(rect)
  dilateIn({ raster, seen: rect, changed: rect, reach, flip: 0 })
  return rect
}

/** Growing of what is not in the mask. */
export function shrinkMask({ raster, px, touch = ignoreTouch }: Change): Rect {
  const bounds = coveredBounds(raster)
  const reach = Math.round(px)
  if (isEmpty(bounds) || reach < 1) return emptyRect
  touch(bounds)
  dilateIn({ raster, seen: growRect(bounds, reach, raster), changed: bounds, reach, flip: 255 })
  return bounds
}

type Dilation = { raster: Raster; seen: Rect; changed: Rect; reach: number; flip: 0 | 255 }

/** Values are taken from `seen` and put into `changed`, which lies within it; with `flip` 255, as their complements. */
function dilateIn({ raster: { data, width }, seen, changed, reach, flip }: Dilation): void {
  const room = createRoom(seen, reach)
  for (let y = 0; y < seen.height; y++) {
    const from = (seen.y + y) * width + seen.x
    const to = (room.margin + y) * room.stride
    if (flip === 0) room.data.set(data.subarray(from, from + seen.width), to)
    else for (let x = 0; x < seen.width; x++) room.data[to + x] = 255 - data[from + x]
  }
  dilate(room, reach)
  for (let y = changed.y; y < changed.y + changed.height; y++) {
    const to = y * width + changed.x
    const from = (room.margin + y - seen.y) * room.stride + changed.x - seen.x
    for (let x = 0; x < changed.width; x++) data[to + x] = room.data[from + x] ^ flip
  }
}
