// Scaling of our own: sharp 0.35.5 shifts what it enlarges by half an output pixel, with every kernel.
// Pixel centres: output x looks at source (x + 0.5) · source / output − 0.5, so that both pictures cover the same area.
import { type Rect, type Size, wholeRect } from '../core/geometry.ts'
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

/** Of `length` pixels, `span` many from `from` on become `to`. */
type Axis = { length: number; from: number; span: number; to: number }

function makeFilter({ length, from, span, to }: Axis, made: { first: number; count: number }): Filter {
  const scale = span / to
  // Reducing widens the kernel to the output's pixels, so that no source pixel is skipped.
  const stretch = Math.max(1, scale)
  const taps = 2 * Math.ceil(lobes * stretch) + 1
  const places = new Int32Array(made.count * taps)
  const weights = new Float32Array(made.count * taps)
  for (let x = 0; x < made.count; x++) {
    const centre = from + (made.first + x + 0.5) * scale - 0.5
    const first = Math.round(centre) - (taps - 1) / 2
    let sum = 0
    for (let t = 0; t < taps; t++) sum += lanczos((first + t - centre) / stretch)
    for (let t = 0; t < taps; t++) {
      places[x * taps + t] = mirrored(first + t, length)
      weights[x * taps + t] = lanczos((first + t - centre) / stretch) / sum
    }
  }
  return { taps, places, weights }
}

/** The pixel that is seen at a place beyond the border: −1 is 0, −2 is 1; far beyond, mirrored again and again. */
export function mirrored(place: number, length: number): number {
  if (place >= 0 && place < length) return place
  const within = ((place % (2 * length)) + 2 * length) % (2 * length)
  return within < length ? within : 2 * length - 1 - within
}

export type Resampling = {
  readonly source: Pixmap
  /** What part of the source becomes `to`. It may reach beyond: there the source is mirrored. */
  readonly from: Rect
  readonly to: Size
  /** What of the outcome is wanted, when not all of it. */
  readonly part?: Rect
}

/** Lanczos-3, separable, borders mirrored, channels on their own (alpha included); the same size gives the same raster. */
export const resample = (source: Pixmap, to: Size): Pixmap => resamplePart({ source, from: wholeRect(source), to })

const sameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height

/**
 * As `resample`, from a part of the source and to a part of the outcome.
 * Holds only as many half-done rows as the kernel is tall: 1 MP to 20 MP takes 1 MB beside source and output.
 */
export function resamplePart({ source, from, to, part = wholeRect(to) }: Resampling): Pixmap {
  if ([from, to, part].every((size) => sameSize(size, source)) && from.x === 0 && from.y === 0) return source
  const { channels } = source
  const { width, height } = part
  const rowLength = width * channels
  const across = makeFilter(
    { length: source.width, from: from.x, span: from.width, to: to.width },
    { first: part.x, count: width },
  )
  const down = makeFilter(
    { length: source.height, from: from.y, span: from.height, to: to.height },
    { first: part.y, count: height },
  )
  const data = new Uint8Array(rowLength * height)
  const sum = new Float32Array(rowLength)

  const rows = new Map<number, Float32Array>()
  const scaledRow = (y: number): Float32Array => {
    const known = rows.get(y)
    if (known) return known
    // Neighbouring output rows need neighbouring source rows: the oldest is the one that is least likely to be asked for.
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
