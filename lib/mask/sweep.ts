// The pieces that a stroke is made of: bands along its segments, and discs, or parts of them, around its points. What a
// pixel becomes depends on its least distance from the path alone, so the pieces may overlap and come in any order.
import { type ImagePoint, intersectRects, type Rect, wholeRect } from '../core/geometry.ts'
import type { Raster } from './raster.ts'
import { endPixel, firstPixel, type HalfPlane, narrowToCircle, narrowToPlane, type Span } from './row-span.ts'
import { applyKernel, type Kernel } from './stamp.ts'

type Segment = { readonly from: ImagePoint; readonly to: ImagePoint }

/** The pixels that a segment and the discs at its ends may change, not clipped to any raster. */
export function segmentReach({ outer }: Kernel, { from, to }: Segment): Rect {
  const x = Math.floor(Math.min(from.x, to.x) - outer)
  const y = Math.floor(Math.min(from.y, to.y) - outer)
  return {
    x,
    y,
    width: Math.ceil(Math.max(from.x, to.x) + outer) - x,
    height: Math.ceil(Math.max(from.y, to.y) + outer) - y,
  }
}

type Target = { readonly raster: Raster; readonly kernel: Kernel; readonly within?: Rect }

/** Bands go this far past their ends, so that no rounding leaves a gap between a band and the disc that follows it. */
const overlapPx = 0.5

/** Sweeps the kernel along a segment that is longer than nothing, without the round ends. */
export function stampBand({ raster, kernel, from, to, within = wholeRect(raster) }: Target & Segment): void {
  // One order for both directions, so that there and back is the same sum to the last bit.
  const forward = from.x < to.x || (from.x === to.x && from.y <= to.y)
  const [start, end] = forward ? [from, to] : [to, from]
  const dx = end.x - start.x
  const dy = end.y - start.y
  const length2 = dx * dx + dy * dy
  const length = Math.sqrt(length2)
  const band = (radius: number, overlap: number): HalfPlane[] => [
    { across: dx, down: dy, least: -overlap * length },
    { across: -dx, down: -dy, least: -length2 - overlap * length },
    { across: -dy, down: dx, least: -radius * length },
    { across: dy, down: -dx, least: -radius * length },
  ]
  const { inner, outer } = kernel
  const figure = { planes: band(outer, overlapPx), radius: Number.POSITIVE_INFINITY }
  const core = { planes: band(inner - coreMargin, 0), radius: Number.POSITIVE_INFINITY }
  const reach = intersectRects(segmentReach(kernel, { from, to }), within)
  const measure: Measure = ({ first, count, y, distances }) => {
    const py = y + 0.5 - start.y
    const qy = y + 0.5 - end.y
    for (let i = 0; i < count; i++) {
      const px = first + i + 0.5 - start.x
      const qx = first + i + 0.5 - end.x
      // The ends are measured as their discs measure them: so a disc drawn early never shows in the end.
      const toStart = px * px + py * py
      const toEnd = qx * qx + qy * qy
      let least = toStart < toEnd ? toStart : toEnd
      const along = px * dx + py * dy
      if (along > 0 && along < length2) {
        const t = along / length2
        const ex = px - t * dx
        const ey = py - t * dy
        const beside = ex * ex + ey * ey
        if (beside < least) least = beside
      }
      distances[i] = least
    }
  }
  paintRows({ raster, kernel, reach, origin: start, figure, core, measure })
}

type Disc = Target & {
  readonly centre: ImagePoint
  /** Only the part on these sides of the centre. */
  readonly towards?: readonly { readonly x: number; readonly y: number }[]
}

export function stampDisc({ raster, kernel, centre, towards = [], within = wholeRect(raster) }: Disc): void {
  const planes = towards.map(({ x, y }): HalfPlane => ({ across: x, down: y, least: 0 }))
  const reach = intersectRects(segmentReach(kernel, { from: centre, to: centre }), within)
  const figure = { planes, radius: kernel.outer }
  const core = { planes, radius: kernel.inner - coreMargin }
  const measure: Measure = ({ first, count, y, distances }) => {
    const py = y + 0.5 - centre.y
    for (let i = 0; i < count; i++) {
      const px = first + i + 0.5 - centre.x
      distances[i] = px * px + py * py
    }
  }
  paintRows({ raster, kernel, reach, origin: centre, figure, core, measure })
}

/** The cut of some half-planes and a circle, all around one origin. */
type Figure = { readonly planes: readonly HalfPlane[]; readonly radius: number }

/** Writes the squared distances of `count` pixels of row `y` from `first` on. */
type Measure = (row: { first: number; count: number; y: number; distances: Float64Array }) => void

type Rows = {
  readonly raster: Raster
  readonly kernel: Kernel
  readonly reach: Rect
  readonly origin: ImagePoint
  readonly figure: Figure
  /** Where the kernel's value holds alone. */
  readonly core: Figure
  readonly measure: Measure
}

/** Far from the rounding of any distance. */
const coreMargin = 0.01

function paintRows({ raster: { data, width }, kernel, reach, origin, figure, core, measure }: Rows): void {
  const distances = new Float64Array(Math.max(0, reach.width))
  const span: Span = { low: 0, high: 0 }
  for (let y = reach.y; y < reach.y + reach.height; y++) {
    const height = y + 0.5 - origin.y
    cut(span, figure, height)
    const first = firstPixel(span, origin.x, reach)
    const end = endPixel(span, origin.x, reach)
    if (first >= end) continue
    let coreFirst = end
    let coreEnd = end
    // Most of a large brush is its core, and filling a row is ten times cheaper than measuring each pixel of it.
    if (kernel.inner > 4) {
      cut(span, core, height)
      coreFirst = Math.min(end, Math.max(first, firstPixel(span, origin.x, reach)))
      coreEnd = Math.min(end, endPixel(span, origin.x, reach))
      if (coreEnd <= coreFirst) coreFirst = coreEnd = end
    }
    const row = y * width
    const before = coreFirst - first
    if (before > 0) {
      measure({ first, count: before, y, distances })
      applyKernel({ kernel, data, start: row + first, distances, count: before })
    }
    data.fill(kernel.value, row + coreFirst, row + coreEnd)
    const after = end - coreEnd
    if (after > 0) {
      measure({ first: coreEnd, count: after, y, distances })
      applyKernel({ kernel, data, start: row + coreEnd, distances, count: after })
    }
  }
}

function cut(span: Span, { planes, radius }: Figure, y: number): void {
  span.low = Number.NEGATIVE_INFINITY
  span.high = Number.POSITIVE_INFINITY
  if (radius < Number.POSITIVE_INFINITY) narrowToCircle(span, radius, y)
  for (const plane of planes) narrowToPlane(span, plane, y)
}
