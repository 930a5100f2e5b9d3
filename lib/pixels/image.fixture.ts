// Pictures made for tests: of a known look, in any encoding, and broken on purpose.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll } from 'vitest'
import type { Size } from '../core/geometry.ts'
import type { Pixmap } from '../retouch/pixmap.ts'

/** Waves with a little noise: neighbours are alike, as in a photograph, and no two places are the same. */
export function photo({ width, height }: Size, channels: 3 | 4 = 3): Pixmap {
  const data = new Uint8Array(width * height * channels)
  let state = 1
  for (let i = 0; i < width * height; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const wave = 120 + 90 * Math.sin((i % width) / 17) * Math.cos(Math.floor(i / width) / 13)
    const noise = (state >>> 16) % 24
    data.set([wave + noise, wave * 0.8 + noise, 250 - wave - noise], i * channels)
    if (channels === 4) data[i * 4 + 3] = i % 5 === 0 ? 0 : 55 + (i % 200)
  }
  return { data, width, height, channels }
}

export const encoder = ({ data, width, height, channels }: Pixmap): Sharp =>
  sharp(data, { raw: { width, height, channels } })

export const greyPng = (raster: Uint8Array, size: Size): Promise<Buffer> =>
  sharp(raster, { raw: { ...size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()

/** A folder for the tests of one file, and a way to put bytes into it. */
export function scratch(): { folder: () => string; write: (bytes: Uint8Array) => Promise<string> } {
  let folder = ''
  let count = 0
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frisket-pixels-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  return {
    folder: () => folder,
    async write(bytes) {
      const path = join(folder, `${count++}.file`)
      await writeFile(path, bytes)
      return path
    },
  }
}

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(8 + body.length)
  chunk.writeUInt32BE(data.length)
  chunk.set(body, 4)
  chunk.writeUInt32BE(crc32(body), 4 + body.length)
  return chunk
}

/** Puts a chunk right behind the header. */
export const withPngChunk = (png: Uint8Array, type: string, data: Uint8Array): Buffer =>
  Buffer.concat([png.subarray(0, 33), pngChunk(type, data), png.subarray(33)])

/** Writes another size into a PNG's header, with the right checksum. */
export function withPngSize(png: Uint8Array, { width, height }: Size): Buffer {
  const header = Buffer.from(png.subarray(16, 29))
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  return Buffer.concat([png.subarray(0, 8), pngChunk('IHDR', header), png.subarray(33)])
}

export const pngChunkTypes = (png: Uint8Array): string[] => {
  const types: string[] = []
  const buffer = Buffer.from(png)
  for (let at = 8; at < buffer.length; at += 12 + buffer.readUInt32BE(at))
    types.push(buffer.toString('latin1', at + 4, at + 8))
  return types
}

/** An EXIF block with an orientation and, in words that a test can look for, a place and a name. */
export function exif(orientation: number, littleEndian = true): Buffer {
  const block = Buffer.alloc(8 + 2 + 2 * 12 + 4)
  const short = (value: number, at: number) =>
    littleEndian ? block.writeUInt16LE(value, at) : block.writeUInt16BE(value, at)
  const long = (value: number, at: number) =>
    littleEndian ? block.writeUInt32LE(value, at) : block.writeUInt32BE(value, at)
  block.write(littleEndian ? 'II*\0' : 'MM\0*', 'latin1')
  long(8, 4)
  short(2, 8)
  short(0x010f, 10)
  short(2, 12)
  long(4, 14)
  block.write('Me\0\0', 18, 'latin1')
  short(0x0112, 22)
  short(3, 24)
  long(1, 26)
  short(orientation, 30)
  return Buffer.concat([block, Buffer.from('GPS 52.5163 N 13.3777 E', 'latin1')])
}

/** Puts a segment right behind the start of a JPEG. */
export function withJpegSegment(jpeg: Uint8Array, marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255])
  return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)])
}

export const withJpegExif = (jpeg: Uint8Array, block: Uint8Array): Buffer =>
  withJpegSegment(jpeg, 0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block]))

/** Appends a chunk to an extended WebP and sets the flag that announces it. */
export function withWebpChunk(
  webp: Uint8Array,
  { type, data, flag }: { type: string; data: Uint8Array; flag: number },
): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(data.length, 4)
  const padding = Buffer.alloc(data.length & 1)
  const whole = Buffer.concat([webp, head, data, padding])
  whole.writeUInt32LE(whole.length - 8, 4)
  whole[20] |= flag
  return whole
}
