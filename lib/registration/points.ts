// Which pixels of the original a fit looks at: the steep ones of every block, so that no part of the picture has all the say.
import type { Plane } from './plane.ts'

/** Squares of `sidePx` level pixels, row by row. */
export type BlockGrid = { readonly sidePx: number; readonly columns: number; readonly count: number }

/** By point, block after block: its pixel, its block, the original's high-pass value and slope there. */
export type Points = {
  readonly count: number
  readonly x: Float32Array
  readonly y: Float32Array
  readonly block: Int32Array
  readonly value: Float32Array
  readonly slopeX: Float32Array
  readonly slopeY: Float32Array
  readonly grid: BlockGrid
}

/** A pixel is kept from this share of the mean squared slope of its block's candidates. */
const steepness = 0.8
/** Squared levels per pixel: less is rounding. */
const leastSquaredSlope = 0.01

type Choice = {
  readonly picture: Plane
  /** 1 where a point may lie. */
  readonly eligible: Plane
  readonly blockPx: number
  /** Of each square of so many pixels only the steepest is a candidate. */
  readonly cell: 1 | 2
}

export function choosePoints({ picture, eligible, blockPx, cell }: Choice): Points {
  const { values, width, height } = picture
  const columns = Math.ceil(width / blockPx)
  const rows = Math.ceil(height / blockPx)
  const chosen: number[] = []
  const blocks: number[] = []
  const candidates = new Int32Array(blockPx * blockPx)
  const slopes = new Float32Array(blockPx * blockPx)

  const squaredSlope = (i: number): number => {
    const x = values[i + 1] - values[i - 1]
    const y = values[i + width] - values[i - width]
    return (x * x + y * y) / 4
  }

  for (let block = 0; block < columns * rows; block++) {
    const left = (block % columns) * blockPx
    const top = Math.floor(block / columns) * blockPx
    const right = Math.min(width - 1, left + blockPx)
    const bottom = Math.min(height - 1, top + blockPx)
    let found = 0
    let sum = 0
    for (let y = Math.max(1, top); y < bottom; y += cell) {
      for (let x = Math.max(1, left); x < right; x += cell) {
        let best = -1
        let steepest = leastSquaredSlope
        for (let v = y; v < Math.min(bottom, y + cell); v++) {
          for (let u = x; u < Math.min(right, x + cell); u++) {
            const i = v * width + u
            if (eligible.values[i] === 0) continue
            const slope = squaredSlope(i)
            if (slope > steepest) {
              steepest = slope
              best = i
            }
          }
        }
        if (best < 0) continue
        candidates[found] = best
        slopes[found++] = steepest
        sum += steepest
      }
    }
    const threshold = (steepness * sum) / found
    for (let k = 0; k < found; k++) {
      if (slopes[k] < threshold) continue
      chosen.push(candidates[k])
      blocks.push(block)
    }
  }

  const count = chosen.length
  const points = {
    ...{ count, x: new Float32Array(count), y: new Float32Array(count), block: Int32Array.from(blocks) },
    ...{ value: new Float32Array(count), slopeX: new Float32Array(count), slopeY: new Float32Array(count) },
    grid: { sidePx: blockPx, columns, count: columns * rows },
  }
  for (let k = 0; k < count; k++) {
    const i = chosen[k]
    points.x[k] = i % width
    points.y[k] = Math.floor(i / width)
    points.value[k] = values[i]
    points.slopeX[k] = (values[i + 1] - values[i - 1]) / 2
    points.slopeY[k] = (values[i + width] - values[i - width]) / 2
  }
  return points
}
