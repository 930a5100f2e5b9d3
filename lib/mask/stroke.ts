// A stroke is a polyline swept by one kernel. It can be given piece by piece as the hand moves, or at once: the same
// segments are stamped in the same order, so the rasters are equal to the byte.
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
import { type Brush, createKernel, type Kernel, segmentReach, stampSegment } from './stamp.ts'

export type Stroke = { readonly kernel: Kernel; last: ImagePoint | null }

export const beginStroke = (brush: Brush): Stroke => ({ kernel: createKernel(brush), last: null })

type Extension = {
  readonly raster: Raster
  readonly stroke: Stroke
  /** In pixels of `raster`; the first of a stroke leaves a dot. Points outside the raster are welcome. */
  readonly points: readonly ImagePoint[]
  readonly touch?: Touch
  readonly within?: Rect
}

/** Carries the stroke on to further points. Returns the pixels that may have changed. */
export function extendStroke({
  raster,
  stroke,
  points,
  touch = ignoreTouch,
  within = wholeRect(raster),
}: Extension): Rect {
  let dirty = emptyRect
  for (const point of points) {
    const from = stroke.last ?? point
    stroke.last = point
    const reach = intersectRects(segmentReach(stroke.kernel, { from, to: point }), within)
    if (isEmpty(reach)) continue
    touch(reach)
    dirty = unionRects(dirty, stampSegment({ raster, kernel: stroke.kernel, from, to: point, within }))
  }
  return dirty
}
