// Whether the parts of the picture agree on one move. Where an engine has moved half of what it was to leave alone, each half
// alone passes every other gate, and a fit may choose the wrong one.
import type { BlockTrust } from './block-trust.ts'
import type { Plane } from './plane.ts'
import type { Level } from './pyramid.ts'
import { axesAt, type Transform } from './transform.ts'

/** In level pixels of the half size: ±12 px around the estimate. */
const around = 6
const side = 2 * around + 1
const middle = around * side + around
/** Of a block's points this many are looked at, so that all of it takes some 20 ms at 1 MP. */
const pointsPerBlock = 24
const fewestPoints = 10
/** A block votes for another place only if it is that much more alike there, and alike at all. */
const preference = 0.1
const leastAlike = 0.6

/** The close look, in level pixels: steps of 0.75 px of the result, up to 3.75 px to each side. */
const closeStep = 0.375
const closeSteps = 5
/** From two such steps on, 1.5 px, a block lies elsewhere: a smooth wobble of 0.5 px carries few so far. */
const strayFrom = 2
/** The close look weighs neighbours that are nearly alike. */
const closePreference = 0.03

export type Division = {
  /** Votes for the best other place as a share of those for the estimate; 1 where nobody votes for that. */
  readonly dissent: number
  /** The share of textured points whose block lies 1.5 to 4 px beside the estimate: the votes do not tell so near ones apart. */
  readonly straying: number
}

export function divisionOf({ level, seen, transform, trust }: DivisionRequest): Division {
  const vote = { points: level.points, aligned: align({ level, seen, transform }), trust }
  return { dissent: dissent(vote), straying: straying(vote) }
}

/**
 * Each textured block votes for the whole-pixel offset from the estimate where it is most alike. Counted for
 * another place are the votes of its neighbours as well.
 */
function dissent(vote: Vote): number {
  const votes = countVotes(vote)
  let others = 0
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      // Nearer than two pixels, the neighbourhood would hold the estimate itself.
      if (Math.max(Math.abs(x - around), Math.abs(y - around)) < 2) continue
      let near = 0
      for (let v = Math.max(0, y - 1); v <= Math.min(side - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(side - 1, x + 1); u++) near += votes[v * side + u]
      }
      others = Math.max(others, near)
    }
  }
  return votes[middle] > 0 ? others / votes[middle] : 1
}

type DivisionRequest = {
  readonly level: Level
  readonly seen: Plane
  readonly transform: Transform
  readonly trust: BlockTrust
}

/** The result's structure where the transform puts each pixel of the original, bilinear; 0 beyond the border. */
function align({ level, seen, transform }: Omit<DivisionRequest, 'trust'>): Plane {
  const { values, width, height } = seen
  const { across, down } = axesAt(transform, level.full, level.factor)
  const aligned = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const v = down.step * y + down.origin
    const row = Math.floor(v)
    if (row < 0 || row >= height - 1) continue
    for (let x = 0; x < width; x++) {
      const u = across.step * x + across.origin
      const column = Math.floor(u)
      if (column < 0 || column >= width - 1) continue
      const i = row * width + column
      const f = u - column
      const upper = (1 - f) * values[i] + f * values[i + 1]
      const lower = (1 - f) * values[i + width] + f * values[i + width + 1]
      aligned[y * width + x] = upper + (v - row) * (lower - upper)
    }
  }
  return { values: aligned, width, height }
}

type Vote = { readonly points: Level['points']; readonly aligned: Plane; readonly trust: BlockTrust }

/** By offset: the points of the blocks that prefer it. */
function countVotes({ points, aligned, trust }: Vote): Float64Array {
  const votes = new Float64Array(side * side)
  for (const { first, end } of texturedBlocks(points, trust)) {
    const alike = likenessByOffset(points, aligned, { first, end })
    let best = middle
    for (let i = 0; i < alike.length; i++) if (alike[i] > alike[best]) best = i
    if (alike[best] < leastAlike) continue
    votes[alike[middle] >= alike[best] - preference ? middle : best] += end - first
  }
  return votes
}

function straying({ points, aligned, trust }: Vote): number {
  let counted = 0
  let astray = 0
  for (const { first, end } of texturedBlocks(points, trust)) {
    const here = likenessAt(points, aligned, { first, end, right: 0, below: 0 })
    let best = here
    let far = 0
    for (let j = -closeSteps; j <= closeSteps; j++) {
      for (let i = -closeSteps; i <= closeSteps; i++) {
        const alike = likenessAt(points, aligned, { first, end, right: i * closeStep, below: j * closeStep })
        if (alike <= best) continue
        best = alike
        far = Math.hypot(i, j)
      }
    }
    if (best < leastAlike) continue
    counted += end - first
    if (far >= strayFrom && here < best - closePreference) astray += end - first
  }
  return counted > 0 ? astray / counted : 1
}

/** From the first point of a block to behind its last. */
type Span = { readonly first: number; readonly end: number }

function* texturedBlocks(points: Level['points'], trust: BlockTrust): Generator<Span> {
  for (let first = 0, end = 0; first < points.count; first = end) {
    const block = points.block[first]
    while (end < points.count && points.block[end] === block) end++
    if (end - first >= fewestPoints && trust.texture[block] === 1) yield { first, end }
  }
}

/** The correlation over a block's points where the result is taken from so many level pixels beside, bilinear. */
function likenessAt(
  points: Level['points'],
  { values, width, height }: Plane,
  { first, end, right, below }: Span & { right: number; below: number },
): number {
  const stride = Math.max(1, (end - first) / pointsPerBlock)
  const [column, row] = [Math.floor(right), Math.floor(below)]
  const [f, g] = [right - column, below - row]
  let product = 0
  let seenSquares = 1e-6
  let ownSquares = 1e-6
  for (let k = first; k < end; k += stride) {
    const p = Math.floor(k)
    const x = points.x[p] + column
    const y = points.y[p] + row
    if (x < 0 || y < 0 || x >= width - 1 || y >= height - 1) continue
    const i = y * width + x
    const upper = values[i] + f * (values[i + 1] - values[i])
    const lower = values[i + width] + f * (values[i + width + 1] - values[i + width])
    const seen = upper + g * (lower - upper)
    const own = points.value[p]
    product += seen * own
    seenSquares += seen * seen
    ownSquares += own * own
  }
  return product / Math.sqrt(seenSquares * ownSquares)
}

function likenessByOffset(
  points: Level['points'],
  { values, width, height }: Plane,
  { first, end }: Span,
): Float64Array {
  const stride = Math.max(1, (end - first) / pointsPerBlock)
  const alike = new Float64Array(side * side)
  for (let i = 0; i < alike.length; i++) {
    const right = (i % side) - around
    const below = Math.floor(i / side) - around
    let product = 0
    let seenSquares = 1e-6
    let ownSquares = 1e-6
    for (let k = first; k < end; k += stride) {
      const p = Math.floor(k)
      const x = points.x[p] + right
      const y = points.y[p] + below
      if (x < 0 || y < 0 || x >= width || y >= height) continue
      const value = values[y * width + x]
      const own = points.value[p]
      product += value * own
      seenSquares += value * value
      ownSquares += own * own
    }
    alike[i] = product / Math.sqrt(seenSquares * ownSquares)
  }
  return alike
}
