// The result seen through a transform, and how what is seen would change with it.

import type { Plane } from './plane.ts'
import type { Level } from './pyramid.ts'
import { axesAt, type Transform } from './transform.ts'

/** A transform, and by how much the result's contrast must be multiplied to be the original's. */
export type Pose = { readonly transform: Transform; readonly gain: number }

/** A fit in hand, with room for one row per point that falls inside the result. */
export type Problem = {
  readonly level: Level
  /** The result's high-pass at this level. */
  readonly seen: Plane
  readonly rows: {
    /** The point of the row. */
    readonly point: Int32Array
    /** Slopes, the mean of both pictures'; the value seen; gain · seen − original, in levels. */
    readonly slopeX: Float32Array
    readonly slopeY: Float32Array
    readonly seen: Float32Array
    readonly error: Float32Array
    /** What an error is divided by: grain everywhere, and more on slopes, where a small warp shows as a large error. */
    readonly tolerance: Float32Array
    /** error / tolerance. */
    readonly relative: Float32Array
  }
}

export function createProblem(level: Level, seen: Plane): Problem {
  const { count } = level.points
  const floats = () => new Float32Array(count)
  const rows = {
    ...{ point: new Int32Array(count), slopeX: floats(), slopeY: floats(), seen: floats() },
    ...{ error: floats(), tolerance: floats(), relative: floats() },
  }
  return { level, seen, rows }
}

const grain = 1.5
const slopeShare = 0.25

/** Fills the rows and returns how many there are. Catmull–Rom for the value and, from the same 16 samples, its slope. */
export function linearise({ level, seen, rows }: Problem, { transform, gain }: Pose): number {
  const { points } = level
  const { across, down } = axesAt(transform, level.full, level.factor)
  const { values, width, height } = seen
  let count = 0
  for (let p = 0; p < points.count; p++) {
    const u = across.step * points.x[p] + across.origin
    const v = down.step * points.y[p] + down.origin
    if (!(u >= 1 && v >= 1 && u < width - 2 && v < height - 2)) continue
    const column = Math.floor(u)
    const row = Math.floor(v)
    const f = u - column
    const g = v - row
    const a0 = f * (-0.5 + f * (1 - 0.5 * f))
    const a1 = 1 + f * f * (-2.5 + 1.5 * f)
    const a2 = f * (0.5 + f * (2 - 1.5 * f))
    const a3 = f * f * (-0.5 + 0.5 * f)
    const s0 = -0.5 + f * (2 - 1.5 * f)
    const s1 = f * (-5 + 4.5 * f)
    const s2 = 0.5 + f * (4 - 4.5 * f)
    const s3 = f * (-1 + 1.5 * f)
    let i = (row - 1) * width + column
    let k0 = values[i - 1]
    let k1 = values[i]
    let k2 = values[i + 1]
    let k3 = values[i + 2]
    const value0 = a0 * k0 + a1 * k1 + a2 * k2 + a3 * k3
    const slope0 = s0 * k0 + s1 * k1 + s2 * k2 + s3 * k3
    i += width
    k0 = values[i - 1]
    k1 = values[i]
    k2 = values[i + 1]
    k3 = values[i + 2]
    const value1 = a0 * k0 + a1 * k1 + a2 * k2 + a3 * k3
    const slope1 = s0 * k0 + s1 * k1 + s2 * k2 + s3 * k3
    i += width
    k0 = values[i - 1]
    k1 = values[i]
    k2 = values[i + 1]
    k3 = values[i + 2]
    const value2 = a0 * k0 + a1 * k1 + a2 * k2 + a3 * k3
    const slope2 = s0 * k0 + s1 * k1 + s2 * k2 + s3 * k3
    i += width
    k0 = values[i - 1]
    k1 = values[i]
    k2 = values[i + 1]
    k3 = values[i + 2]
    const value3 = a0 * k0 + a1 * k1 + a2 * k2 + a3 * k3
    const slope3 = s0 * k0 + s1 * k1 + s2 * k2 + s3 * k3
    const b0 = g * (-0.5 + g * (1 - 0.5 * g))
    const b1 = 1 + g * g * (-2.5 + 1.5 * g)
    const b2 = g * (0.5 + g * (2 - 1.5 * g))
    const b3 = g * g * (-0.5 + 0.5 * g)
    const value = b0 * value0 + b1 * value1 + b2 * value2 + b3 * value3
    const slopeX = b0 * slope0 + b1 * slope1 + b2 * slope2 + b3 * slope3
    const slopeY =
      (-0.5 + g * (2 - 1.5 * g)) * value0 +
      g * (-5 + 4.5 * g) * value1 +
      (0.5 + g * (4 - 4.5 * g)) * value2 +
      g * (-1 + 1.5 * g) * value3
    const ownX = points.slopeX[p]
    const ownY = points.slopeY[p]
    const error = gain * value - points.value[p]
    const tolerance = Math.sqrt(grain * grain + slopeShare * slopeShare * (ownX * ownX + ownY * ownY))
    rows.point[count] = p
    rows.slopeX[count] = 0.5 * (gain * slopeX + ownX)
    rows.slopeY[count] = 0.5 * (gain * slopeY + ownY)
    rows.seen[count] = value
    rows.error[count] = error
    rows.tolerance[count] = tolerance
    rows.relative[count] = error / tolerance
    count++
  }
  return count
}
