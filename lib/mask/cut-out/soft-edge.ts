// From a hard edge to coverage: near the edge a pixel's colour is a mixture of the colours to its two sides, and how much
// of each tells how much of the pixel belongs to the foreground. Where the two sides look alike, the edge is only rounded.
import type { Labelling } from './edge-band.ts'
import { type NearEdge, nearEdge } from './near-edge.ts'
import type { PixelGrid } from './pixel-grid.ts'

/** The two sides must differ by this many times their own unrest before their colours are trusted. */
const trustAgainstUnrest = 2
/** Noise of a camera, squared, over three channels. */
const leastUnrest = 48
/** Pixels so many steps from the edge whose colours deviate by less from their side's are not mixed. */
const leastDeviation = 0.05

type SoftEdge = {
  readonly grid: PixelGrid
  /** 255 or 0; becomes the coverage. */
  readonly labelling: Labelling
  /** How far from the hard edge a pixel may be mixed at most; how far it is, is measured. */
  readonly reach: number
}

export function softenEdge({ grid, labelling, reach }: SoftEdge): void {
  const { labels, width } = labelling
  const near = nearEdge(labelling, reach)
  const { pixels, distances } = near
  const shares = new Float32Array(pixels.length)
  const trusts = new Float32Array(pixels.length)
  const blockPx = Math.max(1, reach >> 1)
  const sidesNear = new Map<number, Sides>()
  for (let n = 0; n < pixels.length; n++) {
    const x = pixels[n] % width
    const y = (pixels[n] - x) / width
    // One look around for a block of pixels: theirs would differ by a row, and cost ten times as much.
    const block = Math.floor(y / blockPx) * width + Math.floor(x / blockPx)
    let sides = sidesNear.get(block)
    if (sides === undefined) {
      sides = lookAround({ grid, labelling, near, x, y, reach })
      sidesNear.set(block, sides)
    }
    const at = grid.offset + y * grid.stride + 4 * x
    trusts[n] = sides.trust
    for (let c = 0; c < 3; c++) shares[n] += (grid.data[at + c] - sides.back[c]) * sides.toShare[c]
  }
  const blurPx = measureBlur({ labels, near, shares, trusts, reach })
  const coverage = new Uint8Array(pixels.length)
  for (let n = 0; n < pixels.length; n++) {
    const label = labels[pixels[n]] / 255
    // Farther from the edge the label weighs more, so that texture cannot make holes.
    const play = Math.max(0, 1 - (distances[n] - 0.5) / (blurPx + 0.5))
    const share = Math.max(0, label - play, Math.min(1, label + play, shares[n]))
    coverage[n] = Math.round(255 * (trusts[n] * share + (1 - trusts[n]) * rounded(labelling, pixels[n])))
  }
  for (let n = 0; n < pixels.length; n++) labels[pixels[n]] = coverage[n]
}

/** The colours of the ground, and what turns a difference from them into a share of foreground. */
type Sides = { readonly back: readonly number[]; readonly toShare: readonly number[]; readonly trust: number }
const unlike: Sides = { back: [0, 0, 0], toShare: [0, 0, 0], trust: 0 }

type Look = { grid: PixelGrid; labelling: Labelling; near: NearEdge; x: number; y: number; reach: number }

function lookAround({ grid, labelling, near, x, y, reach }: Look): Sides {
  const { labels, width, height } = labelling
  const far = reach + Math.max(3, reach)
  const step = Math.max(1, Math.round(far / 5))
  // Of each side: sums of r, g, b and of squares, and how many.
  const sums = new Float64Array(10)
  for (let ny = Math.max(y - far, y % step); ny <= Math.min(height - 1, y + far); ny += step) {
    for (let nx = Math.max(x - far, x % step); nx <= Math.min(width - 1, x + far); nx += step) {
      const other = ny * width + nx
      if (near.isNear[other] === 1) continue
      const side = labels[other] > 0 ? 5 : 0
      const at = grid.offset + ny * grid.stride + 4 * nx
      const [r, g, b] = [grid.data[at], grid.data[at + 1], grid.data[at + 2]]
      sums[side] += r
      sums[side + 1] += g
      sums[side + 2] += b
      sums[side + 3] += r * r + g * g + b * b
      sums[side + 4]++
    }
  }
  if (sums[4] === 0 || sums[9] === 0) return unlike
  const mean = Array.from(sums, (sum, i) => sum / sums[i < 5 ? 4 : 9])
  const step3 = [mean[5] - mean[0], mean[6] - mean[1], mean[7] - mean[2]]
  const contrast = square(step3)
  if (contrast === 0) return unlike
  const unrest = mean[3] - square(mean.slice(0, 3)) + mean[8] - square(mean.slice(5, 8)) + leastUnrest
  return {
    back: mean.slice(0, 3),
    toShare: step3.map((difference) => difference / contrast),
    trust: contrast ** 2 / (contrast ** 2 + (trustAgainstUnrest * unrest) ** 2),
  }
}

const square = ([r, g, b]: readonly number[]): number => r * r + g * g + b * b

type Blur = { labels: Uint8Array; near: NearEdge; shares: Float32Array; trusts: Float32Array; reach: number }

/**
 * How many steps from the edge pixels are mixed, at least 1. Judged by the mean over the whole edge: the texture of one
 * place looks like a mixture, that of all together does not. A fixed width made sharp edges worse than hard ones.
 */
function measureBlur({ labels, near: { pixels, distances }, shares, trusts, reach }: Blur): number {
  const deviation = new Float64Array(reach + 1)
  const weight = new Float64Array(reach + 1)
  for (let n = 0; n < pixels.length; n++) {
    deviation[distances[n]] += trusts[n] * (labels[pixels[n]] > 0 ? 1 - shares[n] : shares[n])
    weight[distances[n]] += trusts[n]
  }
  let blurPx = 1
  while (blurPx < reach && deviation[blurPx + 1] > leastDeviation * weight[blurPx + 1]) blurPx++
  return blurPx === 1 ? 1 : Math.min(reach, blurPx + 1)
}

/** Share of foreground among the pixel and its eight neighbours, nearer ones counting more. */
function rounded({ labels, width, height }: Labelling, pixel: number): number {
  const x = pixel % width
  const y = (pixel - x) / width
  let sum = 0
  for (let dy = -1; dy <= 1; dy++) {
    const row = Math.max(0, Math.min(height - 1, y + dy)) * width
    for (let dx = -1; dx <= 1; dx++) {
      const weight = (2 - Math.abs(dx)) * (2 - Math.abs(dy))
      sum += weight * (labels[row + Math.max(0, Math.min(width - 1, x + dx))] > 0 ? 1 : 0)
    }
  }
  return sum / 16
}
