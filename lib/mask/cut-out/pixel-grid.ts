// A window on RGBA pixels, and its halves: the pyramid on which a cut is first found small and then made exact.
import type { Rect, Size } from '../../core/geometry.ts'

/** Pixel (x, y) begins at `offset` + y · `stride` + 4 · x of `data`; colours are read, alpha is not. */
export type PixelGrid = Size & {
  readonly data: Uint8Array | Uint8ClampedArray
  readonly offset: number
  readonly stride: number
}

export const wholeGrid = ({ width, height }: Size, data: PixelGrid['data']): PixelGrid => ({
  width,
  height,
  data,
  offset: 0,
  stride: 4 * width,
})

/** The part inside `rect`, sharing the pixels. */
export const windowOf = ({ data, offset, stride }: PixelGrid, { x, y, width, height }: Rect): PixelGrid => ({
  width,
  height,
  data,
  offset: offset + y * stride + 4 * x,
  stride,
})

/** Half the size, rounded up, each pixel the mean of its four; the last column and row of an odd size stand double. */
export function halve(grid: PixelGrid): PixelGrid {
  const { data, offset, stride } = grid
  const width = Math.ceil(grid.width / 2)
  const height = Math.ceil(grid.height / 2)
  const half = new Uint8Array(4 * width * height)
  for (let y = 0, to = 0; y < height; y++) {
    const top = offset + 2 * y * stride
    const down = 2 * y + 1 < grid.height ? stride : 0
    for (let x = 0; x < width; x++, to += 4) {
      const a = top + 8 * x
      const b = 2 * x + 1 < grid.width ? a + 4 : a
      for (let c = 0; c < 3; c++) {
        half[to + c] = (data[a + c] + data[b + c] + data[a + down + c] + data[b + down + c] + 2) >> 2
      }
    }
  }
  return wholeGrid({ width, height }, half)
}

/** The grid and its halves, until one has at most `leastPixels`; the largest first. */
export function pyramidOf(grid: PixelGrid, leastPixels: number): [PixelGrid, ...PixelGrid[]] {
  const levels: [PixelGrid, ...PixelGrid[]] = [grid]
  for (let level = grid; level.width * level.height > leastPixels; levels.push(level)) level = halve(level)
  return levels
}
