// A round tip as a table by squared distance, for tips so large that reckoning each pixel takes too long. It gives the
// very bytes of the formula: where more than one falls into a step, the formula is asked.

/** Full coverage `peak` up to `inner` px from the middle, none from `outer` px on. */
export type Tip = { readonly inner: number; readonly outer: number; readonly peak: number }

/** How much of a pixel the tip covers, 0 to 1; the distance is less than `outer`. */
export function coverageAt({ inner, outer, peak }: Tip, distance2: number): number {
  const u = Math.max(0, (Math.sqrt(distance2) - inner) / (outer - inner))
  return peak * (1 - u * u * (3 - 2 * u))
}

export type TipTable = {
  readonly tip: Tip
  readonly value: number
  readonly stepsPerSquarePx: number
  /** The interval (stamp.ts) as low | high << 8: entry 0 up to `inner`, then by steps; below 0 where the formula is asked. */
  readonly intervals: Int32Array
}

/** At most 255 levels fall into so many steps: the formula is asked for one pixel in thirty. */
const mostSteps = 8192
/** A step costs as much as some pixels: a hard edge of few pixels gets few steps. */
const squarePxPerStep = 3
/** So far past the edge, pixels find an entry that changes nothing. */
const pastPx = 2
const untouched = 255 << 8

export function createTipTable(tip: Tip, value: number): TipTable {
  const inner2 = tip.inner * tip.inner
  const outer2 = tip.outer * tip.outer
  const steps = Math.ceil(Math.min(mostSteps, (outer2 - inner2) / squarePxPerStep))
  const stepsPerSquarePx = steps / (outer2 - inner2)
  const past = Math.ceil(pastPx * (2 * tip.outer + pastPx) * stepsPerSquarePx)
  const intervals = new Int32Array(steps + past + 3).fill(untouched)
  const intervalAt = (distance2: number): number => {
    const coverage = coverageAt(tip, distance2)
    return lowOf(coverage, value) | (highOf(coverage, value) << 8)
  }
  let near = intervalAt(inner2)
  intervals[0] = near
  // One more, for the rounding of the last.
  for (let i = 1; i <= steps + 1; i++) {
    const far = intervalAt(Math.min(outer2, inner2 + i / stepsPerSquarePx))
    // Coverage only falls with distance: what is equal at both ends of a step is equal in all of it.
    intervals[i] = near === far ? near : -1
    near = far
  }
  return { tip, value, stepsPerSquarePx, intervals }
}

export const lowOf = (coverage: number, value: number): number => Math.round(coverage * value)
export const highOf = (coverage: number, value: number): number => 255 - Math.round(coverage * (255 - value))

type TipRow = {
  readonly table: TipTable
  readonly data: Uint8Array
  /** The offset of the row in `data`, and the columns from `first` to before `end`. */
  readonly row: number
  readonly first: number
  readonly end: number
  /** A column's distance from the middle is (column + 0.5 − originX) − shiftX. */
  readonly originX: number
  readonly shiftX: number
  readonly distanceY: number
}

/** Holds each pixel of a piece of a row inside the interval for its distance. */
export function applyTip({ table, data, row, first, end, originX, shiftX, distanceY }: TipRow): void {
  const { tip, value, stepsPerSquarePx, intervals } = table
  const inner2 = tip.inner * tip.inner
  const outer2 = tip.outer * tip.outer
  const distanceY2 = distanceY * distanceY
  if (distanceY2 >= outer2) return
  const half = Math.sqrt(outer2 - distanceY2)
  const middle = originX + shiftX - 0.5
  const columnEnd = Math.min(end, Math.ceil(middle + half) + 1)
  for (let x = Math.max(first, Math.floor(middle - half)); x < columnEnd; x++) {
    const distanceX = x + 0.5 - originX - shiftX
    const distance2 = distanceX * distanceX + distanceY2
    const old = data[row + x]
    const interval = intervals[distance2 <= inner2 ? 0 : (1 + (distance2 - inner2) * stepsPerSquarePx) | 0]
    if (interval >= 0) {
      // Written whether or not it changes: twice as fast as a branch that nobody can foresee.
      const low = interval & 255
      const high = interval >> 8
      data[row + x] = old < low ? low : old > high ? high : old
    } else if (distance2 < outer2) {
      const coverage = coverageAt(tip, distance2)
      data[row + x] = Math.max(lowOf(coverage, value), Math.min(highOf(coverage, value), old))
    }
  }
}
