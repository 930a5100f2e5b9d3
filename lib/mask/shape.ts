// Shapes given by numbers or drawn by hand, as regions with antialiased edges.
import { type ImagePoint, intersectRects, isEmpty, type Rect, type Size, wholeRect } from '../core/geometry.ts'
import { never } from '../core/result.ts'
import { polygonRegion } from './polygon.ts'
import type { Region } from './region.ts'
import { coverFromSpans } from './span-coverage.ts'

/** All in image px, possibly fractional and outside the image. A polygon closes by itself, by non-zero winding. */
export type Shape =
  | {
      readonly kind: 'rectangle'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
    }
  | { readonly kind: 'ellipse'; readonly cx: number; readonly cy: number; readonly rx: number; readonly ry: number }
  | { readonly kind: 'polygon'; readonly points: readonly ImagePoint[] }

/** What of an image of this size the shape covers. A shape of no area covers nothing. */
export function shapeRegion(shape: Shape, size: Size): Region {
  const rect = intersectRects(shapeBounds(shape), wholeRect(size))
  switch (shape.kind) {
    case 'rectangle':
      return rectangleRegion(shape, rect)
    case 'ellipse':
      return ellipseRegion(shape, rect)
    case 'polygon':
      return polygonRegion(shape.points, rect)
    default:
      return never(shape)
  }
}

/** The whole pixels that the shape may cover, not clipped to any image. */
export function shapeBounds(shape: Shape): Rect {
  switch (shape.kind) {
    case 'rectangle':
      return around([shape.x, shape.x + shape.width], [shape.y, shape.y + shape.height])
    case 'ellipse':
      return around([shape.cx - shape.rx, shape.cx + shape.rx], [shape.cy - shape.ry, shape.cy + shape.ry])
    case 'polygon':
      return around(
        shape.points.map(({ x }) => x),
        shape.points.map(({ y }) => y),
      )
    default:
      return never(shape)
  }
}

function around(xs: readonly number[], ys: readonly number[]): Rect {
  // Not Math.min(...xs): a lasso may have more points than a call may have arguments.
  const least = (values: readonly number[]): number => Math.floor(values.reduce((a, b) => Math.min(a, b)))
  const most = (values: readonly number[]): number => Math.ceil(values.reduce((a, b) => Math.max(a, b)))
  if (xs.length === 0) return { x: 0, y: 0, width: 0, height: 0 }
  const [x, y] = [least(xs), least(ys)]
  return { x, y, width: most(xs) - x, height: most(ys) - y }
}

/** Exact: what the rectangle covers of a pixel is what it covers of its column times what it covers of its row. */
function rectangleRegion(shape: Shape & { kind: 'rectangle' }, rect: Rect): Region {
  if (isEmpty(rect)) return { rect, coverage: new Uint8Array(0) }
  const coverage = new Uint8Array(rect.width * rect.height)
  const columns = overlaps({ from: shape.x, length: shape.width, first: rect.x, count: rect.width })
  const rows = overlaps({ from: shape.y, length: shape.height, first: rect.y, count: rect.height })
  const values = new Uint8Array(rect.width)
  for (let y = 0; y < rect.height; y++) {
    // All rows but the first and the last are the same.
    if (y === 0 || rows[y] !== rows[y - 1]) {
      for (let x = 0; x < rect.width; x++) values[x] = Math.round(255 * columns[x] * rows[y])
    }
    coverage.set(values, y * rect.width)
  }
  return { rect, coverage }
}

type Stretch = { from: number; length: number; first: number; count: number }

function overlaps({ from, length, first, count }: Stretch): Float64Array {
  const [low, high] = length >= 0 ? [from, from + length] : [from + length, from]
  return Float64Array.from({ length: count }, (_, i) =>
    Math.max(0, Math.min(high, first + i + 1) - Math.max(low, first + i)),
  )
}

function ellipseRegion({ cx, cy, rx, ry }: Shape & { kind: 'ellipse' }, rect: Rect): Region {
  return coverFromSpans(rect, (y, add) => {
    const t = (y - cy) / ry
    // (1 − t)(1 + t) and not 1 − t²: a huge ellipse of which one edge is seen keeps its digits.
    const half = Math.abs(rx) * Math.sqrt(Math.max(0, (1 - t) * (1 + t)))
    if (half > 0) add(cx - half, cx + half)
  })
}
