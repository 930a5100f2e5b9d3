// Where a row of pixels runs through a figure bounded by straight lines and circles.
import type { Rect } from '../core/geometry.ts'

/** All points with x · across + y · down ≥ least, measured from the figure's own origin. */
export type HalfPlane = { readonly across: number; readonly down: number; readonly least: number }

/** From `low` to `high`, from the figure's origin; nothing where low > high. */
export type Span = { low: number; high: number }

export function narrowToPlane(span: Span, { across, down, least }: HalfPlane, y: number): void {
  const rest = least - down * y
  if (across > 0) span.low = Math.max(span.low, rest / across)
  else if (across < 0) span.high = Math.min(span.high, rest / across)
  else if (rest > 0) span.low = Number.POSITIVE_INFINITY
}

export function narrowToCircle(span: Span, radius: number, y: number): void {
  const half2 = radius * radius - y * y
  const half = half2 > 0 ? Math.sqrt(half2) : -1
  span.low = Math.max(span.low, -half)
  span.high = Math.min(span.high, half)
}

/** The first pixel of `within` whose centre is in the span, for a figure whose origin is at `originX`. */
export const firstPixel = ({ low }: Span, originX: number, within: Rect): number =>
  Math.max(within.x, Math.ceil(originX + low - 0.5))

/** One past the last such pixel. */
export const endPixel = ({ high }: Span, originX: number, within: Rect): number =>
  Math.min(within.x + within.width, Math.floor(originX + high - 0.5) + 1)
