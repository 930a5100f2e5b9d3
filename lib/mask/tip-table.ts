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
  /** The interval's ends (stamp.ts): entry 0 up to `inner`, then by steps; `low` is below 0 where the formula is asked. */
  readonly low: Int16Array
  readonly high: Int16Array
}

/** At most 255 levels fall into so many steps: the formula is asked for one pixel in thirty. */
const mostSteps = 8192
/** A step costs as much as some pixels: a hard edge of few pixels gets few steps. */
const squarePxPerStep = 3

export function createTipTable(tip: Tip, value: number): TipTable {
  const inner2 = tip.inner * tip.inner
  const outer2 = tip.outer * tip.outer
  const steps = Math.ceil(Math.min(mostSteps, (outer2 - inner2) / squarePxPerStep))
  const stepsPerSquarePx = steps / (outer2 - inner2)
  // One more, for the rounding of the last.
  const low = new Int16Array(steps + 2)
  const high = new Int16Array(steps + 2)
  let near = coverageAt(tip, inner2)
  low[0] = lowOf(near, value)
  high[0] = highOf(near, value)
  for (let i = 1; i < low.length; i++) {
    const far = coverageAt(tip, Math.min(outer2, inner2 + i / stepsPerSquarePx))
    // Coverage only falls with distance: what is equal at both ends of a step is equal in all of it.
    const even = lowOf(near, value) === lowOf(far, value) && highOf(near, value) === highOf(far, value)
    low[i] = even ? lowOf(near, value) : -1
    high[i] = highOf(near, value)
    near = far
  }
  return { tip, value, stepsPerSquarePx, low, high }
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
  const { tip, value, stepsPerSquarePx, low, high } = table
  const inner2 = tip.inner * tip.inner
  const outer2 = tip.outer * tip.outer
  const distanceY2 = distanceY * distanceY
  for (let x = first; x < end; x++) {
    const distanceX = x + 0.5 - originX - shiftX
    const distance2 = distanceX * distanceX + distanceY2
    if (distance2 >= outer2) continue
    const old = data[row + x]
    if (old === value) continue
    const step = distance2 <= inner2 ? 0 : (1 + (distance2 - inner2) * stepsPerSquarePx) | 0
    let least = low[step]
    let most = high[step]
    if (least < 0) {
      const coverage = coverageAt(tip, distance2)
      least = lowOf(coverage, value)
      most = highOf(coverage, value)
    }
    if (old < least) data[row + x] = least
    else if (old > most) data[row + x] = most
  }
}
