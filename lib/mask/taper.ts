// A segment of a stroke whose size or strength changes along it, as under a pen: between its two tips it is their hull,
// and everything about the tip goes evenly from one to the other.
//
// Strength does not change the value that is painted, but how much of it: the coverage is multiplied by it. So every
// interval of a stroke still contains the one value, and what stamp.ts says of strokes holds here too: they never build
// up where they cross, and any order of their segments gives one raster. A value that changed along the stroke could not
// have that, for of two full coverages with two values the later would win.
//
// The place of a pixel along the segment is where it is deepest inside the tip: for radii r + k·s at s along the axis,
// the minimum of distance − radius is at s = x + y·k / √(1 − k²). Only + − × ÷ and √ are used, as in stamp.ts.
import { type ImagePoint, intersectRects, isEmpty, type Rect, wholeRect } from '../core/geometry.ts'
import { capsuleSpan } from './capsule.ts'
import type { Raster } from './raster.ts'
import { type Brush, tipOf } from './stamp.ts'

/** A point of a stroke with a tip of its own: diameter in image px, strength 0–1. */
export type TipPoint = ImagePoint & { readonly sizePx: number; readonly strength: number }

type Taper = {
  readonly raster: Raster
  readonly brush: Brush
  readonly from: TipPoint
  readonly to: TipPoint
  readonly within?: Rect
}

/** Inner and outer radius and the coverage at the middle. */
function tipAt({ hardness }: Brush, { sizePx, strength }: TipPoint) {
  const { inner, outer, peak } = tipOf({ sizePx, hardness })
  return { inner, outer, peak: peak * strength }
}

/** The pixels that a taper may change, not clipped to any raster. */
export function taperReach(brush: Brush, from: TipPoint, to: TipPoint): Rect {
  const [a, b] = [tipAt(brush, from).outer, tipAt(brush, to).outer]
  const x = Math.floor(Math.min(from.x - a, to.x - b))
  const y = Math.floor(Math.min(from.y - a, to.y - b))
  return {
    x,
    y,
    width: Math.ceil(Math.max(from.x + a, to.x + b)) - x,
    height: Math.ceil(Math.max(from.y + a, to.y + b)) - y,
  }
}

/** Sweeps the tip from one point to the other (the same point: the larger of the two). Returns what may have changed. */
export function stampTaper({ raster, brush, from, to, within = wholeRect(raster) }: Taper): Rect {
  const reach = intersectRects(taperReach(brush, from, to), within)
  if (isEmpty(reach)) return reach
  const { data } = raster
  const { value } = brush
  // One order for both directions, so that there and back is the same sum to the last bit.
  const forward = from.x < to.x || (from.x === to.x && from.y <= to.y)
  const [start, end] = forward ? [from, to] : [to, from]
  const [first, last] = [tipAt(brush, start), tipAt(brush, end)]
  const dx = end.x - start.x
  const dy = end.y - start.y
  const lengthSquared = dx * dx + dy * dy
  const length = Math.sqrt(lengthSquared)
  const grows = last.outer - first.outer
  // The larger tip swallows the smaller: there is only one.
  const swallowed = Math.abs(grows) >= length
  const only = larger(first, last) === first ? 0 : 1
  const slope = swallowed ? 0 : grows / length
  const lean = slope / Math.sqrt(1 - slope * slope)
  const perLength = length > 0 ? 1 / length : 0
  const widest = Math.max(first.outer, last.outer)
  // Surely inside the full coverage, wherever along the segment the pixel falls.
  const core = first.peak === 1 && last.peak === 1 ? Math.min(first.inner, last.inner) - Math.abs(grows) - 0.01 : 0
  const right = reach.x + reach.width
  const span = new Float64Array(2)

  for (let y = reach.y; y < reach.y + reach.height; y++) {
    const py = y + 0.5 - start.y
    if (!capsuleSpan(span, { dx, dy, lengthSquared, py, radius: widest })) continue
    const rowFirst = Math.max(reach.x, Math.floor(start.x + span[0] - 0.5))
    const rowEnd = Math.min(right, Math.ceil(start.x + span[1] + 0.5))
    let coreFirst = rowEnd
    let coreEnd = rowEnd
    if (core > 4 && capsuleSpan(span, { dx, dy, lengthSquared, py, radius: core })) {
      coreFirst = Math.min(rowEnd, Math.max(rowFirst, Math.ceil(start.x + span[0] - 0.5)))
      coreEnd = Math.min(rowEnd, Math.max(coreFirst, Math.floor(start.x + span[1] + 0.5)))
    }
    const row = y * raster.width
    data.fill(value, row + coreFirst, row + coreEnd)
    for (let x = rowFirst; x < rowEnd; x++) {
      if (x === coreFirst) {
        x = coreEnd
        if (x >= rowEnd) break
      }
      const old = data[row + x]
      if (old === value) continue
      const px = x + 0.5 - start.x
      const along = (px * dx + py * dy) * perLength
      const across = Math.abs(px * dy - py * dx) * perLength
      const at = (along + lean * across) * perLength
      const t = swallowed ? only : at < 0 ? 0 : at > 1 ? 1 : at
      const ex = px - t * dx
      const ey = py - t * dy
      const outer = first.outer + t * grows
      const distance2 = ex * ex + ey * ey
      if (distance2 >= outer * outer) continue
      const inner = first.inner + t * (last.inner - first.inner)
      const peak = first.peak + t * (last.peak - first.peak)
      const u = Math.max(0, (Math.sqrt(distance2) - inner) / (outer - inner))
      const coverage = peak * (1 - u * u * (3 - 2 * u))
      const low = Math.round(coverage * value)
      const high = 255 - Math.round(coverage * (255 - value))
      if (old < low) data[row + x] = low
      else if (old > high) data[row + x] = high
    }
  }
  return reach
}

type Tip = ReturnType<typeof tipAt>

const larger = (a: Tip, b: Tip): Tip => (a.outer > b.outer || (a.outer === b.outer && a.peak >= b.peak) ? a : b)
