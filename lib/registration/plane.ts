// Grey pictures as floats, and the filters of the pyramid. All are linear in the number of pixels: at 1 MP 3 to 12 ms each.
import type { Pixmap } from '../retouch/pixmap.ts'

export type Plane = { readonly values: Float32Array; readonly width: number; readonly height: number }

/** BT.601 luma, 0 to 255. */
export function luminance({ data, width, height, channels }: Pixmap): Plane {
  const values = new Float32Array(width * height)
  for (let i = 0, at = 0; i < values.length; i++, at += channels) {
    values[i] = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]
  }
  return { values, width, height }
}

/** Binomial, 1 4 6 4 1 both ways, borders repeated. */
export function smooth({ values, width, height }: Plane): Plane {
  const rows = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const start = y * width
    const at = (x: number): number => values[start + Math.min(width - 1, Math.max(0, x))]
    const clamped = (x: number): void => {
      rows[start + x] = (at(x - 2) + at(x + 2) + 4 * (at(x - 1) + at(x + 1)) + 6 * at(x)) / 16
    }
    for (let x = 0; x < Math.min(2, width); x++) clamped(x)
    for (let i = start + 2; i < start + width - 2; i++) {
      rows[i] = (values[i - 2] + values[i + 2] + 4 * (values[i - 1] + values[i + 1]) + 6 * values[i]) / 16
    }
    for (let x = Math.max(0, width - 2); x < width; x++) clamped(x)
  }
  const smoothed = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const here = y * width
    const above = Math.max(0, y - 1) * width
    const above2 = Math.max(0, y - 2) * width
    const below = Math.min(height - 1, y + 1) * width
    const below2 = Math.min(height - 1, y + 2) * width
    for (let x = 0; x < width; x++) {
      const near = rows[above + x] + rows[below + x]
      smoothed[here + x] = (rows[above2 + x] + rows[below2 + x] + 4 * near + 6 * rows[here + x]) / 16
    }
  }
  return { values: smoothed, width, height }
}

/** Every second sample, the first included: index i becomes i / 2. Smooth first. */
export function halve({ values, width, height }: Plane): Plane {
  const halved = { width: (width + 1) >> 1, height: (height + 1) >> 1 }
  const kept = new Float32Array(halved.width * halved.height)
  for (let y = 0, i = 0; y < halved.height; y++) {
    for (let x = 0; x < halved.width; x++, i++) kept[i] = values[2 * y * width + 2 * x]
  }
  return { values: kept, ...halved }
}

/** The sums over squares of 2 · radius + 1, cut at the border, by running sums. */
function boxSum({ values, width, height }: Plane, radius: number): Plane {
  const rows = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const start = y * width
    let sum = 0
    for (let x = 0; x < radius && x < width; x++) sum += values[start + x]
    for (let x = 0; x < width; x++) {
      if (x + radius < width) sum += values[start + x + radius]
      if (x > radius) sum -= values[start + x - radius - 1]
      rows[start + x] = sum
    }
  }
  const columns = new Float64Array(width)
  const sums = new Float32Array(width * height)
  for (let y = -radius; y < height; y++) {
    const entering = (y + radius) * width
    const leaving = (y - radius - 1) * width
    if (entering < rows.length) for (let x = 0; x < width; x++) columns[x] += rows[entering + x]
    if (leaving >= 0) for (let x = 0; x < width; x++) columns[x] -= rows[leaving + x]
    if (y >= 0) sums.set(columns, y * width)
  }
  return { values: sums, width, height }
}

const highPassRadius = 4

/**
 * The picture minus its local mean, two 9 × 9 boxes one after the other, over the pixels that `share` (0 or 1) counts:
 * brightness and slow tints drop out, and what lies under the mask does not bleed over its border.
 */
export function highPass(picture: Plane, share: Plane): Plane {
  const { width, height } = picture
  const counted = new Float32Array(width * height)
  for (let i = 0; i < counted.length; i++) counted[i] = picture.values[i] * share.values[i]
  const twice = (plane: Plane): Float32Array => boxSum(boxSum(plane, highPassRadius), highPassRadius).values
  const sums = twice({ values: counted, width, height })
  const weights = twice(share)
  for (let i = 0; i < counted.length; i++) {
    counted[i] = weights[i] > 0.5 ? picture.values[i] - sums[i] / weights[i] : 0
  }
  return { values: counted, width, height }
}
