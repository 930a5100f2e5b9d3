// The mask as it is painted, shown, kept and sent: one byte per image pixel, row by row, 255 = edit, 0 = protect.
import { emptyRect, type Rect, type Size } from '../core/geometry.ts'

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

/** How many pixels are above 0. */
export function countCovered({ data }: Raster): number {
  let count = 0
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) count++
  return count
}

/** Share of the pixels that are above 0, from 0 to 1. */
export const coverageOf = (raster: Raster): number => countCovered(raster) / raster.data.length

/** The smallest rectangle that holds every pixel above 0. */
export function coveredBounds({ width, height, data }: Raster): Rect {
  let left = width
  let right = -1
  let top = height
  let bottom = -1
  for (let y = 0; y < height; y++) {
    const row = y * width
    let first = 0
    while (first < width && data[row + first] === 0) first++
    if (first === width) continue
    let last = width - 1
    while (data[row + last] === 0) last--
    left = Math.min(left, first)
    right = Math.max(right, last)
    top = Math.min(top, y)
    bottom = y
  }
  return bottom < 0 ? emptyRect : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}
