// Whether an estimate may move pixels. Each gate has been passed alone by an estimate that was pixels off; none has all.
import type { Size } from '../core/geometry.ts'
import type { Raster } from '../mask/raster.ts'
import type { BlockTrust } from './block-trust.ts'
import { clipOf, correlate } from './correlation.ts'
import { unknowns } from './normal-equations.ts'
import type { Plane } from './plane.ts'
import type { Points } from './points.ts'
import type { Level } from './pyramid.ts'
import type { Matrix } from './robust.ts'
import type { Transform } from './transform.ts'

/** What was measured of an estimate. */
export type Evidence = {
  readonly transform: Transform
  /** The share of textured points in blocks that agree, and the least such share over the four sides. */
  readonly inlierShare: number
  readonly weakestSide: number
  readonly texturedPoints: number
  /** At half size: the correlation of what is seen, and the next best peak as a share of it. */
  readonly correlation: number
  readonly ambiguity: number
  /** Votes for another move as a share of those for this one. */
  readonly dissent: number
  /** The share of texture that lies elsewhere by 1.5 to 4 px. */
  readonly straying: number
  /** At the mask's border, in result pixels; null where it cannot be told. */
  readonly predictedErrorPx: number | null
}

/** 0 refuses, 1 has no doubt. The least of them is the confidence. */
export type Gates = {
  readonly inliers: number
  readonly distinct: number
  readonly undivided: number
  readonly settled: number
  readonly likeness: number
  readonly precision: number
  readonly sides: number
  /** 0 or 1: a move that engines make, and enough to see. Tiles slip by a period, which is mostly farther. */
  readonly plausible: number
}

export const shut: Gates = {
  ...{ inliers: 0, distinct: 0, undivided: 0, settled: 0, likeness: 0, precision: 0, sides: 0, plausible: 0 },
}

/** The two scales differ by 0.005 at most in what was seen; by 0.015 in a fit of two halves that moved apart. */
const bounds = { shiftPx: 12, scale: 0.03, anisotropy: 0.01, texturedPoints: 400 }

const clamp = (value: number): number => Math.min(1, Math.max(0, value))

export function judge(evidence: Evidence): Gates {
  const { shift, scale } = evidence.transform
  const likely =
    Math.hypot(shift.x, shift.y) <= bounds.shiftPx &&
    Math.max(Math.abs(scale.x - 1), Math.abs(scale.y - 1)) <= bounds.scale &&
    Math.abs(scale.x - scale.y) <= bounds.anisotropy
  return {
    inliers: clamp((evidence.inlierShare - 0.2) / 0.4),
    distinct: clamp((1 - evidence.ambiguity) / 0.3),
    undivided: clamp((0.8 - evidence.dissent) / 0.8),
    // 0.16 at most in 20 trials with a wobble and with leaks; 0.40 at least in 23 of which half was moved.
    settled: clamp((0.56 - evidence.straying) / 0.56),
    likeness: clamp((evidence.correlation - 0.15) / 0.25),
    precision: evidence.predictedErrorPx === null ? 0 : clamp((0.5 - evidence.predictedErrorPx) / 0.5),
    sides: clamp((evidence.weakestSide - 0.1) / 0.5),
    plausible: likely && evidence.texturedPoints >= bounds.texturedPoints ? 1 : 0,
  }
}

export const confidenceOf = (gates: Gates): number => Math.min(...Object.values(gates))

/** In level pixels of the half size: ±12 px around the estimate. */
const around = 6
/** Nearer than this is the flank of the same peak. */
const peakRadius = 2.5

/** The correlation at the estimate, and the highest other local maximum around it as a share of that. */
export function likeness(level: Level, seen: Plane, transform: Transform): { correlation: number; ambiguity: number } {
  const clip = clipOf(level)
  const side = 2 * around + 1
  const field = Float64Array.from({ length: side * side }, (_, i) => {
    const offset = { x: (i % side) - around, y: Math.floor(i / side) - around }
    return correlate({ level, seen, transform, clip, offset, sample: 2500 })
  })
  const correlation = field[around * side + around]
  if (correlation <= 0) return { correlation, ambiguity: 1 }
  let second = 0
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (Math.hypot(x - around, y - around) < peakRadius) continue
      const here = field[y * side + x]
      if (here > second && isLocalMaximum(field, side, { x, y })) second = here
    }
  }
  return { correlation, ambiguity: second / correlation }
}

function isLocalMaximum(field: Float64Array, side: number, { x, y }: { x: number; y: number }): boolean {
  for (let v = Math.max(0, y - 1); v <= Math.min(side - 1, y + 1); v++) {
    for (let u = Math.max(0, x - 1); u <= Math.min(side - 1, x + 1); u++) {
      if (field[v * side + u] > field[y * side + x]) return false
    }
  }
  return true
}

/** The standard error of the transform where it matters, along the mask's border: the mean, in result pixels. */
export function predictError(covariance: Matrix, { data, width, height }: Raster, factor: number): number | null {
  const variance = (i: number, j: number): number => covariance[i * unknowns + j]
  let sum = 0
  let count = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1 + (y & 1); x < width - 1; x += 2) {
      const i = y * width + x
      if (data[i] === 0 || (data[i - 1] && data[i + 1] && data[i - width] && data[i + width])) continue
      const u = (2 * x + 1) / width - 1
      const v = (2 * y + 1) / height - 1
      const across = variance(0, 0) + 2 * u * variance(0, 2) + u * u * variance(2, 2)
      const down = variance(1, 1) + 2 * v * variance(1, 3) + v * v * variance(3, 3)
      sum += Math.sqrt(Math.max(0, across + down))
      count++
    }
  }
  return count === 0 ? null : (sum / count) * factor
}

/** A side with less than this share of the texture has no say. */
const sideShare = 0.04

/**
 * The lowest share of texture that agrees over left, right, top and bottom, cut along the diagonals. Counting points
 * instead, untextured ones at their weight of 0.3, refused every photograph with a soft side.
 */
export function weakestSide({ points, trust, size }: { points: Points; trust: BlockTrust; size: Size }): number {
  const textured = [0, 0, 0, 0]
  const agreeing = [0, 0, 0, 0]
  for (let p = 0; p < points.count; p++) {
    const x = points.x[p] / size.width - 0.5
    const y = points.y[p] / size.height - 0.5
    const side = Math.abs(x) > Math.abs(y) ? (x > 0 ? 1 : 0) : y > 0 ? 3 : 2
    const texture = trust.texture[points.block[p]]
    textured[side] += texture
    agreeing[side] += texture * trust.agreement[points.block[p]]
  }
  const all = textured.reduce((sum, texture) => sum + texture)
  const shares = textured.flatMap((texture, side) => (texture >= sideShare * all ? [agreeing[side] / texture] : []))
  return all === 0 ? 0 : Math.min(...shares)
}
