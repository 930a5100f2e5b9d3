// How near a filled hole comes to the truth as eyes see it. PSNR and SSIM lost: both reward blur.
import type { Pixmap } from '#lib/retouch/pixmap.ts'

export type Measures = {
  /** Between the histograms of gradients in the hole, of truth and fill: 0 the same, 2 nothing in common. */
  distance: number
  /** Mean second difference in the hole as a share of the truth's: 1 as sharp. */
  sharpness: number
  /** Mean step across the hole's rim, beyond that of the truth, in levels of 255. */
  seam: number
}

/** @param hole not 0 where it was filled */
export function measure(truth: Pixmap, filled: Pixmap, hole: Uint8Array): Measures {
  const before = lumaOf(truth)
  const after = lumaOf(filled)
  const histogramBefore = new Float64Array(bins)
  const histogramAfter = new Float64Array(bins)
  let sharpBefore = 0
  let sharpAfter = 0
  let rimBefore = 0
  let rimAfter = 0
  let inside = 0
  let rim = 0
  const { width, height } = truth
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      for (const next of [at + 1, at + width]) {
        if ((hole[at] === 0) === (hole[next] === 0)) continue
        rim++
        rimBefore += Math.abs(before[next] - before[at])
        rimAfter += Math.abs(after[next] - after[at])
      }
      if (hole[at] === 0) continue
      inside++
      for (const next of [at + 1, at + width]) {
        histogramBefore[binOf(before[next] - before[at])]++
        histogramAfter[binOf(after[next] - after[at])]++
      }
      sharpBefore += secondDifference(before, at, width)
      sharpAfter += secondDifference(after, at, width)
    }
  }
  const distance =
    histogramBefore.reduce((sum, count, i) => sum + Math.abs(count - histogramAfter[i]), 0) / (2 * inside)
  return {
    distance,
    sharpness: sharpAfter / Math.max(1e-9, sharpBefore),
    seam: (rimAfter - rimBefore) / Math.max(1, rim),
  }
}

/** Signed steps, finer for small ones: 0, then doubling from ±1 on. */
const bins = 19
const binOf = (step: number): number => {
  const size = Math.abs(step)
  const place = size < 1 ? 0 : 1 + Math.min(8, Math.floor(Math.log2(size)))
  return step < 0 ? 9 - place : 9 + place
}

const secondDifference = (values: Float32Array, at: number, width: number): number =>
  Math.abs(4 * values[at] - values[at - 1] - values[at + 1] - values[at - width] - values[at + width])

const lumaOf = ({ data, width, height, channels }: Pixmap): Float32Array =>
  Float32Array.from({ length: width * height }, (_, i) => {
    const at = i * channels
    return 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]
  })
