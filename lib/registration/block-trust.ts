// Whether a block of the result still shows what the original shows there: an engine redraws protected parts as well.
import type { Problem } from './linearise.ts'

/** What the blocks of a fit say, and the share of textured points whose block agrees. */
export type BlockTrust = {
  /** By block, 0 to 1: how much it counts; how far it agrees; how much texture it has to tell by. */
  readonly weights: Float32Array
  readonly agreement: Float32Array
  readonly texture: Float32Array
  readonly inlierShare: number
  readonly texturedPoints: number
}

export const trustAll = (blocks: number): BlockTrust => ({
  ...{ weights: new Float32Array(blocks).fill(1), agreement: new Float32Array(blocks).fill(1) },
  ...{ texture: new Float32Array(blocks), inlierShare: 0, texturedPoints: 0 },
})

const fewestPoints = 12
/** Squared levels: below it a block has no texture to correlate, and is believed in part. */
const textureVariance = 4
const untexturedWeight = 0.3
const sparseWeight = 0.5
/** A correlation of 0.35 counts nothing, of 0.7 fully. */
const correlationFloor = 0.35
const correlationRange = 0.35

/** By the normalised correlation of the original's and the result's high-pass over the block's points. */
export function weighBlocks({ level, rows }: Problem, count: number): BlockTrust {
  const { points } = level
  const blocks = points.grid.count
  const seenInBlock = new Int32Array(blocks)
  const products = new Float64Array(blocks)
  const seenSquares = new Float64Array(blocks)
  const ownSquares = new Float64Array(blocks)
  for (let k = 0; k < count; k++) {
    const p = rows.point[k]
    const block = points.block[p]
    const seen = rows.seen[k]
    const own = points.value[p]
    seenInBlock[block]++
    products[block] += seen * own
    seenSquares[block] += seen * seen
    ownSquares[block] += own * own
  }
  const { weights, agreement, texture } = trustAll(blocks)
  let texturedPoints = 0
  let agreeing = 0
  for (let block = 0; block < blocks; block++) {
    const inside = seenInBlock[block]
    if (inside < fewestPoints) {
      if (inside > 0) weights[block] = sparseWeight
      continue
    }
    const variance = ownSquares[block] / inside
    const correlation = products[block] / Math.sqrt((seenSquares[block] + 1e-6) * (ownSquares[block] + 1e-6))
    agreement[block] = Math.min(1, Math.max(0, (correlation - correlationFloor) / correlationRange))
    texture[block] = Math.min(1, variance / textureVariance)
    weights[block] = agreement[block] * texture[block] + untexturedWeight * (1 - texture[block])
    if (texture[block] < 1) continue
    texturedPoints += inside
    agreeing += inside * agreement[block]
  }
  return {
    weights,
    agreement,
    texture,
    inlierShare: texturedPoints > 0 ? agreeing / texturedPoints : 0,
    texturedPoints,
  }
}
