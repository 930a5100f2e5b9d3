// How far an estimate is from the truth, and what is seen of it.
import type { Raster } from '#lib/mask/raster.ts'
import type { Colour } from '#lib/registration/colour.ts'
import { axesAt, type Transform } from '#lib/registration/transform.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'
import type { Truth } from './engine.ts'

/** The mean distance over the mask's border between where pixels are and where the transform looks for them, in pixels. */
export function registrationError(transform: Transform, truth: Truth, mask: Raster): number {
  const { data, width, height } = mask
  const { across, down } = axesAt(transform, mask)
  let sum = 0
  let count = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      if (data[i] === 0 || (data[i - 1] && data[i + 1] && data[i - width] && data[i + width])) continue
      const place = truth.place(x, y)
      sum += Math.hypot(across.step * x + across.origin - place.x, down.step * y + down.origin - place.y)
      count++
    }
  }
  return sum / count
}

const ringPx = 16

/** The pixels that may change and are at most 16 steps from one that may not: where a seam is seen. */
export function ringOf({ data, width, height }: Raster): Int32Array {
  const distance = Uint8Array.from(data, (value) => (value === 0 ? 0 : ringPx + 1))
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (x > 0) distance[i] = Math.min(distance[i], distance[i - 1] + 1)
      if (y > 0) distance[i] = Math.min(distance[i], distance[i - width] + 1)
    }
  }
  for (let y = height - 1, i = distance.length - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--, i--) {
      if (x < width - 1) distance[i] = Math.min(distance[i], distance[i + 1] + 1)
      if (y < height - 1) distance[i] = Math.min(distance[i], distance[i + width] + 1)
    }
  }
  const ring: number[] = []
  distance.forEach((near, i) => {
    if (near > 0 && near <= ringPx) ring.push(i)
  })
  return Int32Array.from(ring)
}

/** The mean absolute difference in levels. */
export function seamError(pasted: Pixmap, original: Pixmap, ring: Int32Array): number {
  let sum = 0
  for (const pixel of ring) {
    for (let i = 3 * pixel; i < 3 * pixel + 3; i++) sum += Math.abs(pasted.data[i] - original.data[i])
  }
  return sum / (3 * ring.length)
}

/** The mean over the ring's own colours of how far the estimate leaves them from the truth, in levels. */
export function colourError({ gain, offset }: Colour, truth: Truth, original: Pixmap, ring: Int32Array): number {
  let sum = 0
  for (const pixel of ring) {
    for (let c = 0; c < 3; c++) {
      const level = original.data[3 * pixel + c]
      sum += Math.abs(gain[c] * (truth.gain[c] * level + truth.offset[c]) + offset[c] - level)
    }
  }
  return sum / (3 * ring.length)
}

/** The colour that undoes the truth exactly. */
export function perfectColour(truth: Truth): Colour {
  const [red, green, blue] = [0, 1, 2].map((c) => ({
    gain: 1 / truth.gain[c],
    offset: -truth.offset[c] / truth.gain[c],
  }))
  return { gain: [red.gain, green.gain, blue.gain], offset: [red.offset, green.offset, blue.offset] }
}

/** The transform that undoes the truth exactly, where that is one. */
export function perfectTransform(truth: Truth, { width, height }: { width: number; height: number }): Transform {
  const centre = { x: (width - 1) / 2, y: (height - 1) / 2 }
  const middle = truth.place(centre.x, centre.y)
  const corner = truth.place(0, 0)
  return {
    shift: { x: middle.x - centre.x, y: middle.y - centre.y },
    scale: { x: (middle.x - corner.x) / centre.x, y: (middle.y - corner.y) / centre.y },
  }
}

/** The value below which this share of them lies; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
