// Scaling of our own: sharp 0.35.5 shifts what it enlarges by half an output pixel, with every kernel.
// Pixel centres: output x looks at source (x + 0.5) · source / output − 0.5, so that both pictures cover the same area.
import { type Rect, type Size, wholeRect } from '../core/geometry.ts'
import type { Pixmap } from './pixmap.ts'

/** One axis as a line over pixel indices, a pixel's index being its centre: output i looks at step · i + origin. */
export type AxisMap = { readonly step: number; readonly origin: number }

/** What is drawn: which rectangle of the output, where its pixels look, and what becomes of each channel's levels. */
export type View = {
  readonly part: Rect
  /** Of the whole output, so that parts fit together to the bit. Steps are above 0. */
  readonly across: AxisMap
  readonly down: AxisMap
  /** By channel: gain · level + offset, after sampling and before rounding. */
  readonly levels?: { readonly gain: readonly number[]; readonly offset: readonly number[] }
}

const lobes = 3

function lanczos(distance: number): number {
  if (distance === 0) return 1
  if (Math.abs(distance) >= lobes) return 0
  const x = Math.PI * distance
  return (lobes * Math.sin(x) * Math.sin(x / lobes)) / (x * x)
}

/** For each output place `taps` source places and their weights, which sum to 1. */
type Filter = { taps: number; places: Int32Array; weights: Float32Array }

function makeFilter(
  { step, origin }: AxisMap,
  from: number,
  { first: start, to }: { first: number; to: number },
): Filter {
  // Reducing widens the kernel to the output's pixels, so that no source pixel is skipped.
  const stretch = Math.max(1, step)
  const radius = Math.ceil(lobes * stretch)
  const taps = 2 * radius
  const places = new Int32Array(to * taps)
  const weights = new Float32Array(to * taps)
  for (let x = 0; x < to; x++) {
    const centre = step * (start + x) + origin
    const first = Math.floor(centre) - radius + 1
    let sum = 0
    for (let t = 0; t < taps; t++) sum += lanczos((first + t - centre) / stretch)
    for (let t = 0; t < taps; t++) {
      places[x * taps + t] = mirrored(first + t, from)
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

/** As `resample`, from a part of the source and to a part of the outcome. */
export function resamplePart({ source, from, to, part = wholeRect(to) }: Resampling): Pixmap {
  if ([from, to, part].every((size) => sameSize(size, source)) && from.x === 0 && from.y === 0) return source
  const axis = (start: number, span: number, length: number): AxisMap => {
    const step = span / length
    return { step, origin: start + 0.5 * step - 0.5 }
  }
  const across = axis(from.x, from.width, to.width)
  return draw(source, { part, across, down: axis(from.y, from.height, to.height) })
}

/**
 * Lanczos-3, separable, borders mirrored, channels on their own (alpha included).
 * Holds only as many half-done rows as the kernel is tall: 1 MP to 20 MP takes 1 MB beside source and output.
 */
export function draw(source: Pixmap, { part, across, down, levels }: View): Pixmap {
  const { channels } = source
  const { width, height } = part
  const rowLength = width * channels
  const columns = makeFilter(across, source.width, { first: part.x, to: width })
  const lines = makeFilter(down, source.height, { first: part.y, to: height })
  const data = new Uint8Array(rowLength * height)
  const sum = new Float32Array(rowLength)
  const gains = Array.from({ length: channels }, (_, c) => levels?.gain[c] ?? 1)
  // Half a level more, since writing to bytes cuts the fraction off.
  const offsets = Array.from({ length: channels }, (_, c) => (levels?.offset[c] ?? 0) + 0.5)

  const rows = new Map<number, Float32Array>()
  const scaledRow = (y: number): Float32Array => {
    const known = rows.get(y)
    if (known) return known
    // Rows are asked for from top to bottom: the oldest is the one that no later output row needs.
    const oldest = rows.size > lines.taps ? rows.keys().next().value : undefined
    const row = (oldest === undefined ? undefined : rows.get(oldest)) ?? new Float32Array(rowLength)
    if (oldest !== undefined) rows.delete(oldest)
    scaleRow({ source, y, filter: columns, row })
    rows.set(y, row)
    return row
  }

  for (let y = 0; y < height; y++) {
    sum.fill(0)
    for (let t = 0; t < lines.taps; t++) {
      const weight = lines.weights[y * lines.taps + t]
      if (weight === 0) continue
      const row = scaledRow(lines.places[y * lines.taps + t])
      for (let i = 0; i < rowLength; i++) sum[i] += weight * row[i]
    }
    const start = y * rowLength
    for (let c = 0; c < channels; c++) {
      const gain = gains[c]
      const offset = offsets[c]
      for (let i = c; i < rowLength; i += channels) {
        const value = gain * sum[i] + offset
        data[start + i] = value < 0 ? 0 : value > 255 ? 255 : value
      }
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
    let red = 0
    let green = 0
    let blue = 0
    let alpha = 0
    for (let t = tap; t < tap + taps; t++) {
      const weight = weights[t]
      const from = start + places[t] * channels
      red += weight * data[from]
      green += weight * data[from + 1]
      blue += weight * data[from + 2]
      if (channels === 4) alpha += weight * data[from + 3]
    }
    row[to] = red
    row[to + 1] = green
    row[to + 2] = blue
    if (channels === 4) row[to + 3] = alpha
  }
}
