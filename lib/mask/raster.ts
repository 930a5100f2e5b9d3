// The mask as it is painted, shown, kept and sent: one byte per image pixel, row by row, 255 = edit, 0 = protect.
import { emptyRect, type Rect, type Size, wholeRect } from '../core/geometry.ts'

export type Raster = Size & { readonly data: Uint8Array<ArrayBuffer> }

/** Called with each part of a raster just before it may change: this is how undo learns what to keep. */
export type Touch = (rect: Rect) => void

export const ignoreTouch: Touch = () => {}

/** A raster of zeros: everything protected. */
export const createRaster = ({ width, height }: Size): Raster => ({
  width,
  height,
  data: new Uint8Array(width * height),
})

/**
 * How much of the picture is made new, from 0 to 1: the mean of all values over 255, so that a soft mask and its inverse
 * add up to 1. It is 0 only where nothing is masked. Counting what is above 0 called a faint haze the whole picture.
 */
export function coverageOf({ width, height, data }: Raster): number {
  let sum = 0
  for (let y = 0; y < height; y++) {
    // A row's sum stays a small integer; one of 20 million values would be a slower number.
    let row = 0
    for (let i = y * width; i < (y + 1) * width; i++) row += data[i]
    sum += row
  }
  return sum / (255 * data.length)
}

/** The smallest rectangle that holds every pixel above 0, or every such pixel of a part. */
export function coveredBounds(raster: Raster, part: Rect = wholeRect(raster)): Rect {
  const { width, data } = raster
  const end = part.x + part.width
  let left = end
  let right = -1
  let top = part.y
  let bottom = -1
  for (let y = part.y; y < part.y + part.height; y++) {
    const row = y * width
    let first = part.x
    while (first < end && data[row + first] === 0) first++
    if (first === end) continue
    let last = end - 1
    while (data[row + last] === 0) last--
    left = Math.min(left, first)
    right = Math.max(right, last)
    if (bottom < 0) top = y
    bottom = y
  }
  return bottom < 0 ? emptyRect : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}

/** A copy that holds what lies in `part`, and zeros around it. */
export function onlyPart(raster: Raster, part: Rect): Raster {
  const copy = createRaster(raster)
  for (let y = part.y; y < part.y + part.height; y++) {
    const from = y * raster.width + part.x
    copy.data.set(raster.data.subarray(from, from + part.width), from)
  }
  return copy
}
