// The preview in pixels: the result as it will lie over the picture, seen through the mask as it will be.
import type { Rect, Size } from '#lib/core/geometry.ts'
import { wholeRect } from '#lib/core/geometry.ts'
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
