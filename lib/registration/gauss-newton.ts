// The fine estimate: shift, two scales and a gain by reweighted least squares, from where the level above left off.
import { type BlockTrust, trustAll, weighBlocks } from './block-trust.ts'
import { linearise, type Pose, type Problem } from './linearise.ts'
import { accumulate, accumulateClusters, halfSides, priorOf, unknowns } from './normal-equations.ts'
import { invert, type Matrix, multiply, sandwich, spreadOf } from './robust.ts'
import type { Transform } from './transform.ts'

export type Fit = { readonly pose: Pose; readonly trust: BlockTrust; readonly spread: number }

const fewestRows = 60
/** In spreads it never is: rounding and noise. */
const leastSpread = 0.3
/** Of each unknown in one step, in level pixels: a slope says nothing of what is farther away. */
const longestStep = 2.5
const gainBounds = { least: 0.5, most: 1.6 }

/** Stops after `steps`, or once a step moves nothing by more than `stopPx` result pixels. Null where too little is seen. */
export function refine(
  problem: Problem,
  { start, steps, stopPx }: { start: Transform; steps: number; stopPx: number },
): Fit | null {
  const { level, rows } = problem
  let pose: Pose = { transform: start, gain: 1 }
  let trust = trustAll(level.points.grid.count)
  let spread = 1
  for (let step = 0; step < steps; step++) {
    const count = linearise(problem, pose)
    if (count < fewestRows) return null
    spread = Math.max(leastSpread, spreadOf(rows.relative, count))
    // The first step knows no gain yet, and may start a pixel off: correlation would condemn the innocent.
    if (step > 0) trust = weighBlocks(problem, count)
    const { matrix, vector } = accumulate({ problem, count, blockWeights: trust.weights, spread })
    const { precision, departure } = priorOf(problem, pose)
    const pull = multiply(precision, departure)
    const solvable = invert(
      matrix.map((value, i) => value + precision[i]),
      unknowns,
    )
    if (!solvable) return null
    const change = multiply(
      solvable,
      vector.map((value, i) => value + pull[i]),
    )
    if (!change.every(Number.isFinite)) return null
    const { lengthPx, ...next } = moved(problem, pose, change)
    pose = next
    if (lengthPx < stopPx && step >= 2) break
  }
  return { pose, trust, spread }
}

function moved({ level }: Problem, { transform, gain }: Pose, change: Float64Array): Pose & { lengthPx: number } {
  const half = halfSides(level)
  const [x, y, wide, tall] = change.slice(0, 4).map((by) => Math.min(longestStep, Math.max(-longestStep, by)))
  return {
    transform: {
      shift: { x: transform.shift.x - x * level.factor, y: transform.shift.y - y * level.factor },
      scale: { x: transform.scale.x - wide / half.x, y: transform.scale.y - tall / half.y },
    },
    gain: Math.min(gainBounds.most, Math.max(gainBounds.least, gain - change[4])),
    lengthPx: level.factor * (Math.abs(x) + Math.abs(y) + Math.abs(wide) + Math.abs(tall)),
  }
}

/**
 * The covariance of the unknowns at a fit, in level pixels, robust to neighbours that err together. It knows only of what
 * varies: on a picture without texture it has been 0.04 px where the truth was 6.
 */
export function covarianceOf(problem: Problem, { pose, trust, spread }: Fit): Matrix | null {
  const count = linearise(problem, pose)
  const weighing = { problem, count, blockWeights: trust.weights, spread }
  const { precision } = priorOf(problem, pose)
  const inverse = invert(
    accumulate(weighing).matrix.map((value, i) => value + precision[i]),
    unknowns,
  )
  if (!inverse) return null
  const { matrix, clusters } = accumulateClusters(weighing)
  // Few clusters understate their own spread.
  const inflation = clusters > unknowns + 1 ? clusters / (clusters - unknowns) : 6
  return sandwich(
    inverse,
    matrix.map((value, i) => value * inflation + precision[i]),
    unknowns,
  )
}
