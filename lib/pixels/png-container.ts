// PNG: a signature and chunks of length, type, data and checksum (PNG specification, third edition, section 5).
import { crc32, deflateSync, inflateSync } from 'node:zlib'
import type { Size } from '../core/geometry.ts'
import { type Container, invalid, join, textAt, viewOf } from './container.ts'
import { exifOrientation } from './exif-orientation.ts'
import { fitsColour, type ProfileColour } from './icc.ts'
import { profileOfNotes } from './png-colour.ts'

const signature = '\x89PNG\r\n\x1a\n'
const critical: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND'])
// Resolution and significant bits are neither private nor colour, and leaving them lets most files stay as they came.
const harmless: ReadonlySet<string> = new Set(['tRNS', 'sBIT', 'bKGD', 'pHYs'])
/** A profile is a few KB; the bound keeps a packed one from growing without end. */
const maxProfileBytes = 4_000_000

type Chunk = { type: string; data: Uint8Array; whole: Uint8Array }

function readChunk(bytes: Uint8Array, start: number): Chunk {
  if (start + 12 > bytes.length) throw invalid('truncated')
  const view = viewOf(bytes)
  const dataEnd = start + 8 + view.getUint32(start)
  if (dataEnd + 4 > bytes.length) throw invalid('truncated')
  const type = textAt(bytes, start + 4, start + 8)
  if (!/^[A-Za-z]{4}$/.test(type)) throw invalid('chunk type')
  if (crc32(bytes.subarray(start + 4, dataEnd)) !== view.getUint32(dataEnd)) throw invalid('checksum')
  return { type, data: bytes.subarray(start + 8, dataEnd), whole: bytes.subarray(start, dataEnd + 4) }
}

function readHeader(bytes: Uint8Array): Size & { colour: ProfileColour } {
  if (textAt(bytes, 0, 8) !== signature) throw invalid('signature')
  const { type, data } = readChunk(bytes, 8)
  if (type !== 'IHDR' || data.length !== 13) throw invalid('header')
  const view = viewOf(data)
  const size = { width: view.getUint32(0), height: view.getUint32(4) }
  if (size.width === 0 || size.height === 0) throw invalid('size')
  return { ...size, colour: (data[9] & 2) === 0 ? 'grey' : 'rgb' }
}

export function readSize(bytes: Uint8Array): Size {
  const { width, height } = readHeader(bytes)
  return { width, height }
}

/** Every checksum is verified. What stands behind the end is not part of the picture. */
export function readContainer(bytes: Uint8Array): Container {
  const header = readHeader(bytes)
  const chunks: Chunk[] = []
  for (let at = 8; chunks.at(-1)?.type !== 'IEND'; at += chunks.at(-1)!.whole.length) {
    const chunk = readChunk(bytes, at)
    if (/^[A-Z]/.test(chunk.type) && !critical.has(chunk.type)) throw invalid('unknown critical chunk')
    chunks.push(chunk)
  }
  if (!chunks.some((chunk) => chunk.type === 'IDAT')) throw invalid('no pixels')

  const find = (type: string): Chunk | undefined => chunks.find((chunk) => chunk.type === type)
  const exif = find('eXIf')?.data ?? null
  const colour = readColour(find, header.colour)
  const keep = (chunk: Chunk): boolean =>
    critical.has(chunk.type) || harmless.has(chunk.type) || colour.kept.some((type) => chunk === find(type))
  const [first, ...rest] = chunks.filter(keep).map((chunk) => chunk.whole)
  return {
    orientation: exifOrientation(exif),
    exif,
    frames: countFrames(chunks),
    largestFrame: { width: header.width, height: header.height },
    iccProfile: colour.iccProfile,
    clean: join([bytes.subarray(0, 8), first, ...colour.added, ...rest], bytes),
  }
}

type Colour = { iccProfile: Uint8Array | null; kept: readonly string[]; added: readonly Uint8Array[] }

/** A profile counts before the note of sRGB, and that before gamma and chromaticities (PNG specification, section 4.3). */
function readColour(find: (type: string) => Chunk | undefined, colour: ProfileColour): Colour {
  const embedded = find('iCCP')
  const iccProfile = embedded ? unpackProfile(embedded.data, colour) : null
  if (iccProfile) return { iccProfile, kept: ['iCCP'], added: [] }
  // Most screenshots have all three; left together, they stay the files that they are.
  if (find('sRGB')) return { iccProfile: null, kept: ['sRGB', 'gAMA', 'cHRM'], added: [] }
  const gamma = find('gAMA')?.data
  const made = gamma ? profileOfNotes({ gamma, chromaticities: find('cHRM')?.data ?? null, colour }) : null
  return { iccProfile: made, kept: [], added: made ? [profileChunk(made)] : [] }
}

function profileChunk(profile: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from('iCCPgamma\0\0', 'latin1'), deflateSync(profile)])
  const chunk = Buffer.alloc(8 + body.length)
  chunk.writeUInt32BE(body.length - 4)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), 4 + body.length)
  return chunk
}

/** An animation may claim one frame and bring more, or hide one behind a still. */
function countFrames(chunks: readonly Chunk[]): number {
  const control = chunks.find((chunk) => chunk.type === 'acTL')
  const claimed = control && control.data.length >= 4 ? viewOf(control.data).getUint32(0) : 1
  const further = chunks.some((chunk) => chunk.type === 'fdAT') ? 2 : 1
  return Math.max(claimed, further)
}

function unpackProfile(data: Uint8Array, colour: ProfileColour): Uint8Array | null {
  const nameEnd = data.indexOf(0)
  if (nameEnd < 0 || data[nameEnd + 1] !== 0) return null
  try {
    const profile = inflateSync(data.subarray(nameEnd + 2), { maxOutputLength: maxProfileBytes })
    return fitsColour(profile, colour) ? profile : null
  } catch {
    // Packed wrongly or beyond the bound: viewers show such a picture as if it had no profile, and so do we.
    return null
  }
}
