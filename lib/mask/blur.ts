// A blur near to Gaussian in time that does not grow with its width: three box means along each row, then along each
// column. The boxes have fractional ends, so that any width can be had and small ones are not lost to whole pixels.
import { isEmpty, type Rect, type Size } from '../core/geometry.ts'

/** Bytes of a picture part; `stride` from one row to the next. */
export type BlurPlane = { readonly data: Uint8Array; readonly stride: number; readonly rect: Rect }

/** How far the blur carries a value, in whole px on every side. */
export const blurReach = (sigmaPx: number): number => 3 * (boxFor(sigmaPx).radius + 1)

/** How many columns are turned at once: 64 bytes of a row are one line of the processor's cache. */
const turned = 64

/**
 * Blurs `rect` in place with standard deviation `sigmaPx`. What is beside it counts as its nearest pixel, so that a mask
 * that reaches the image's edge stays full there. Intermediate values are kept as floats: each byte is rounded twice.
 */
export function blurPlane({ data, stride, rect }: BlurPlane, sigmaPx: number): void {
  const box = boxFor(sigmaPx)
  if (isEmpty(rect) || sigmaPx <= 0) return
  const { x, y, width, height } = rect
  const line = createLine(Math.max(width, height), box.radius)
  for (let row = y; row < y + height; row++) {
    const start = row * stride + x
    line.blur(data.subarray(start, start + width), box)
  }
  const columns = new Uint8Array(turned * height)
  for (let left = x; left < x + width; left += turned) {
    const count = Math.min(turned, x + width - left)
    for (let row = 0; row < height; row++) {
      const start = (y + row) * stride + left
      for (let i = 0; i < count; i++) columns[i * height + row] = data[start + i]
    }
    for (let i = 0; i < count; i++) line.blur(columns.subarray(i * height, (i + 1) * height), box)
    for (let row = 0; row < height; row++) {
      const start = (y + row) * stride + left
      for (let i = 0; i < count; i++) data[start + i] = columns[i * height + row]
    }
  }
}

/** A shorter even piece costs less to blur than to leave out. */
const worthSkipping = 64

/** A mean over 2·radius + 1 pixels, and one more on either side that counts by `end`, from 0 to 1. */
type Box = { readonly radius: number; readonly end: number }

/**
 * A third of the variance each. A box of whole radius r has variance r(r + 1)/3; one with ends of weight e has
 * (r(r + 1)(2r + 1)/3 + 2e(r + 1)²) / (2r + 1 + 2e), which is solved for e.
 */
function boxFor(sigmaPx: number): Box {
  const variance = (sigmaPx * sigmaPx) / 3
  let radius = Math.floor((Math.sqrt(1 + 12 * variance) - 1) / 2)
  // The root may be rounded over a whole number.
  if ((radius * (radius + 1)) / 3 > variance) radius--
  const count = 2 * radius + 1
  const end = (variance * count - (radius * (radius + 1) * count) / 3) / (2 * ((radius + 1) * (radius + 1) - variance))
  return { radius, end: Math.min(1, Math.max(0, end)) }
}

function createLine(longest: number, radius: number) {
  const margin = radius + 1
  const reach = 3 * margin
  const apart = Math.max(2 * reach, worthSkipping)
  const source = new Float32Array(longest + 2 * margin)
  const target = new Float32Array(longest + 2 * margin)
  const blurStretch = (values: Uint8Array, box: Box): void => {
    const count = values.length
    for (let i = 0; i < count; i++) source[margin + i] = values[i]
    boxMean({ from: source, to: target, count, box })
    boxMean({ from: target, to: source, count, box })
    boxMean({ from: source, to: target, count, box })
    for (let i = 0; i < count; i++) values[i] = (target[margin + i] + 0.5) | 0
  }
  return {
    /**
     * A blur changes nothing further than its reach from where a line goes up or down, and most of a mask is even: only the
     * stretches around such places are worked through.
     */
    blur(values: Uint8Array, box: Box): void {
      const { length } = values
      for (let first = nextChange(values, 1); first < length; ) {
        let last = first
        let next = nextChange(values, first + 1)
        while (next < length && next - last <= apart) {
          last = next
          next = nextChange(values, next + 1)
        }
        blurStretch(values.subarray(Math.max(0, first - reach), Math.min(length, last + reach)), box)
        first = next
      }
    },
  }
}

/** The first place from `at` on that differs from the one before it; the length where there is none. */
function nextChange(values: Uint8Array, at: number): number {
  let i = at
  while (i < values.length && values[i] === values[i - 1]) i++
  return i
}

type Mean = { from: Float32Array; to: Float32Array; count: number; box: Box }

function boxMean({ from, to, count, box: { radius, end } }: Mean): void {
  const margin = radius + 1
  from.fill(from[margin], 0, margin)
  from.fill(from[margin + count - 1], margin + count, count + 2 * margin)
  const share = 1 / (2 * radius + 1 + 2 * end)
  // A running sum of doubles over floats: it drifts by less than 1e-9 of a level over the longest row.
  let sum = 0
  for (let i = 0; i <= 2 * radius; i++) sum += from[i + 1]
  for (let i = 0; i < count; i++) {
    const before = from[i]
    const after = from[i + 2 * margin]
    to[margin + i] = (sum + end * (before + after)) * share
    sum += after - from[i + 1]
  }
}

/** A part of bytes of its own: what `blurPlane` takes. */
export const planeOf = (data: Uint8Array, size: Size): BlurPlane => ({
  data,
  stride: size.width,
  rect: { x: 0, y: 0, width: size.width, height: size.height },
})
