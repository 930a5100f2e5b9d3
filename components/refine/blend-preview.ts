// The preview in pixels: the result as it will lie over the picture, seen through the mask as it will be.
import type { Rect, Size } from '#lib/core/geometry.ts'
import { intersectRects, wholeRect } from '#lib/core/geometry.ts'
import { type MaskEdge, shapeMask } from '#lib/mask/edge.ts'
import type { Raster } from '#lib/mask/raster.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'

/** The engine returns about 1 MP; of a larger crop more pixels would show no more of it. */
const mostPixels = 1_600_000

/** What the crop is previewed at. Never larger than it is. */
export function previewSize({ width, height }: Size): Size {
  const shrink = Math.min(1, Math.sqrt(mostPixels / (width * height)))
  return { width: Math.max(1, Math.round(width * shrink)), height: Math.max(1, Math.round(height * shrink)) }
}

export type Cover = {
  /** Of the whole image, as decision 21 has it. */
  readonly coverage: number
  /** Whether any pixel of the image stays as it was. */
  readonly protects: boolean
}

type Covering = { readonly mask: Raster; readonly box: Rect; readonly image: Size }

/** What a mask over the box covers of the image; outside of the box there is nothing to show. */
export function coverOf({ mask, box, image }: Covering): Cover {
  const inside = intersectRects(box, wholeRect(image))
  const scale = { x: mask.width / box.width, y: mask.height / box.height }
  const [left, top] = [Math.round((inside.x - box.x) * scale.x), Math.round((inside.y - box.y) * scale.y)]
  const right = left + Math.round(inside.width * scale.x)
  const bottom = top + Math.round(inside.height * scale.y)
  let [sum, least] = [0, 255]
  for (let y = top; y < bottom; y++) {
    for (let i = y * mask.width + left; i < y * mask.width + right; i++) {
      sum += mask.data[i]
      least = Math.min(least, mask.data[i])
    }
  }
  const share = (inside.width * inside.height) / (image.width * image.height)
  const mean = sum / (255 * Math.max(1, (right - left) * (bottom - top)))
  return { coverage: mean * share, protects: share < 1 || least === 0 }
}

type Blending = {
  /** The result over the crop, aligned, at the preview's size. */
  readonly result: Pixmap
  /** As painted, over the crop at the same size. It is changed. */
  readonly mask: Raster
  readonly edge: MaskEdge
  /** The crop in the image. */
  readonly box: Rect
}

/** RGBA, its alpha the share of the result: laid over the picture it gives the blend. */
export function blendPreview({ result, mask, edge, box }: Blending): Uint8ClampedArray<ArrayBuffer> {
  shapeMask({ raster: mask, edge, box: wholeRect(mask), scale: mask.width / box.width })
  const pixels = new Uint8ClampedArray(4 * mask.width * mask.height)
  for (let i = 0, from = 0, to = 0; i < mask.data.length; i++, from += result.channels, to += 4) {
    const share = mask.data[i]
    if (share === 0) continue
    pixels[to] = result.data[from]
    pixels[to + 1] = result.data[from + 1]
    pixels[to + 2] = result.data[from + 2]
    pixels[to + 3] = share
  }
  return pixels
}
