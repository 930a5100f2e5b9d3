// Notes put into a PNG or JPEG that is written already, without touching its pixels.
import { crc32 } from 'node:zlib'
import { textAt, viewOf } from './container.ts'
import type { PngPart } from './png-file.ts'

const app1 = 0xe1
/** A segment's length has 16 bits and counts itself. */
const mostBytes = 65_533
/** Signature and header. */
const pngHeadBytes = 33

export const isPng = (bytes: Uint8Array): boolean => textAt(bytes, 0, 8) === '\x89PNG\r\n\x1a\n'
export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8

/** Right behind the header. */
export const withChunk = (png: Uint8Array, part: PngPart): Uint8Array =>
  Buffer.concat([png.subarray(0, pngHeadBytes), wholeChunk(part), png.subarray(pngHeadBytes)])

/** The mark says what kind of note it is. The file as it is where the note is too long for a segment. */
export function withApp1(jpeg: Uint8Array, mark: Uint8Array, note: Uint8Array): Uint8Array {
  const length = mark.length + note.length
  if (length > mostBytes) return jpeg
  const head = Buffer.from([0xff, app1, (length + 2) >> 8, (length + 2) & 255])
  const at = afterJfif(jpeg)
  return Buffer.concat([jpeg.subarray(0, at), head, mark, note, jpeg.subarray(at)])
}

function wholeChunk({ type, data }: PngPart): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** JFIF wants its own segment to be the first. */
function afterJfif(bytes: Uint8Array): number {
  const isJfif = bytes[2] === 0xff && bytes[3] === 0xe0 && bytes.length > 6
  return isJfif ? 4 + viewOf(bytes).getUint16(4) : 2
}
