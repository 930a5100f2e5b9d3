// Where the engine's answer lies over the picture it was asked to change, told from protected pixels alone.
// The method, its figures and how they were measured: docs/benchmarks.md.
import type { Raster } from '../mask/raster.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { confidenceOf, type Gates, judge, likeness, predictError, shut, weakestSide } from './confidence.ts'
import { divisionOf } from './dissent.ts'
import { covarianceOf, type Fit, refine } from './gauss-newton.ts'
import { createProblem } from './linearise.ts'
import type { BlockGrid } from './points.ts'
import { buildPyramid, type Level, prepareLevel, resultStructure } from './pyramid.ts'
import { searchCoarse } from './search.ts'
import { identity, type Transform } from './transform.ts'

export type RegistrationRequest = {
  /** What was sent, brought to the result's size by us: with pixel centres kept. */
  readonly original: Pixmap
  readonly result: Pixmap
  /** Of the same size; only where it is 0 do pixels count. */
  readonly mask: Raster
  /** `half` is two to three times as fast and errs about twice as much: for a preview. */
  readonly reach?: 'half' | 'full'
}

/** Squares of the result, row by row, and how far each shows what the original shows there, 0 to 1. */
export type TrustedBlocks = { readonly sidePx: number; readonly columns: number; readonly weights: Float32Array }

export type Registration = Transform & {
  /** The least of the gates. */
  readonly confidence: number
  /** Whether the transform is to be trusted: a confidence of a half or more. Otherwise the colour is not either. */
  readonly applied: boolean
  readonly gates: Gates
  /** At the mask's border, by the fit's own account; null where there was no fit. */
  readonly predictedErrorPx: number | null
  readonly blocks: TrustedBlocks | null
}

const leastConfidence = 0.5

/** @throws RangeError where the three are not of one size */
export function register({ original, result, mask, reach = 'full' }: RegistrationRequest): Registration {
  for (const { width, height } of [original, result]) {
    if (width !== mask.width || height !== mask.height) throw new RangeError('original, result and mask differ in size')
  }
  const pyramid = buildPyramid({ original, result, mask })
  const quarter = prepareLevel(pyramid, 2)
  const coarse = searchCoarse(quarter, resultStructure(quarter, identity))
  if (!coarse) return unregistered

  const half = prepareLevel(pyramid, 1)
  const seen = resultStructure(half, coarse)
  const middle = refine(createProblem(half, seen), { start: coarse, steps: 8, stopPx: 0.03 })
  if (!middle) return unregistered

  const { level, fit, covariance } =
    reach === 'half'
      ? { level: half, fit: middle, covariance: covarianceOf(createProblem(half, seen), middle) }
      : refineFull(prepareLevel(pyramid, 0), middle)
  if (!fit) return unregistered

  const { transform } = fit.pose
  const predictedErrorPx = covariance && predictError(covariance, mask, level.factor)
  const gates = judge({
    ...{ transform, predictedErrorPx, ...likeness(half, seen, transform) },
    ...divisionOf({ level: half, seen, transform, trust: middle.trust }),
    inlierShare: fit.trust.inlierShare,
    texturedPoints: fit.trust.texturedPoints,
    weakestSide: weakestSide({ points: level.points, trust: fit.trust, size: level.result }),
  })
  const confidence = confidenceOf(gates)
  return {
    ...transform,
    ...{ confidence, applied: confidence >= leastConfidence, gates, predictedErrorPx },
    blocks: blocksOf(level.points.grid, level.factor, fit.trust.weights),
  }
}

function refineFull(level: Level, { pose }: Fit) {
  const problem = createProblem(level, resultStructure(level, pose.transform))
  const fit = refine(problem, { start: pose.transform, steps: 6, stopPx: 0.006 })
  return { level, fit, covariance: fit && covarianceOf(problem, fit) }
}

const blocksOf = ({ sidePx, columns }: BlockGrid, factor: number, weights: Float32Array): TrustedBlocks => ({
  ...{ sidePx: sidePx * factor, columns, weights },
})

const unregistered: Registration = {
  ...identity,
  ...{ confidence: 0, applied: false, gates: shut, predictedErrorPx: null, blocks: null },
}
