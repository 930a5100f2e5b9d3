// The paste-back, and the measure of whether it kept its promise.
import type { Rect } from '../core/geometry.ts'
import type { Pixmap } from '../retouch/pixmap.ts'

/**
 * One channel of one pixel, 8 bits each: (original (255 − mask) + result mask) / 255, to the nearest whole.
 * Mask 0 gives the original and 255 the result, exactly; between them ties cannot occur, since 255 is odd.
 */
export const blendSample = (original: number, result: number, mask: number): number =>
  ((original * (255 - mask) + result * mask + 127) / 255) | 0

type Blend = {
  image: Pixmap
  /** As large as `target`. */
  result: Pixmap
  /** Where the result belongs in the image. */
  target: Rect
  /** Of the image's size. */
  mask: Uint8Array | null
}

/** A new raster of the image's size and channels: colours blended through the mask, the image's own alpha. */
export function blend({ image, result, target, mask }: Blend): Pixmap {
  const data = new Uint8Array(image.data)
  for (let y = 0; y < target.height; y++) {
    const first = (target.y + y) * image.width + target.x
    let to = first * image.channels
    let from = y * target.width * result.channels
    for (let i = first; i < first + target.width; i++, to += image.channels, from += result.channels) {
      const share = mask === null ? 255 : mask[i]
      if (share === 0) continue
      data[to] = blendSample(data[to], result.data[from], share)
      data[to + 1] = blendSample(data[to + 1], result.data[from + 1], share)
      data[to + 2] = blendSample(data[to + 2], result.data[from + 2], share)
    }
  }
  return { ...image, data }
}

export type Protection = { protectedPixels: number; protectedPixelsChanged: number }

/** Counts the pixels where the mask is 0, and those of them that differ in any channel. Without alpha means opaque. */
export function measureProtection(before: Pixmap, after: Pixmap, mask: Uint8Array): Protection {
  let protectedPixels = 0
  let protectedPixelsChanged = 0
  for (let i = 0, a = 0, b = 0; i < mask.length; i++, a += before.channels, b += after.channels) {
    if (mask[i] !== 0) continue
    protectedPixels++
    const same =
      before.data[a] === after.data[b] &&
      before.data[a + 1] === after.data[b + 1] &&
      before.data[a + 2] === after.data[b + 2] &&
      (before.channels === 4 ? before.data[a + 3] : 255) === (after.channels === 4 ? after.data[b + 3] : 255)
    if (!same) protectedPixelsChanged++
  }
  return { protectedPixels, protectedPixelsChanged }
}
