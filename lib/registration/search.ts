// The coarse estimate: every shift and zoom an engine was seen to make, tried at a quarter of the size.
import { clipOf, correlate } from './correlation.ts'
import { refine } from './gauss-newton.ts'
import { createProblem } from './linearise.ts'
import type { Plane } from './plane.ts'
import type { Level } from './pyramid.ts'
import { axesAt, identity, type Transform } from './transform.ts'

/** In level pixels of four result pixels each: ±16 px. */
const reach = 4
const zooms = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((step) => step * 0.0065)
const sampledPoints = 3500
const fewestPoints = 30
const candidatesKept = 4
/** Peaks nearer to each other than both lead to the same place. */
const distinct = { levelPx: 1.6, zoom: 0.014 }

type Candidate = { readonly x: number; readonly y: number; readonly zoom: number; readonly score: number }

/** Small moves are likelier: 0.015 per squared step of 12 px or 2 %. */
const penalty = (shiftPx: number, zoom: number): number => 0.015 * ((shiftPx / 12) ** 2 + (zoom / 0.02) ** 2)

/** The best of the refined peaks and of no move at all; null where nothing can be refined. */
export function searchCoarse(level: Level, seen: Plane): Transform | null {
  const clip = clipOf(level)
  const problem = createProblem(level, seen)
  let best: { transform: Transform; score: number } | null = null
  for (const start of [...peaks(level, seen, clip).map((peak) => toTransform(peak, level)), identity]) {
    const fit = refine(problem, { start, steps: 6, stopPx: 0.03 })
    if (!fit) continue
    const { transform } = fit.pose
    const alike = correlate({ level, seen, transform, clip, sample: sampledPoints })
    const { shift, scale } = transform
    const score = alike - penalty(Math.hypot(shift.x, shift.y), (scale.x + scale.y) / 2 - 1)
    if (!best || score > best.score) best = { transform, score }
  }
  return best?.transform ?? null
}

const toTransform = ({ x, y, zoom }: Candidate, { factor }: Level): Transform => ({
  shift: { x: x * factor, y: y * factor },
  scale: { x: 1 + zoom, y: 1 + zoom },
})

function peaks(level: Level, seen: Plane, clip: number): Candidate[] {
  const clipped = { ...seen, values: seen.values.map((value) => Math.min(clip, Math.max(-clip, value))) }
  const all = zooms.flatMap((zoom) => scoresAt({ level, clipped, clip, zoom })).sort((a, b) => b.score - a.score)
  const kept: Candidate[] = []
  for (const one of all) {
    if (kept.length === candidatesKept) break
    const apart = (other: Candidate): boolean =>
      Math.hypot(one.x - other.x, one.y - other.y) > distinct.levelPx || Math.abs(one.zoom - other.zoom) > distinct.zoom
    if (kept.every(apart)) kept.push(one)
  }
  return kept
}

type Scan = { readonly level: Level; readonly clipped: Plane; readonly clip: number; readonly zoom: number }

/** Whole level pixels, nearest sample: 729 tries of 3,500 points each have to be quick. */
function scoresAt({ level, clipped, clip, zoom }: Scan): Candidate[] {
  const { points } = level
  const { values, width, height } = clipped
  const scale = { x: 1 + zoom, y: 1 + zoom }
  const { across, down } = axesAt({ shift: identity.shift, scale }, level.full, level.factor)
  const stride = Math.max(1, points.count / sampledPoints)
  const count = Math.floor((points.count - 1) / stride) + 1
  const columns = new Int32Array(count)
  const rows = new Int32Array(count)
  const own = new Float32Array(count)
  for (let k = 0; k < count; k++) {
    const p = Math.floor(k * stride)
    columns[k] = Math.round(across.step * points.x[p] + across.origin)
    rows[k] = Math.round(down.step * points.y[p] + down.origin)
    own[k] = Math.min(clip, Math.max(-clip, points.value[p]))
  }
  const scores: Candidate[] = []
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      let product = 0
      let seenSquares = 0
      let ownSquares = 0
      let inside = 0
      for (let k = 0; k < count; k++) {
        const column = columns[k] + x
        const row = rows[k] + y
        if (column < 0 || row < 0 || column >= width || row >= height) continue
        const value = values[row * width + column]
        product += value * own[k]
        seenSquares += value * value
        ownSquares += own[k] * own[k]
        inside++
      }
      const alike = inside < fewestPoints ? 0 : product / Math.sqrt(seenSquares * ownSquares + 1e-9)
      scores.push({ x, y, zoom, score: alike - penalty(Math.hypot(x, y) * level.factor, zoom) })
    }
  }
  return scores
}
