import type { Rect } from '../core/geometry.ts'
import type { Pixmap } from './pixmap.ts'

/**
 * Rec. 709 luma of 8-bit samples, in gamma space as they are stored, to the nearest whole; equal channels give their value.
 * Linear light would be truer to physics, but what people know as "black and white" is this.
 */
export const luma = (red: number, green: number, blue: number): number =>
  Math.floor((2126 * red + 7152 * green + 722 * blue + 5000) / 10_000)

/** Takes the colour out of a region, in place. */
export function greyscale({ data, width, channels }: Pixmap, region: Rect): void {
  for (let y = region.y; y < region.y + region.height; y++) {
    let at = (y * width + region.x) * channels
    for (let x = 0; x < region.width; x++, at += channels) {
      const grey = luma(data[at], data[at + 1], data[at + 2])
      data[at] = grey
      data[at + 1] = grey
      data[at + 2] = grey
    }
  }
}
