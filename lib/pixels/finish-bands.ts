// The jobs of the band threads: rows of an output made from the image and what is pasted into it, and rows of the stored
// file held against the image again. Rasters are shared between threads, not copied.
import { open } from 'node:fs/promises'
import { intersectRects, isEmpty, type Rect } from '../core/geometry.ts'
import type { Placement } from '../frame/crop.ts'
import type { Colour } from '../registration/colour.ts'
import { identity, type Transform } from '../registration/transform.ts'
import { warp } from '../registration/warp.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { blendRow, type Protection, protectionOf } from './blend.ts'
import { invalid } from './container.ts'
import { type PackedBand, packBand, unpackBand } from './png-band.ts'
import { type BandPlace, checkChunk, chunkBytes } from './png-file.ts'

export type Correction = { transform: Transform; colour: Colour }

// Written out here: a band thread loads with what it needs and no more.
const asItCame: Correction = { transform: identity, colour: { gain: [1, 1, 1], offset: [0, 0, 0] } }

/** What is blended into an image. */
export type Paste = {
  result: Pixmap
  /** Where it belongs: it is scaled to `size`, and of that `source` lies at `target`, which is as large. */
  place: Placement
  /** How the result lies over what was sent, and what its colours lack; null where it is taken as it came. */
  correction: Correction | null
  /** One byte per pixel of the image; null counts the result in full. */
  mask: Uint8Array | null
  /** Where the mask is above 0, in the image and in `target`: nothing else is touched, or made. */
  bounds: Rect
}

type BandRows = { from: number; to: number; last: boolean }

export type MakeBands = { image: Pixmap; paste: Paste | null; bands: readonly BandRows[] }

async function makeBands({ image, paste, bands }: MakeBands): Promise<PackedBand[]> {
  const { channels, width } = image
  const rowLength = width * channels
  return bands.map((rows) => packBand({ data: pastedRows({ image, paste, rows }), rowLength, step: channels }, rows))
}

type PastedRows = { image: Pixmap; paste: Paste | null; rows: Pick<BandRows, 'from' | 'to'> }

/** The image's own rows where nothing is pasted, otherwise copies of them with the paste. */
export function pastedRows({ image, paste, rows }: PastedRows): Uint8Array {
  const { width, channels } = image
  const rowLength = width * channels
  const own = image.data.subarray(rows.from * rowLength, rows.to * rowLength)
  if (paste === null) return own
  const { mask, bounds } = paste
  const region = intersectRects(bounds, { x: 0, y: rows.from, width, height: rows.to - rows.from })
  if (isEmpty(region)) return own
  const data = new Uint8Array(own)
  const source = sourceOf(paste, region)
  for (let y = 0; y < region.height; y++) {
    const at = (region.y + y) * width + region.x
    blendRow({
      into: data,
      to: (at - rows.from * width) * channels,
      channels,
      result: source.data,
      from: source.start + y * source.width * source.channels,
      resultChannels: source.channels,
      mask: mask?.subarray(at, at + region.width) ?? null,
      count: region.width,
    })
  }
  return data
}

/** The result over a region of the image: brought there, or where it lies already, its own pixels. */
function sourceOf({ result, place, correction }: Paste, region: Rect): Pixmap & { start: number } {
  const part = {
    ...region,
    x: region.x - place.target.x + place.source.x,
    y: region.y - place.target.y + place.source.y,
  }
  const { size } = place
  if (correction === null && result.width === size.width && result.height === size.height) {
    return { ...result, start: (part.y * result.width + part.x) * result.channels }
  }
  const { transform, colour } = correction ?? asItCame
  return { ...warp({ result, transform, colour, size, part }), start: 0 }
}

export type ProveBand = { path: string; image: Pixmap; mask: Uint8Array | null; crop: Rect; band: BandPlace }

export type ProvenBand = Protection & { adler: number; length: number }

/**
 * Reads a band back from the file and counts what differs from the image where the mask is 0.
 * @throws AppError image_invalid where the file does not hold these rows
 */
async function proveBand({ path, image, mask, crop, band }: ProveBand): Promise<ProvenBand> {
  const { width, channels } = image
  const file = await open(path)
  let bytes: Buffer
  try {
    bytes = await chunkBytes(file, band.chunk)
  } finally {
    await file.close()
  }
  checkChunk(band.chunk.type, bytes)
  const { from, to, last, start, length } = band
  const rowLength = width * channels
  const shape = { rows: to - from, rowLength, step: channels, last }
  const unpacked = unpackBand(bytes.subarray(start, start + length), shape)
  if (!unpacked) throw invalid('pixels')
  const before = { ...image, height: to - from, data: image.data.subarray(from * rowLength, to * rowLength) }
  const after = { ...before, data: unpacked.data }
  const protection = protectionOf({
    before,
    after,
    mask: mask?.subarray(from * width, to * width) ?? null,
    crop: { ...crop, y: crop.y - from },
  })
  return { ...protection, adler: unpacked.adler, length: unpacked.length }
}

/** Nothing: the call that starts a thread. */
const wake = async (): Promise<null> => null

export const jobs = { makeBands, proveBand, wake }
export type BandJobs = typeof jobs
