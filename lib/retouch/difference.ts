// What differs between two pictures of one size, pixel by pixel.
import type { Size } from '../core/geometry.ts'
import type { Pixmap } from './pixmap.ts'

/** One byte per pixel, in rows: by how many of 255 levels the pixel differs, in the channel where it differs most. */
export type DifferenceMap = Size & { readonly data: Uint8Array }

/**
 * Alpha is a channel like the others, and a picture without it is opaque. Colour under full transparency counts too:
 * what is compared is what is stored, not what happens to show.
 * @throws RangeError where the sizes differ
 */
export function difference(before: Pixmap, after: Pixmap): DifferenceMap {
  const { width, height } = before
  if (after.width !== width || after.height !== height) throw new RangeError('two sizes')
  const data = new Uint8Array(width * height)
  const [a, b] = [before.data, after.data]
  const [stepA, stepB] = [before.channels, after.channels]
  const alphas = stepA === 4 || stepB === 4
  for (let i = 0, p = 0, q = 0; i < data.length; i++, p += stepA, q += stepB) {
    let most = Math.abs(a[p] - b[q])
    most = Math.max(most, Math.abs(a[p + 1] - b[q + 1]))
    most = Math.max(most, Math.abs(a[p + 2] - b[q + 2]))
    if (alphas) most = Math.max(most, Math.abs((stepA === 4 ? a[p + 3] : 255) - (stepB === 4 ? b[q + 3] : 255)))
    data[i] = most
  }
  return { width, height, data }
}

/** How many pixels differ at all, of how many, and by how many levels the one that differs most. */
export type DifferenceFacts = { readonly pixels: number; readonly changed: number; readonly largest: number }

export function differenceFacts({ data }: DifferenceMap): DifferenceFacts {
  let changed = 0
  let largest = 0
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0) continue
    changed++
    if (data[i] > largest) largest = data[i]
  }
  return { pixels: data.length, changed, largest }
}

/**
 * Half as wide and high, rounded up. Each pixel is the largest of the up to four it stands for: with the mean, as
 * pictures are reduced, one changed pixel of 20 million would be lost before the whole fits on a screen.
 */
export function halveDifference({ width, height, data }: DifferenceMap): DifferenceMap {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) }
  const out = new Uint8Array(half.width * half.height)
  for (let y = 0; y < height; y++) {
    const row = y * width
    const to = (y >> 1) * half.width
    for (let x = 0; x < width; x++) {
      const at = to + (x >> 1)
      if (data[row + x] > out[at]) out[at] = data[row + x]
    }
  }
  return { ...half, data: out }
}
