// From spans to coverage. Each row of pixels is cut into 16 lines; on each the inside is a set of spans with fractional
// ends, and a pixel is covered by the mean of what they cover of it. So an upright edge is exact to 1/256 of a pixel and
// a level one to 1/16, which no eye can tell. A pixel wholly inside is exactly 255 and one wholly outside exactly 0:
// all sums are of whole numbers.
import { isEmpty, type Rect } from '../core/geometry.ts'
import type { Region } from './region.ts'

export const linesPerPixel = 16
const stepsPerPixel = 256
const full = linesPerPixel * stepsPerPixel

/** Takes a span of the present line, in image px. Spans of one line must not overlap. */
export type AddSpan = (left: number, right: number) => void

/** `drawLine` is called for each line of `rect`, from the top, with the height of its middle. */
export function coverFromSpans(rect: Rect, drawLine: (y: number, add: AddSpan) => void): Region {
  if (isEmpty(rect)) return { rect, coverage: new Uint8Array(0) }
  const { width, height } = rect
  const coverage = new Uint8Array(width * height)
  // `starts` holds where whole pixels of cover begin (+) and end (−); `parts` what the ends of spans cover of one pixel.
  const starts = new Int32Array(width + 1)
  const parts = new Int32Array(width + 1)
  let used = false
  const add: AddSpan = (left, right) => {
    const from = Math.round(Math.min(width, Math.max(0, left - rect.x)) * stepsPerPixel)
    const to = Math.round(Math.min(width, Math.max(0, right - rect.x)) * stepsPerPixel)
    if (to <= from) return
    used = true
    const first = from >> 8
    const last = to >> 8
    // Cover from `from` on, less cover from `to` on.
    parts[first] -= from & 255
    starts[first]++
    parts[last] += to & 255
    starts[last]--
  }
  for (let y = 0; y < height; y++) {
    used = false
    for (let line = 0; line < linesPerPixel; line++) drawLine(rect.y + y + (line + 0.5) / linesPerPixel, add)
    if (!used) continue
    let whole = 0
    const row = y * width
    for (let x = 0; x < width; x++) {
      whole += starts[x]
      coverage[row + x] = Math.round(((whole * stepsPerPixel + parts[x]) * 255) / full)
    }
    starts.fill(0)
    parts.fill(0)
  }
  return { rect, coverage }
}
