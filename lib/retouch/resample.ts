// Scaling of our own: sharp 0.35.5 shifts what it enlarges by half an output pixel, with every kernel.
// Pixel centres: output x looks at source (x + 0.5) · source / output − 0.5, so that both pictures cover the same area.
import type { Size } from '../core/geometry.ts'
import type { Pixmap } from './pixmap.ts'

const lobes = 3

function lanczos(distance: number): number {
  if (distance === 0) return 1
  if (Math.abs(distance) >= lobes) return 0
  const x = Math.PI * distance
  return (lobes * Math.sin(x) * Math.sin(x / lobes)) / (x * x)
}

/** For each output place `taps` source places and their weights, which sum to 1. */
type Filter = { taps: number; places: Int32Array; weights: Float32Array }

function makeFilter(from: number, to: number): Filter {
  const scale = from / to
  // Reducing widens the kernel to the output's pixels, so that no source pixel is skipped.
  const stretch = Math.max(1, scale)
  const taps = 2 * Math.ceil(lobes * stretch) + 1
  const places = new Int32Array(to * taps)
  const weights = new Float32Array(to * taps)
  for (let x = 0; x < to; x++) {
    const centre = (x + 0.5) * scale - 0.5
    const first = Math.round(centre) - (taps - 1) / 2
    let sum = 0
    for (let t = 0; t < taps; t++) sum += lanczos((first + t - centre) / stretch)
    for (let t = 0; t < taps; t++) {
      places[x * taps + t] = Math.min(from - 1, Math.max(0, first + t))
      weights[x * taps + t] = lanczos((first + t - centre) / stretch) / sum
    }
  }
  return { taps, places, weights }
}

/**
 * Lanczos-3, separable, borders repeated, channels on their own (alpha included); the same size gives the same raster.
 * Holds only as many half-done rows as the kernel is tall: 1 MP to 20 MP takes 1 MB beside source and output.
 */
export function resample(source: Pixmap, { width, height }: Size): Pixmap {
  if (source.width === width && source.height === height) return source
  const { channels } = source
  const rowLength = width * channels
  const across = makeFilter(source.width, width)
  const down = makeFilter(source.height, height)
  const data = new Uint8Array(rowLength * height)
  const sum = new Float32Array(rowLength)

  const rows = new Map<number, Float32Array>()
  const scaledRow = (y: number): Float32Array => {
    const known = rows.get(y)
    if (known) return known
    // Rows are asked for from top to bottom: the oldest is the one that no later output row needs.
    const oldest = rows.size > down.taps ? rows.keys().next().value : undefined
    const row = (oldest === undefined ? undefined : rows.get(oldest)) ?? new Float32Array(rowLength)
    if (oldest !== undefined) rows.delete(oldest)
    scaleRow({ source, y, filter: across, row })
    rows.set(y, row)
    return row
  }

  for (let y = 0; y < height; y++) {
    sum.fill(0.5)
    for (let t = 0; t < down.taps; t++) {
      const weight = down.weights[y * down.taps + t]
      if (weight === 0) continue
      const row = scaledRow(down.places[y * down.taps + t])
      for (let i = 0; i < rowLength; i++) sum[i] += weight * row[i]
    }
    const start = y * rowLength
    for (let i = 0; i < rowLength; i++) {
      const value = sum[i]
      data[start + i] = value < 0 ? 0 : value > 255 ? 255 : value
    }
  }
  return { data, width, height, channels }
}

function scaleRow({ source, y, filter, row }: { source: Pixmap; y: number; filter: Filter; row: Float32Array }): void {
  const { data, width, channels } = source
  const { taps, places, weights } = filter
  const start = y * width * channels
  const outputs = row.length / channels
  for (let x = 0, to = 0, tap = 0; x < outputs; x++, to += channels, tap += taps) {
    for (let c = 0; c < channels; c++) {
      let value = 0
      for (let t = tap; t < tap + taps; t++) value += weights[t] * data[start + places[t] * channels + c]
      row[to + c] = value
    }
  }
}
