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
//
// Most pixels of a large tip are nearest to one of the segment's ends, where the tip is always the same: a table serves
// there, and where the segment before has covered them already, nothing is done. (Reckoning each pixel of each segment,
// 150 points with a soft brush of 2000 px took 5 s.)
import { type ImagePoint, intersectRects, isEmpty, type Rect, wholeRect } from '../core/geometry.ts'
import { capsuleSpan } from './capsule.ts'
import type { Raster } from './raster.ts'
import { type Brush, tipOf } from './stamp.ts'
import { createAxis, createRowPainter, paintEach, type RowPart } from './taper-row.ts'
import type { Tip } from './tip-table.ts'

/** A point of a stroke with a tip of its own: diameter in image px, strength 0–1. */
export type TipPoint = ImagePoint & { readonly sizePx: number; readonly strength: number }

type Taper = {
  readonly raster: Raster
  readonly brush: Brush
  /** The point before `from`, where the segment between them is painted already. */
  readonly before?: TipPoint | null
  readonly from: TipPoint
  readonly to: TipPoint
  readonly within?: Rect
}

/** Below this radius each pixel is reckoned for itself: a table costs as much as 5,000 of them. */
const tableRadiusPx = 100

/** Inner and outer radius and the coverage at the middle. */
function tipAt({ hardness }: Brush, { sizePx, strength }: TipPoint): Tip {
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
export function stampTaper({ raster, brush, before = null, from, to, within = wholeRect(raster) }: Taper): Rect {
  const reach = intersectRects(taperReach(brush, from, to), within)
  if (isEmpty(reach)) return reach
  const { data } = raster
  const { value } = brush
  // One order for both directions, so that there and back is the same sum to the last bit.
  const forward = from.x < to.x || (from.x === to.x && from.y <= to.y)
  const [start, end] = forward ? [from, to] : [to, from]
  const axis = createAxis({ start, end, first: tipAt(brush, start), last: tipAt(brush, end) })
  const { dx, dy, lengthSquared, first, last, grows } = axis
  const widest = Math.max(first.outer, last.outer)
  // Surely inside the full coverage, wherever along the segment the pixel falls.
  const core = first.peak === 1 && last.peak === 1 ? Math.min(first.inner, last.inner) - Math.abs(grows) - 0.01 : 0
  const done = before && !axis.swallowed && holdsBehind(brush, before, from) ? (forward ? 'start' : 'end') : null
  const target = { data, value, axis }
  const paint =
    widest < tableRadiusPx ? (part: RowPart): void => paintEach(target, part) : createRowPainter(target, done)
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
    paint({ row, py, first: rowFirst, end: coreFirst })
    paint({ row, py, first: coreEnd, end: rowEnd })
  }
  return reach
}

/**
 * Whether the segment that came to a point covers behind it all that the point's own tip does: it began with a tip that
 * was no larger (so its edge was no softer) and no weaker, and a pixel behind is deeper inside that segment.
 */
function holdsBehind(brush: Brush, before: TipPoint, at: TipPoint): boolean {
  const [a, b] = [tipAt(brush, before), tipAt(brush, at)]
  return a.outer <= b.outer && a.outer - a.inner <= b.outer - b.inner && a.peak >= b.peak
}
