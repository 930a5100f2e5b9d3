// The brush kernel: a round tip swept along a segment (a capsule), antialiased, from hard to soft.
//
// A stroke of value v does not add to what is there: where the tip covers a pixel by c (0 to 1), it holds the pixel
// inside the interval [c·v, 255 − c·(255 − v)]. The interval always contains v, is everything at c = 0 and v alone at
// c = 1. Clamps to intervals that share a point commute and repeat without effect, so a stroke never builds up where
// it crosses itself, and strokes of one value give one raster in any order. For v = 255 this is the maximum with the
// coverage, for v = 0 (erasing) the minimum with its complement.
//
// Rounding, stated once: each end of the interval is rounded to the nearest byte when the kernel is made. Only + − × ÷
// and square roots are used, which IEEE 754 rounds exactly, so every browser and Node give the same raster.
import { type ImagePoint, intersectRects, isEmpty, type Rect, wholeRect } from '../core/geometry.ts'
import type { Raster } from './raster.ts'

/** Diameter in image px, hardness 0–1, value 0–255 (0 erases). */
export type Brush = { readonly sizePx: number; readonly hardness: number; readonly value: number }

/** A brush made ready: full coverage up to `inner` px from the path, none from `outer` px on, tables between. */
export type Kernel = {
  readonly value: number
  readonly inner: number
  readonly outer: number
  /** The interval's ends by squared distance: entry i begins at inner² + i / stepsPerSquarePx. */
  readonly low: Uint8Array
  readonly high: Uint8Array
  readonly stepsPerSquarePx: number
}

/** 2048 steps keep the error under half a level of grey up to 2000 px. */
const steps = 2048

export function createKernel({ sizePx, hardness, value }: Brush): Kernel {
  const radius = sizePx / 2
  const inner = Math.max(0, Math.min(hardness * radius, radius - 0.5))
  const outer = Math.max(radius, inner + 1)
  // Below one pixel (only in a zoomed-out preview) the tip cannot get narrower, so it gets fainter.
  const peak = Math.min(1, sizePx)
  const stepsPerSquarePx = steps / (outer * outer - inner * inner)
  const low = new Uint8Array(steps + 1)
  const high = new Uint8Array(steps + 1).fill(255)
  for (let i = 0; i < steps; i++) {
    const distance = i === 0 ? inner : Math.sqrt(inner * inner + (i + 0.5) / stepsPerSquarePx)
    const t = (distance - inner) / (outer - inner)
    const coverage = peak * (1 - t * t * (3 - 2 * t))
    low[i] = Math.round(coverage * value)
    high[i] = 255 - Math.round(coverage * (255 - value))
  }
  return { value, inner: peak < 1 ? 0 : inner, outer, low, high, stepsPerSquarePx }
}

type Segment = { readonly from: ImagePoint; readonly to: ImagePoint }

/** The pixels that a segment may change, not clipped to any raster. */
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

type Stamp = Segment & { readonly raster: Raster; readonly kernel: Kernel; readonly within?: Rect }

/** Sweeps the kernel from one point to the other (the same point: a dot). Returns the pixels that may have changed. */
export function stampSegment({ raster, kernel, from, to, within = wholeRect(raster) }: Stamp): Rect {
  const reach = intersectRects(segmentReach(kernel, { from, to }), within)
  if (isEmpty(reach)) return reach
  const { data } = raster
  const { value, inner, outer, low, high, stepsPerSquarePx } = kernel
  // One order for both directions, so that there and back is the same sum to the last bit.
  const forward = from.x < to.x || (from.x === to.x && from.y <= to.y)
  const start = forward ? from : to
  const dx = forward ? to.x - from.x : from.x - to.x
  const dy = forward ? to.y - from.y : from.y - to.y
  const lengthSquared = dx * dx + dy * dy
  const perLength = lengthSquared > 0 ? 1 / lengthSquared : 0
  const inner2 = inner * inner
  const outer2 = outer * outer
  const right = reach.x + reach.width
  const span = new Float64Array(2)

  for (let y = reach.y; y < reach.y + reach.height; y++) {
    const py = y + 0.5 - start.y
    if (!capsuleSpan(span, { dx, dy, lengthSquared, py, radius: outer })) continue
    const first = Math.max(reach.x, Math.floor(start.x + span[0] - 0.5))
    const end = Math.min(right, Math.ceil(start.x + span[1] + 0.5))
    let coreFirst = end
    let coreEnd = end
    // Most of a large brush is its core, and filling a row is ten times cheaper than measuring each pixel of it.
    if (inner > 4 && capsuleSpan(span, { dx, dy, lengthSquared, py, radius: inner - 0.01 })) {
      coreFirst = Math.min(end, Math.max(first, Math.ceil(start.x + span[0] - 0.5)))
      coreEnd = Math.min(end, Math.max(coreFirst, Math.floor(start.x + span[1] + 0.5)))
    }
    const row = y * raster.width
    data.fill(value, row + coreFirst, row + coreEnd)
    for (let x = first; x < end; x++) {
      if (x === coreFirst) {
        x = coreEnd
        if (x >= end) break
      }
      const px = x + 0.5 - start.x
      const along = (px * dx + py * dy) * perLength
      const t = along < 0 ? 0 : along > 1 ? 1 : along
      const ex = px - t * dx
      const ey = py - t * dy
      const distance2 = ex * ex + ey * ey
      if (distance2 >= outer2) continue
      const step = distance2 <= inner2 ? 0 : ((distance2 - inner2) * stepsPerSquarePx) | 0
      const old = data[row + x]
      if (old < low[step]) data[row + x] = low[step]
      else if (old > high[step]) data[row + x] = high[step]
    }
  }
  return reach
}

type CapsuleRow = { dx: number; dy: number; lengthSquared: number; py: number; radius: number }

/** Where the row at height `py` is inside the capsule from (0, 0) to (dx, dy): one interval, for a capsule is convex. */
function capsuleSpan(span: Float64Array, { dx, dy, lengthSquared, py, radius }: CapsuleRow): boolean {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  if (Math.abs(py) <= radius) {
    const half = Math.sqrt(radius * radius - py * py)
    low = -half
    high = half
  }
  if (Math.abs(py - dy) <= radius) {
    const half = Math.sqrt(radius * radius - (py - dy) * (py - dy))
    low = Math.min(low, dx - half)
    high = Math.max(high, dx + half)
  }
  if (lengthSquared > 0) {
    // The rectangle between the two discs: between its ends along the segment, and within the radius across it.
    const reach = radius * Math.sqrt(lengthSquared)
    let left = Number.NEGATIVE_INFINITY
    let right = Number.POSITIVE_INFINITY
    let inside = true
    if (dx > 0) {
      left = (-py * dy) / dx
      right = (lengthSquared - py * dy) / dx
    } else inside = py * dy >= 0 && py * dy <= lengthSquared
    if (dy !== 0) {
      const a = (py * dx - reach) / dy
      const b = (py * dx + reach) / dy
      left = Math.max(left, Math.min(a, b))
      right = Math.min(right, Math.max(a, b))
    } else inside = inside && Math.abs(py * dx) <= reach
    if (inside && left <= right) {
      low = Math.min(low, left)
      high = Math.max(high, right)
    }
  }
  span[0] = low
  span[1] = high
  return low <= high
}
