// What a photograph's EXIF says of how it was taken, and nothing of where, by whom, or with which one of all cameras.
import { readFile } from 'node:fs/promises'
import { textAt, viewOf } from './container.ts'
import { withApp1 } from './file-notes.ts'
import type { PngPart } from './png-file.ts'
import { readContainerOf } from './read-image.ts'

const exifDirectory = 0x8769
const offsetTime = 0x9010

/** Tags of the first directory that go along: make, model, copyright. */
const pictureTags: ReadonlySet<number> = new Set([0x010f, 0x0110, 0x8298])

/**
 * Tags of the EXIF directory that go along (EXIF 3.0, section 4.6.5). Not among them: notes of the maker, comments, serial
 * numbers, the owner's name, and what tells of the file that it was: its size, its colours, its parts.
 */
const photographTags: ReadonlySet<number> = new Set([
  ...[0x829a, 0x829d, 0x8822, 0x8827, 0x8830, 0x8831, 0x8832], // exposure time, f-number, program, sensitivities
  ...[0x9000, 0x9003, 0x9004, offsetTime, 0x9011, 0x9012, 0x9291, 0x9292], // version, when it was taken
  ...[0x9201, 0x9202, 0x9203, 0x9204, 0x9205, 0x9206, 0x9207, 0x9208, 0x9209, 0x920a], // shutter to focal length
  ...[0xa217, 0xa402, 0xa403, 0xa404, 0xa405, 0xa406, 0xa407, 0xa408, 0xa409, 0xa40a, 0xa40c], // modes
  ...[0xa432, 0xa433, 0xa434], // the lens: range, make, model
])

/** By the number of the type (TIFF 6.0, section 2): how many bytes one value has. */
const valueBytes: Readonly<Record<number, number>> = {
  ...{ 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8 },
}
/** A lens's name has some 30 bytes. What is larger is no such note. */
const maxValueBytes = 1000

type Entry = { readonly tag: number; readonly type: number; readonly count: number; readonly value: Uint8Array }
type Tiff = { readonly bytes: Uint8Array; readonly littleEndian: boolean; readonly first: number }

/** What may be told of the photograph in that file, as the upload has it; null where there is nothing. */
export async function readPublicExif(path: string): Promise<Uint8Array | null> {
  const { exif } = await readContainerOf(new Uint8Array(await readFile(path)))
  return exif && publicExif(exif)
}

/** Without the mark that it has in a JPEG (PNG specification, section 11.3.4.6). */
export const exifChunk = (block: Uint8Array): PngPart => ({ type: 'eXIf', data: block })

export const withJpegExif = (jpeg: Uint8Array, block: Uint8Array): Uint8Array =>
  withApp1(jpeg, Buffer.from('Exif\0\0', 'latin1'), block)

/**
 * A new TIFF block with the tags that may be told, in the byte order of the one given; null where there are none. What
 * cannot be read is left out: a broken note about a picture is no broken picture.
 */
export function publicExif(block: Uint8Array): Uint8Array | null {
  const tiff = openTiff(block)
  if (tiff === null) return null
  const first = readDirectory(tiff, tiff.first)
  const pointer = first.find(({ tag }) => tag === exifDirectory)
  const second = pointer ? readDirectory(tiff, longOf(tiff, pointer)) : []
  const picture = first.filter(({ tag }) => pictureTags.has(tag))
  const photograph = second.filter(({ tag }) => photographTags.has(tag))
  if (picture.length + photograph.length === 0) return null
  return writeTiff(picture, photograph, tiff.littleEndian)
}

function openTiff(block: Uint8Array): Tiff | null {
  const bytes = textAt(block, 0, 6) === 'Exif\0\0' ? block.subarray(6) : block
  const order = textAt(bytes, 0, 4)
  const littleEndian = order === 'II*\0'
  if ((!littleEndian && order !== 'MM\0*') || bytes.length < 8) return null
  return { bytes, littleEndian, first: viewOf(bytes).getUint32(4, littleEndian) }
}

const longOf = ({ littleEndian }: Tiff, { value }: Entry): number =>
  value.length === 4 ? viewOf(value).getUint32(0, littleEndian) : 0

function readDirectory({ bytes, littleEndian }: Tiff, at: number): Entry[] {
  const view = viewOf(bytes)
  if (at < 8 || at + 2 > bytes.length) return []
  const stated = view.getUint16(at, littleEndian)
  const entries = Math.min(stated, Math.floor((bytes.length - at - 2) / 12))
  return Array.from({ length: entries }, (_, i) => at + 2 + 12 * i).flatMap((start) => {
    const tag = view.getUint16(start, littleEndian)
    const type = view.getUint16(start + 2, littleEndian)
    const count = view.getUint32(start + 4, littleEndian)
    const length = (valueBytes[type] ?? 0) * count
    const from = length <= 4 ? start + 8 : view.getUint32(start + 8, littleEndian)
    if (length === 0 || length > maxValueBytes || from + length > bytes.length) return []
    return [{ tag, type, count, value: bytes.subarray(from, from + length) }]
  })
}

const headBytes = 8
const directoryBytes = (entries: number): number => 2 + 12 * entries + 4

/** Head, first directory, EXIF directory, and behind them the values that do not fit into four bytes. */
function writeTiff(picture: readonly Entry[], photograph: readonly Entry[], littleEndian: boolean): Uint8Array {
  const pointed = photograph.length > 0
  const second = headBytes + directoryBytes(picture.length + (pointed ? 1 : 0))
  const values = pointed ? second + directoryBytes(photograph.length) : second
  const all = [...picture, ...photograph]
  const bytes = new Uint8Array(values + all.reduce((sum, entry) => sum + outsideBytes(entry), 0))
  const view = viewOf(bytes)
  bytes.set(Buffer.from(littleEndian ? 'II*\0' : 'MM\0*', 'latin1'))
  view.setUint32(4, headBytes, littleEndian)
  const pointer = new Uint8Array(4)
  viewOf(pointer).setUint32(0, second, littleEndian)

  let free = values
  const writeDirectory = (at: number, entries: readonly Entry[]): void => {
    view.setUint16(at, entries.length, littleEndian)
    // In the order of tags, as readers expect it.
    for (const [i, { tag, type, count, value }] of entries.toSorted((a, b) => a.tag - b.tag).entries()) {
      const start = at + 2 + 12 * i
      view.setUint16(start, tag, littleEndian)
      view.setUint16(start + 2, type, littleEndian)
      view.setUint32(start + 4, count, littleEndian)
      if (value.length <= 4) {
        bytes.set(value, start + 8)
        continue
      }
      view.setUint32(start + 8, free, littleEndian)
      bytes.set(value, free)
      free += value.length + (value.length & 1)
    }
  }
  const link: Entry = { tag: exifDirectory, type: 4, count: 1, value: pointer }
  writeDirectory(headBytes, pointed ? [...picture, link] : picture)
  if (pointed) writeDirectory(second, photograph)
  return bytes
}

/** Values begin at even places. */
const outsideBytes = ({ value }: Entry): number => (value.length <= 4 ? 0 : value.length + (value.length & 1))
