// The weighted least squares of one step. Unknowns, in this order: shift across and down in level pixels; scale across and
// down, as what they move a pixel at the border; gain.
import type { Problem } from './linearise.ts'
import type { Matrix } from './robust.ts'
import type { Transform } from './transform.ts'

export const unknowns = 5

export type Equations = { readonly matrix: Matrix; readonly vector: Float64Array }

/** The half sides in level pixels: what a change of scale by 1 moves a pixel at the border. */
export const halfSides = ({ full, factor }: Problem['level']) => ({
  x: full.width / 2 / factor,
  y: full.height / 2 / factor,
})

/** The pixel index in the middle. */
const centreOf = ({ full, factor }: Problem['level']) => ({
  x: (full.width - 1) / 2 / factor,
  y: (full.height - 1) / 2 / factor,
})

type Weighing = {
  readonly problem: Problem
  readonly count: number
  readonly blockWeights: Float32Array
  /** In spreads of the errors. */
  readonly spread: number
}

/** Tukey's constant: 95 % as good as plain least squares where errors are normal, and blind to what is far off. */
const tukey = 4.685
const leastSpread = 0.3

/** Tukey's weight over the squared tolerance, times that of the block; 0 for what is far off. */
function weightOf({ problem, blockWeights, spread }: Weighing, k: number): number {
  const { rows, level } = problem
  const relative = rows.relative[k] / (tukey * spread)
  const rest = 1 - relative * relative
  if (rest <= 0) return 0
  const tolerance = rows.tolerance[k]
  return (rest * rest * blockWeights[level.points.block[rows.point[k]]]) / (tolerance * tolerance)
}

export function accumulate(weighing: Weighing): Equations {
  const { problem, count } = weighing
  const { level, rows } = problem
  const { points } = level
  const centre = centreOf(level)
  const half = halfSides(level)
  const matrix = new Float64Array(unknowns * unknowns)
  const vector = new Float64Array(unknowns)
  let [m00, m01, m02, m03, m04, m11, m12, m13, m14, m22, m23, m24, m33, m34, m44] = new Float64Array(15)
  let [v0, v1, v2, v3, v4] = vector
  for (let k = 0; k < count; k++) {
    const weight = weightOf(weighing, k)
    if (weight === 0) continue
    const p = rows.point[k]
    const j0 = rows.slopeX[k]
    const j1 = rows.slopeY[k]
    const j2 = (j0 * (points.x[p] - centre.x)) / half.x
    const j3 = (j1 * (points.y[p] - centre.y)) / half.y
    const j4 = rows.seen[k]
    const w0 = weight * j0
    const w1 = weight * j1
    const w2 = weight * j2
    const w3 = weight * j3
    const w4 = weight * j4
    m00 += w0 * j0
    m01 += w0 * j1
    m02 += w0 * j2
    m03 += w0 * j3
    m04 += w0 * j4
    m11 += w1 * j1
    m12 += w1 * j2
    m13 += w1 * j3
    m14 += w1 * j4
    m22 += w2 * j2
    m23 += w2 * j3
    m24 += w2 * j4
    m33 += w3 * j3
    m34 += w3 * j4
    m44 += w4 * j4
    const error = rows.error[k]
    v0 += w0 * error
    v1 += w1 * error
    v2 += w2 * error
    v3 += w3 * error
    v4 += w4 * error
  }
  const variance = Math.max(weighing.spread, leastSpread) ** 2
  const upper = [[m00, m01, m02, m03, m04], [m11, m12, m13, m14], [m22, m23, m24], [m33, m34], [m44]]
  upper.forEach((row, i) => {
    row.forEach((value, offset) => {
      const j = i + offset
      matrix[i * unknowns + j] = value / variance
      matrix[j * unknowns + i] = value / variance
    })
  })
  vector.set([v0, v1, v2, v3, v4].map((value) => value / variance))
  return { matrix, vector }
}

/** Squares of so many result pixels whose errors count as one: neighbours err together. */
const clusterPx = 64

/** The sum over clusters of the outer product of their part of the vector: the spread that the solution really has. */
export function accumulateClusters(weighing: Weighing): { matrix: Matrix; clusters: number } {
  const { problem, count } = weighing
  const { level, rows } = problem
  const { points, factor, full } = level
  const centre = centreOf(level)
  const half = halfSides(level)
  const variance = Math.max(weighing.spread, leastSpread) ** 2
  const columns = Math.ceil(full.width / clusterPx)
  const sums = new Map<number, Float64Array>()
  for (let k = 0; k < count; k++) {
    const weighted = (weightOf(weighing, k) * rows.error[k]) / variance
    if (weighted === 0) continue
    const p = rows.point[k]
    const x = points.x[p]
    const y = points.y[p]
    const cluster = Math.floor((y * factor) / clusterPx) * columns + Math.floor((x * factor) / clusterPx)
    const sum = sums.get(cluster) ?? new Float64Array(unknowns)
    sums.set(cluster, sum)
    sum[0] += weighted * rows.slopeX[k]
    sum[1] += weighted * rows.slopeY[k]
    sum[2] += (weighted * rows.slopeX[k] * (x - centre.x)) / half.x
    sum[3] += (weighted * rows.slopeY[k] * (y - centre.y)) / half.y
    sum[4] += weighted * rows.seen[k]
  }
  const matrix = new Float64Array(unknowns * unknowns)
  for (const sum of sums.values()) {
    for (let i = 0; i < unknowns; i++) for (let j = 0; j < unknowns; j++) matrix[i * unknowns + j] += sum[i] * sum[j]
  }
  return { matrix, clusters: sums.size }
}

/** Errors of neighbouring points are alike, so a prior counts for as much as ten points that are not. */
const priorPoints = 10
/** What is expected of an engine, one standard deviation each: in result pixels, as shares, and of the gain. */
const expected = { shiftPx: 4, scale: 0.012, anisotropy: 0.003, gain: 0.05 }

/** The precision that stands for what is expected, and the unknowns as they differ from it. */
export function priorOf({ level }: Problem, pose: { transform: Transform; gain: number }) {
  const { factor } = level
  const half = halfSides(level)
  const precision = new Float64Array(unknowns * unknowns)
  const set = (i: number, j: number, value: number): void => {
    precision[i * unknowns + j] = priorPoints * value
  }
  const shift = (factor / expected.shiftPx) ** 2
  const mean = 1 / expected.scale ** 2 / 4
  const difference = 1 / expected.anisotropy ** 2
  set(0, 0, shift)
  set(1, 1, shift)
  set(2, 2, (mean + difference) / half.x ** 2)
  set(3, 3, (mean + difference) / half.y ** 2)
  set(2, 3, (mean - difference) / (half.x * half.y))
  set(3, 2, (mean - difference) / (half.x * half.y))
  set(4, 4, 1 / expected.gain ** 2)
  const { shift: moved, scale } = pose.transform
  const departure = Float64Array.of(
    ...[moved.x / factor, moved.y / factor, (scale.x - 1) * half.x, (scale.y - 1) * half.y, pose.gain - 1],
  )
  return { precision, departure }
}
