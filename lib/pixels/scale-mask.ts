// A mask brought to another size. Not by the Lanczos of lib/retouch/resample.ts: its ripples would leave values of 1 to 20
// beside every hard edge, and so open pixels that are protected. A tent has no ripples: what is flat stays exactly as it
// is, black stays black, and an edge is never wider than one pixel of the coarser of the two sizes, to either side.
import { type Rect, type Size, wholeRect } from '../core/geometry.ts'
import { mirrored } from '../retouch/resample.ts'

type Raster = Size & { readonly data: Uint8Array<ArrayBuffer> }

type Axis = { readonly first: Int32Array; readonly weights: Float32Array; readonly taps: number }

/** Pixel centres: output x looks at source from + (x + 0.5) · span / to − 0.5; reducing widens the tent to the output's pixels. */
function axisOf({ from, span, to }: { from: number; span: number; to: number }): Axis {
  const scale = span / to
  const reach = Math.max(1, scale)
  const taps = Math.ceil(2 * reach) + 1
  const first = new Int32Array(to)
  const weights = new Float32Array(to * taps)
  for (let x = 0; x < to; x++) {
    const centre = from + (x + 0.5) * scale - 0.5
    first[x] = Math.ceil(centre - reach)
    let sum = 0
    for (let t = 0; t < taps; t++) {
      const weight = Math.max(0, 1 - Math.abs(first[x] + t - centre) / reach)
      weights[x * taps + t] = weight
      sum += weight
    }
    for (let t = 0; t < taps; t++) weights[x * taps + t] /= sum
  }
  return { first, weights, taps }
}

/** Stretches where the ratios differ; the same size gives the same values. Borders are mirrored. */
export function scaleMask(source: Raster, to: Size): Uint8Array<ArrayBuffer> {
  if (source.width === to.width && source.height === to.height) return source.data
  return scaleMaskPart({ source, from: wholeRect(source), to })
}

/** As `scaleMask`, from a part of the source, which may reach beyond it: there the source is mirrored. */
export function scaleMaskPart({ source, from, to }: { source: Raster; from: Rect; to: Size }): Uint8Array<ArrayBuffer> {
  const { width, height } = to
  const across = axisOf({ from: from.x, span: from.width, to: width })
  const down = axisOf({ from: from.y, span: from.height, to: height })
  const data = new Uint8Array(width * height)
  const sum = new Float32Array(width)
  const rows = new Map<number, Float32Array>()

  const rowAt = (y: number): Float32Array => {
    const known = rows.get(y)
    if (known) return known
    const row = new Float32Array(width)
    for (let x = 0; x < width; x++) {
      let value = 0
      for (let t = 0; t < across.taps; t++) {
        const place = mirrored(across.first[x] + t, source.width)
        value += across.weights[x * across.taps + t] * source.data[y * source.width + place]
      }
      row[x] = value
    }
    rows.set(y, row)
    return row
  }

  for (let y = 0; y < height; y++) {
    sum.fill(0)
    // Neighbouring output rows need neighbouring source rows: the oldest is not asked for again, or made anew.
    for (const known of rows.keys()) if (rows.size > down.taps) rows.delete(known)
    for (let t = 0; t < down.taps; t++) {
      const weight = down.weights[y * down.taps + t]
      if (weight === 0) continue
      const row = rowAt(mirrored(down.first[y] + t, source.height))
      for (let x = 0; x < width; x++) sum[x] += weight * row[x]
    }
    for (let x = 0; x < width; x++) data[y * width + x] = Math.round(sum[x])
  }
  return data
}
