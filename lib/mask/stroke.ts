// A stroke is a polyline swept by one kernel. It can be given piece by piece as the hand moves, or at once: the rasters
// are equal to the byte.
//
// Each segment costs what it newly covers, not what the brush covers: its band, and at the joint behind it the wedge that
// the two bands leave open. Everything else around the segment is nearer to what came before. (Sweeping the whole round
// end each time, a stroke of 150 points with a soft brush of 2000 px took 3.3 s; now it takes a tenth of a second.) Only
// the round tip at the end of the path moves on with it: `tip: 'later'` leaves it to `finishStroke`.
import {
  emptyRect,
  type ImagePoint,
  intersectRects,
  isEmpty,
  type Rect,
  unionRects,
  wholeRect,
} from '../core/geometry.ts'
import { ignoreTouch, type Raster, type Touch } from './raster.ts'
import { type Brush, createKernel, type Kernel } from './stamp.ts'
import { segmentReach, stampBand, stampDisc } from './sweep.ts'
import { stampTaper, type TipPoint, taperReach } from './taper.ts'

/** A point may have a tip of its own, as under a pen: diameter in image px, strength 0–1. Without, the brush's own. */
export type StrokePoint = ImagePoint & { readonly sizePx?: number | undefined; readonly strength?: number | undefined }

type Direction = { readonly x: number; readonly y: number }

export type Stroke = {
  readonly brush: Brush
  readonly kernel: Kernel
  last: StrokePoint | null
  /** Where the path was heading when it came to `last`; null while that is its only place. */
  heading: Direction | null
  /** Whether all around `last` is painted already. */
  tipped: boolean
  /** Where the segment to `last` began, if it was a taper. */
  before: TipPoint | null
}

export const beginStroke = (brush: Brush): Stroke => ({
  brush,
  kernel: createKernel(brush),
  last: null,
  heading: null,
  tipped: false,
  before: null,
})

type Painting = {
  readonly raster: Raster
  readonly stroke: Stroke
  readonly touch?: Touch
  readonly within?: Rect
}

type Extension = Painting & {
  /** In pixels of `raster`; the first of a stroke leaves a dot. Points outside the raster are welcome. */
  readonly points: readonly StrokePoint[]
  readonly tip?: 'now' | 'later'
}

/** Carries the stroke on to further points. Returns the pixels that may have changed, or will when it is finished. */
export function extendStroke({ points, tip = 'now', ...painting }: Extension): Rect {
  const { stroke } = painting
  let dirty = emptyRect
  for (const to of points) {
    const from = stroke.last ?? to
    const taper = hasTip(stroke.brush, from) || hasTip(stroke.brush, to)
    dirty = unionRects(dirty, taper ? paintTaper(painting, from, to) : paintSegment(painting, from, to))
  }
  if (tip === 'now') finishStroke(painting)
  return dirty
}

/** Paints the tip at the end of the path, if it is not there yet. The stroke may still be carried on. */
export function finishStroke({ raster, stroke, within }: Painting): void {
  const { kernel, last, heading } = stroke
  if (last === null || stroke.tipped) return
  stampDisc({ raster, kernel, centre: last, towards: heading ? [heading] : [], within })
  stroke.tipped = true
}

function paintSegment(
  { raster, stroke, touch = ignoreTouch, within }: Painting,
  from: ImagePoint,
  to: ImagePoint,
): Rect {
  const { kernel, last, heading, tipped } = stroke
  const next = { x: to.x - from.x, y: to.y - from.y }
  if (last !== null && next.x === 0 && next.y === 0) return emptyRect
  const reach = intersectRects(segmentReach(kernel, { from, to }), within ?? wholeRect(raster))
  if (!isEmpty(reach)) touch(reach)
  if (last !== null && !isEmpty(reach)) {
    stampBand({ raster, kernel, from, to, within })
    // Between the ends of two bands; at the first point of a path, all that is behind it.
    const behind = { x: -next.x, y: -next.y }
    if (!tipped) stampDisc({ raster, kernel, centre: from, towards: heading ? [heading, behind] : [behind], within })
  }
  Object.assign(stroke, { last: to, heading: last === null ? null : next, tipped: false, before: null })
  return reach
}

/** A pen that presses fully, or changes nothing by its pressure, has the brush's own tip: twice as fast as a taper. */
const hasTip = (brush: Brush, { sizePx = brush.sizePx, strength = 1 }: StrokePoint): boolean =>
  sizePx !== brush.sizePx || strength !== 1

function paintTaper(painting: Painting, from: StrokePoint, to: StrokePoint): Rect {
  const { raster, stroke, touch = ignoreTouch, within } = painting
  const { brush } = stroke
  const tipOf = ({ x, y, sizePx = brush.sizePx, strength = 1 }: StrokePoint): TipPoint => ({ x, y, sizePx, strength })
  const [a, b] = [tipOf(from), tipOf(to)]
  // A plain tip is measured by the kernel and a taper by itself: whether points come one by one must make no difference.
  finishStroke(painting)
  const reach = intersectRects(taperReach(brush, a, b), within ?? wholeRect(raster))
  if (!isEmpty(reach)) {
    touch(reach)
    stampTaper({ raster, brush, before: stroke.before, from: a, to: b, within })
  }
  Object.assign(stroke, { last: to, heading: null, tipped: true, before: a })
  return reach
}
