// XMP packets in PNG and JPEG files (XMP part 3, sections 1.1.3 and 1.1.5): put in and read without touching the pixels.
import { readFile } from 'node:fs/promises'
import { readSettingsXmp, type SettingsNote } from '../edits/settings-note.ts'
import { textAt, viewOf } from './container.ts'
import { isJpeg, isPng, withApp1, withChunk } from './file-notes.ts'
import type { PngPart } from './png-file.ts'

const pngKeyword = 'XML:com.adobe.xmp'
const jpegHead = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1')
const app1 = 0xe1

/** Keyword, not compressed, no language, and the text. */
export const xmpChunk = (xmp: string): PngPart => ({
  type: 'iTXt',
  data: Buffer.concat([Buffer.from(`${pngKeyword}\0\0\0\0\0`, 'latin1'), Buffer.from(xmp)]),
})

/** The file with the packet; as it is where a packet does not fit, or where the format has no place for one. */
export function withXmp(bytes: Uint8Array, xmp: string): Uint8Array {
  if (isPng(bytes)) return withChunk(bytes, xmpChunk(xmp))
  return isJpeg(bytes) ? withApp1(bytes, jpegHead, Buffer.from(xmp)) : bytes
}

/** How a picture was made, as its own file tells it; null where it does not. */
export async function readSettings(path: string): Promise<SettingsNote | null> {
  const xmp = readXmp(await readFile(path))
  return xmp === null ? null : readSettingsXmp(xmp)
}

/** The packet of a PNG or JPEG; null where there is none. Never throws: files come from anywhere. */
export function readXmp(bytes: Uint8Array): string | null {
  if (isPng(bytes)) return readPngXmp(bytes)
  return isJpeg(bytes) ? readJpegXmp(bytes) : null
}

function readPngXmp(bytes: Uint8Array): string | null {
  const view = viewOf(bytes)
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (textAt(bytes, at + 4, at + 8) === 'iTXt' && textAt(data, 0, pngKeyword.length + 1) === `${pngKeyword}\0`) {
      return uncompressedText(data.subarray(pngKeyword.length + 1))
    }
    at += 12 + length
  }
  return null
}

/** Behind the keyword: flag, method, language, translated keyword, text. XMP is never compressed. */
function uncompressedText(rest: Uint8Array): string | null {
  if (rest[0] !== 0) return null
  const languageEnd = rest.indexOf(0, 2)
  const keywordEnd = languageEnd < 0 ? -1 : rest.indexOf(0, languageEnd + 1)
  return keywordEnd < 0 ? null : Buffer.from(rest.subarray(keywordEnd + 1)).toString('utf8')
}

function readJpegXmp(bytes: Uint8Array): string | null {
  const view = viewOf(bytes)
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const length = view.getUint16(at + 2)
    const data = Buffer.from(bytes.subarray(at + 4, at + 2 + length))
    if (bytes[at + 1] === app1 && data.subarray(0, jpegHead.length).equals(jpegHead)) {
      return data.toString('utf8', jpegHead.length)
    }
    at += 2 + length
  }
  return null
}
