// The raster as it is seen: mask values for a rectangle of the screen, at the screen's resolution.
import { emptyRect, intersectRects, isEmpty, type Rect, type Size, wholeRect } from '../core/geometry.ts'
import type { Raster } from './raster.ts'

/** screen = image × zoom + (x, y). Screen pixels here are those of the device, not of CSS. */
export type Projection = { readonly x: number; readonly y: number; readonly zoom: number }

/** The screen pixels, inside a screen of the given size, that show any part of `rect` of the image. */
export function projectRect(rect: Rect, { x, y, zoom }: Projection, screen: Size): Rect {
  if (isEmpty(rect)) return emptyRect
  const left = Math.floor(rect.x * zoom + x)
  const top = Math.floor(rect.y * zoom + y)
  const projected = {
    x: left,
    y: top,
    width: Math.ceil((rect.x + rect.width) * zoom + x) - left,
    height: Math.ceil((rect.y + rect.height) * zoom + y) - top,
  }
  return intersectRects(projected, wholeRect(screen))
}

/**
 * One mask value per pixel of `rect` (device pixels), row by row. Zoomed out, each image pixel counts into exactly one
 * screen pixel and is averaged there, so that a thin stroke gets faint but never vanishes; zoomed in, the nearest.
 */
export function filmPixels(raster: Raster, projection: Projection, rect: Rect): Uint8Array<ArrayBuffer> {
  const { width, height } = rect
  const values = new Uint8Array(width * height)
  const { x, y, zoom } = projection
  const columns = sourceEdges({ from: rect.x, count: width, offset: x, zoom, length: raster.width })
  const rows = sourceEdges({ from: rect.y, count: height, offset: y, zoom, length: raster.height })
  const { starts, ends } = columns
  const { data } = raster
  const sums = new Uint32Array(width)
  for (let j = 0; j < height; j++) {
    const top = rows.starts[j]
    const bottom = rows.ends[j]
    if (bottom <= top) continue
    sums.fill(0)
    for (let sourceY = top; sourceY < bottom; sourceY++) {
      const row = sourceY * raster.width
      for (let i = 0; i < width; i++) {
        const end = row + ends[i]
        let sum = 0
        for (let source = row + starts[i]; source < end; source++) sum += data[source]
        sums[i] += sum
      }
    }
    const target = j * width
    for (let i = 0; i < width; i++) {
      const count = (ends[i] - starts[i]) * (bottom - top)
      if (count > 0) values[target + i] = Math.round(sums[i] / count)
    }
  }
  return values
}

type Axis = { from: number; count: number; offset: number; zoom: number; length: number }

/** Which image pixels each screen pixel of one axis shows, right end exclusive; none outside the image. */
function sourceEdges({ from, count, offset, zoom, length }: Axis): { starts: Int32Array; ends: Int32Array } {
  const starts = new Int32Array(count)
  const ends = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    if (zoom >= 1) {
      const nearest = Math.floor((from + i + 0.5 - offset) / zoom)
      const inside = nearest >= 0 && nearest < length
      starts[i] = inside ? nearest : 0
      ends[i] = inside ? nearest + 1 : 0
    } else {
      starts[i] = Math.min(length, Math.max(0, Math.ceil((from + i - offset) / zoom - 0.5)))
      ends[i] = Math.min(length, Math.max(0, Math.ceil((from + i + 1 - offset) / zoom - 0.5)))
    }
  }
  return { starts, ends }
}
