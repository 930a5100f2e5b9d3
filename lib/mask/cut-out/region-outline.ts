// The edge of a region as lines to be shown: fine enough for the eye, and never more points than a frame can draw.
import type { ImagePoint } from '../../core/geometry.ts'
import { traceContours } from '../contour.ts'
import type { Region } from '../region.ts'

/** Tracing a megapixel takes some 20 ms; of 20 megapixels nobody sees the rest. */
const mostPixels = 1_000_000

/** Closed lines around what is at least half covered, in image pixels. */
export function regionOutline({ rect, coverage }: Region): ImagePoint[][] {
  const scale = Math.max(1, Math.ceil(Math.sqrt((rect.width * rect.height) / mostPixels)))
  const width = Math.ceil(rect.width / scale)
  const height = Math.ceil(rect.height / scale)
  const small = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const middleX = Math.min(rect.width - 1, x * scale + (scale >> 1))
      const middleY = Math.min(rect.height - 1, y * scale + (scale >> 1))
      small[y * width + x] = coverage[middleY * rect.width + middleX]
    }
  }
  const lines =
    scale === 1 ? traceContours({ width, height, data: coverage }) : traceContours({ width, height, data: small })
  return lines.map((line) => line.map(({ x, y }) => ({ x: rect.x + x * scale, y: rect.y + y * scale })))
}
