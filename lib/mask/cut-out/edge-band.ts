// The pixels near the edge of a labelling, found from the next smaller level: at full size nothing else is looked at.
import type { Size } from '../../core/geometry.ts'

export type Labelling = Size & { readonly labels: Uint8Array<ArrayBuffer> }

/** Each pixel of the smaller level becomes 2 × 2. */
export function doubleLabels(small: Labelling, size: Size): Labelling {
  const labels = new Uint8Array(size.width * size.height)
  for (let y = 0; y < size.height; y += 2) {
    const row = y * size.width
    const from = (y >> 1) * small.width
    // Runs instead of pixels: a labelling is mostly long runs, and filling is ten times faster.
    for (let x = 0; x < small.width; ) {
      const value = small.labels[from + x]
      let end = x + 1
      while (end < small.width && small.labels[from + end] === value) end++
      if (value !== 0) labels.fill(value, row + 2 * x, row + Math.min(size.width, 2 * end))
      x = end
    }
    if (y + 1 < size.height) labels.copyWithin(row + size.width, row, row + size.width)
  }
  return { ...size, labels }
}

/** 1 for each pixel of the doubled level within `reach` pixels of where the smaller level's labels change. */
export function bandAround(small: Labelling, size: Size, reach: number): Uint8Array<ArrayBuffer> {
  const band = new Uint8Array(size.width * size.height)
  const { width, height, labels } = small
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const isEdge =
        (x + 1 < width && labels[i] !== labels[i + 1]) ||
        (y + 1 < height && labels[i] !== labels[i + width]) ||
        (x > 0 && labels[i] !== labels[i - 1]) ||
        (y > 0 && labels[i] !== labels[i - width])
      if (!isEdge) continue
      const left = Math.max(0, 2 * x + 1 - reach)
      const right = Math.min(size.width, 2 * x + 1 + reach)
      const bottom = Math.min(size.height, 2 * y + 1 + reach)
      for (let row = Math.max(0, 2 * y + 1 - reach); row < bottom; row++) {
        band.fill(1, row * size.width + left, row * size.width + right)
      }
    }
  }
  return band
}

/** The indexes of all pixels marked 1, ascending. */
export function markedPixels(marks: Uint8Array): Int32Array<ArrayBuffer> {
  let count = 0
  for (let i = 0; i < marks.length; i++) count += marks[i] & 1
  const pixels = new Int32Array(count)
  for (let i = marks.indexOf(1), n = 0; i >= 0; i = marks.indexOf(1, i + 1)) pixels[n++] = i
  return pixels
}
