// The chunks around the bands of a PNG: written, and read back strictly from the stored file.
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Size } from '../core/geometry.ts'
import { adler32, joinAdler32 } from './adler.ts'
import { invalid } from './container.ts'
import type { PackedBand } from './png-band.ts'

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
/** Deflate with a window of 32 KB, fastest: RFC 1950, 2.2. */
const zlibHeader = Uint8Array.of(0x78, 0x01)
const colourTypes = { 3: 2, 4: 6 } as const

export type PngPart = { type: string; data: Uint8Array }

export type PngLayout = Size & { channels: 3 | 4; rowsPerBand: number }

/** The rows of a band: from `from`, below `to`. */
export function bandsOf({ height, rowsPerBand }: PngLayout): { from: number; to: number; last: boolean }[] {
  return Array.from({ length: Math.ceil(height / rowsPerBand) }, (_, i) => {
    const to = Math.min(height, (i + 1) * rowsPerBand)
    return { from: i * rowsPerBand, to, last: to === height }
  })
}

type PngFile = PngLayout & {
  bands: readonly PackedBand[]
  /** Between the header and the pixels: colour and text. */
  notes: readonly PngPart[]
}

/** The file's bytes in pieces. One IDAT per band, and sRGB said outright. */
export function pngParts({ width, height, channels, bands, notes }: PngFile): Uint8Array[] {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, colourTypes[channels], 0, 0, 0], 8)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(
    bands.reduce((whole, { adler, length }) => joinAdler32(whole, adler, length), adler32(Buffer.alloc(0))),
  )
  return [
    signature,
    ...chunk('IHDR', [header]),
    // Rendering intent 0, perceptual.
    ...chunk('sRGB', [Uint8Array.of(0)]),
    ...notes.flatMap(({ type, data }) => chunk(type, [data])),
    ...bands.flatMap(({ deflated }, i) =>
      chunk('IDAT', [...(i === 0 ? [zlibHeader] : []), deflated, ...(i === bands.length - 1 ? [sum] : [])]),
    ),
    ...chunk('IEND', []),
  ]
}

function chunk(type: string, data: readonly Uint8Array[]): Uint8Array[] {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(data.reduce((sum, part) => sum + part.length, 0))
  head.write(type, 4, 'latin1')
  const end = Buffer.alloc(4)
  end.writeUInt32BE(data.reduce((sum, part) => crc32(part, sum), crc32(head.subarray(4))))
  return [head, ...data, end]
}

/** Where a chunk lies in the file: its data, and after that four bytes of checksum. */
export type ChunkPlace = { type: string; start: number; length: number }

export type BandPlace = {
  from: number
  to: number
  last: boolean
  chunk: ChunkPlace
  /** The deflated bytes of the band, inside of the chunk's data. */
  start: number
  length: number
}

export type PngPlan = { bands: BandPlace[]; adler: number }

/**
 * Reads the chunks' heads and everything but the pixels of a file that must be laid out as `layout` says.
 * @throws AppError image_invalid
 */
export async function planPng(path: string, layout: PngLayout): Promise<PngPlan> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (!(await bytesAt(file, 0, 8)).equals(signature)) throw invalid('signature')
    const chunks: ChunkPlace[] = []
    for (let at = 8; at < size; at += 12 + chunks.at(-1)!.length) {
      const head = await bytesAt(file, at, 8)
      chunks.push({ type: head.toString('latin1', 4), start: at + 8, length: head.readUInt32BE(0) })
    }
    for (const each of chunks) if (each.type !== 'IDAT') checkChunk(each.type, await chunkBytes(file, each))
    return await planBands(file, chunks, layout)
  } finally {
    await file.close()
  }
}

async function planBands(file: FileHandle, chunks: readonly ChunkPlace[], layout: PngLayout): Promise<PngPlan> {
  const bands = bandsOf(layout)
  const pixels = chunks.filter(({ type }) => type === 'IDAT')
  const first = chunks.findIndex(({ type }) => type === 'IDAT')
  const order =
    chunks[0].type === 'IHDR' &&
    chunks.at(-1)?.type === 'IEND' &&
    chunks.filter(({ type }) => type === 'IEND').length === 1
  const inRow = pixels.every((each, i) => each === chunks[first + i])
  if (!order || !inRow || pixels.length !== bands.length) throw invalid('chunks')
  const header = await bytesAt(file, chunks[0].start, 13)
  const asWritten =
    header.readUInt32BE(0) === layout.width &&
    header.readUInt32BE(4) === layout.height &&
    header.subarray(8).equals(Uint8Array.of(8, colourTypes[layout.channels], 0, 0, 0))
  if (!asWritten) throw invalid('header')
  const end = pixels[pixels.length - 1]
  if (!(await bytesAt(file, pixels[0].start, 2)).equals(zlibHeader)) throw invalid('zlib header')
  return {
    bands: bands.map((rows, i) => {
      const place = pixels[i]
      const skipped = i === 0 ? zlibHeader.length : 0
      const kept = place.length - skipped - (rows.last ? 4 : 0)
      return { ...rows, chunk: place, start: skipped, length: kept }
    }),
    adler: (await bytesAt(file, end.start + end.length - 4, 4)).readUInt32BE(0),
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read({ buffer, position })
  if (bytesRead !== length) throw invalid('truncated')
  return buffer
}

/** A chunk's data and checksum. */
export const chunkBytes = (file: FileHandle, { start, length }: ChunkPlace): Promise<Buffer> =>
  bytesAt(file, start, length + 4)

/** @throws AppError image_invalid where the checksum is not that of type and data */
export function checkChunk(type: string, bytes: Buffer): void {
  const sum = crc32(bytes.subarray(0, -4), crc32(Buffer.from(type, 'latin1')))
  if (sum !== bytes.readUInt32BE(bytes.length - 4)) throw invalid('checksum')
}
