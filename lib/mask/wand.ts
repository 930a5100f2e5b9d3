// All that has the colour under the pointer: what hangs together with it, or wherever it is.
import { emptyRect, growRect, type ImagePoint, isEmpty, type Rect, type Size } from '../core/geometry.ts'
import { coveredBounds } from './raster.ts'
import type { Region } from './region.ts'

export type WandRequest = {
  readonly at: ImagePoint
  /** The largest difference in any of red, green, blue and opacity that still counts as the same, 0 to 255. */
  readonly tolerance: number
  /** Only what hangs together with the point by the sides of pixels, or the same colour everywhere. */
  readonly contiguous: boolean
}

/** RGBA, four bytes per pixel, not premultiplied. */
export type PhotoPixels = { readonly pixels: Uint8Array | Uint8ClampedArray; readonly size: Size }

/** Pixels of the same colour are wholly in the region; those beside them partly, so that its edge is soft by a pixel. */
export function wandRegion({ pixels, size, at, tolerance, contiguous }: WandRequest & PhotoPixels): Region {
  const { width, height } = size
  if (pixels.length !== width * height * 4) throw new RangeError('The pixels are not those of an image of this size')
  const x = Math.floor(at.x)
  const y = Math.floor(at.y)
  if (x < 0 || y < 0 || x >= width || y >= height) return { rect: emptyRect, coverage: new Uint8Array(0) }
  const found = new Uint8Array(width * height)
  const like = createLikeness(pixels, { seed: y * width + x, tolerance })
  if (contiguous) flood({ found, size, x, y, like })
  else for (let i = 0; i < found.length; i++) if (like(i)) found[i] = 1
  const bounds = coveredBounds({ ...size, data: found })
  return { rect: growRect(bounds, 1, size), coverage: soften(found, growRect(bounds, 1, size), size) }
}

type Likeness = (pixel: number) => boolean

function createLikeness(
  pixels: PhotoPixels['pixels'],
  { seed, tolerance }: { seed: number; tolerance: number },
): Likeness {
  const [r, g, b, a] = pixels.subarray(seed * 4, seed * 4 + 4)
  return (pixel) => {
    const i = pixel * 4
    const red = pixels[i] - r
    const green = pixels[i + 1] - g
    const blue = pixels[i + 2] - b
    const opacity = pixels[i + 3] - a
    return (
      red <= tolerance &&
      red >= -tolerance &&
      green <= tolerance &&
      green >= -tolerance &&
      blue <= tolerance &&
      blue >= -tolerance &&
      opacity <= tolerance &&
      opacity >= -tolerance
    )
  }
}

type Flood = { found: Uint8Array; size: Size; x: number; y: number; like: Likeness }

/** Line by line: each found run of a row asks the rows above and below it for runs that touch it. */
function flood({ found, size: { width, height }, x, y, like }: Flood): void {
  let stack = new Int32Array(3 * 1024)
  let depth = 0
  const push = (row: number, first: number, last: number): void => {
    if (row < 0 || row >= height) return
    if (depth + 3 > stack.length) {
      const larger = new Int32Array(stack.length * 2)
      larger.set(stack)
      stack = larger
    }
    stack[depth++] = row
    stack[depth++] = first
    stack[depth++] = last
  }
  push(y, x, x)
  while (depth > 0) {
    const last = stack[--depth]
    const first = stack[--depth]
    const row = stack[--depth]
    const start = row * width
    for (let at = first; at <= last; at++) {
      if (found[start + at] !== 0 || !like(start + at)) continue
      let left = at
      while (left > 0 && found[start + left - 1] === 0 && like(start + left - 1)) left--
      let right = at
      while (right + 1 < width && found[start + right + 1] === 0 && like(start + right + 1)) right++
      found.fill(1, start + left, start + right + 1)
      push(row - 1, left, right)
      push(row + 1, left, right)
      at = right
    }
  }
}

/** 255 where found. Beside it, the share that found pixels have among the neighbours, weighted 1 2 1, 2 4 2, 1 2 1. */
function soften(found: Uint8Array, rect: Rect, { width, height }: Size): Uint8Array<ArrayBuffer> {
  const coverage = new Uint8Array(rect.width * rect.height)
  if (isEmpty(rect)) return coverage
  const none = new Uint8Array(rect.width)
  const columns = new Uint8Array(rect.width + 2)
  for (let y = 0; y < rect.height; y++) {
    const row = rect.y + y
    const start = row * width + rect.x
    const here = found.subarray(start, start + rect.width)
    const above = row > 0 ? found.subarray(start - width, start - width + rect.width) : none
    const below = row + 1 < height ? found.subarray(start + width, start + width + rect.width) : none
    for (let x = 0; x < rect.width; x++) columns[x + 1] = above[x] + 2 * here[x] + below[x]
    const target = y * rect.width
    for (let x = 0; x < rect.width; x++) {
      const sum = columns[x] + 2 * columns[x + 1] + columns[x + 2]
      coverage[target + x] = here[x] === 1 ? 255 : sum === 0 ? 0 : (sum * 255 + 8) >> 4
    }
  }
  return coverage
}
