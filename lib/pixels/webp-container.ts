// WebP: a RIFF file of chunks (RFC 9649).
import type { Size } from '../core/geometry.ts'
import { type Container, invalid, join, textAt, viewOf } from './container.ts'
import { exifOrientation } from './exif-orientation.ts'
import { fitsColour } from './icc.ts'

const kept: ReadonlySet<string> = new Set(['VP8X', 'ICCP', 'ALPH', 'VP8 ', 'VP8L', 'ANIM', 'ANMF'])
const iccFlag = 0x20
const exifFlag = 0x08
const xmpFlag = 0x04

type Chunk = { type: string; data: Uint8Array; whole: Uint8Array }

/** What stands behind the size that the file claims is not part of the picture. */
function* readChunks(bytes: Uint8Array): Generator<Chunk> {
  if (bytes.length < 12 || textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 12) !== 'WEBP') throw invalid('signature')
  const view = viewOf(bytes)
  const end = 8 + view.getUint32(4, true)
  if (end > bytes.length) throw invalid('truncated')
  for (let at = 12; at < end; ) {
    if (at + 8 > end) throw invalid('truncated')
    const dataEnd = at + 8 + view.getUint32(at + 4, true)
    if (dataEnd > end) throw invalid('truncated')
    const next = Math.min(end, dataEnd + (dataEnd & 1))
    yield { type: textAt(bytes, at, at + 4), data: bytes.subarray(at + 8, dataEnd), whole: bytes.subarray(at, next) }
    at = next
  }
}

const uint24 = (data: Uint8Array, at: number): number => data[at] | (data[at + 1] << 8) | (data[at + 2] << 16)

/** The size that a chunk states: canvas, lossy frame or lossless frame. Null for any other chunk. */
function sizeIn({ type, data }: Chunk): Size | null {
  const view = viewOf(data)
  if (type === 'VP8X' && data.length >= 10) return { width: uint24(data, 4) + 1, height: uint24(data, 7) + 1 }
  if (type === 'VP8 ' && data.length >= 10 && textAt(data, 3, 6) === '\x9d\x01\x2a') {
    return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff }
  }
  if (type === 'VP8L' && data.length >= 5 && data[0] === 0x2f) {
    const bits = view.getUint32(1, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  return null
}

export function readSize(bytes: Uint8Array): Size {
  for (const chunk of readChunks(bytes)) {
    const size = sizeIn(chunk)
    if (!size || size.width === 0 || size.height === 0) throw invalid('header')
    return size
  }
  throw invalid('truncated')
}

export function readContainer(bytes: Uint8Array): Container {
  const canvas = readSize(bytes)
  const chunks = [...readChunks(bytes)]
  const find = (type: string): Chunk | undefined => chunks.find((chunk) => chunk.type === type)
  const frames = chunks.filter((chunk) => chunk.type === 'ANMF')
  const still = chunks.find((chunk) => chunk.type === 'VP8 ' || chunk.type === 'VP8L')
  if (!still && frames.length === 0) throw invalid('no pixels')
  const exif = find('EXIF')?.data ?? null
  const profile = find('ICCP')?.data
  const iccProfile = profile && fitsColour(profile, 'rgb') ? profile : null

  const parts = chunks
    .filter(({ type }) => kept.has(type) && (type !== 'ICCP' || iccProfile !== null))
    .map((chunk) => (chunk.type === 'VP8X' ? withFlags(chunk.whole, iccProfile !== null) : chunk.whole))
  const head = Buffer.from(bytes.subarray(0, 12))
  head.writeUInt32LE(
    parts.reduce((sum, part) => sum + part.length, 4),
    4,
  )
  return {
    orientation: exifOrientation(exif),
    exif,
    frames: Math.max(1, frames.length),
    largestFrame: (still && sizeIn(still)) ?? canvas,
    iccProfile,
    clean: join([head, ...parts], bytes),
  }
}

/** The extended header says which chunks follow: it must not promise those that were left out. */
function withFlags(whole: Uint8Array, hasProfile: boolean): Uint8Array {
  const changed = new Uint8Array(whole)
  changed[8] &= ~(exifFlag | xmpFlag)
  if (!hasProfile) changed[8] &= ~iccFlag
  return changed
}
