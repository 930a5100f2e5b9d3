// Pictures for tests, good ones and every kind of bad one, made here: nothing in them comes from a file.
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import type { Size } from '../lib/core/geometry.ts'

export type Bytes = Uint8Array<ArrayBuffer>
type Format = 'png' | 'jpeg' | 'webp' | 'gif'

/** Copies, because a body must own its bytes. */
export const bytesOf = (buffer: Uint8Array | string): Bytes => new Uint8Array(Buffer.from(buffer))

/** A smooth gradient, so that a cut-off file misses something. */
function gradient({ width, height }: Size): Sharp {
  const samples = Buffer.alloc(width * height * 3)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      samples[at++] = (255 * x) / width
      samples[at++] = (255 * y) / height
      samples[at++] = (x * 7 + y * 3) & 255
    }
  }
  return sharp(samples, { raw: { width, height, channels: 3 } })
}

export const picture = async (format: Format, size: Size): Promise<Bytes> =>
  bytesOf(await gradient(size).toFormat(format).toBuffer())

/** Two frames that differ. */
export async function animated(format: 'gif' | 'webp'): Promise<Bytes> {
  const frame = (shade: number) =>
    sharp({ create: { width: 64, height: 64, channels: 3, background: { r: shade, g: 90, b: 30 } } })
      .png()
      .toBuffer()
  const frames = [await frame(0), await frame(255)]
  return bytesOf(
    await sharp(frames, { join: { animated: true } })
      .toFormat(format, { loop: 0 })
      .toBuffer(),
  )
}

type Chunk = { type: string; data: Uint8Array }

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

function png(chunks: readonly Chunk[]): Bytes {
  const parts = chunks.flatMap(({ type, data }) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    return [uint32(data.length), body, uint32(crc32(body))]
  })
  return bytesOf(Buffer.concat([pngSignature, ...parts]))
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** 8-bit grey. */
const header = ({ width, height }: Size): Chunk => ({
  type: 'IHDR',
  data: Buffer.concat([uint32(width), uint32(height), Buffer.from([8, 0, 0, 0, 0])]),
})
const rows = ({ width, height }: Size): Chunk => ({
  type: 'IDAT',
  data: deflateSync(Buffer.alloc((width + 1) * height)),
})
const end: Chunk = { type: 'IEND', data: Buffer.alloc(0) }

/** A PNG of zeros: any size for few bytes. */
export const blankPng = (size: Size): Bytes => png([header(size), rows(size), end])

/** Says that it is large, and holds the pixels of a small one. */
export const lyingPng = (size: Size): Bytes => png([header(size), rows({ width: 10, height: 10 }), end])

/** The control chunks of an animation of two frames around a still picture. */
export function animatedPng(): Bytes {
  const size = { width: 32, height: 32 }
  const frameControl = (sequence: number): Chunk => ({
    type: 'fcTL',
    data: Buffer.concat([
      uint32(sequence),
      uint32(32),
      uint32(32),
      uint32(0),
      uint32(0),
      Buffer.from([0, 1, 0, 10, 0, 0]),
    ]),
  })
  const pixels = rows(size)
  return png([
    header(size),
    { type: 'acTL', data: Buffer.concat([uint32(2), uint32(0)]) },
    frameControl(0),
    pixels,
    frameControl(1),
    { type: 'fdAT', data: Buffer.concat([uint32(2), pixels.data]) },
    end,
  ])
}

/** A GIF of one small frame on a canvas of another size. */
export function gifWithCanvas({ width, height }: Size): Bytes {
  const canvas = Buffer.from([width & 255, width >> 8, height & 255, height >> 8, 0x80, 0, 0])
  const palette = Buffer.from([0, 0, 0, 255, 255, 255])
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b])
  return bytesOf(Buffer.concat([Buffer.from('GIF89a', 'latin1'), canvas, palette, frame]))
}

/** The first `share` of a file. */
export const cutOff = (bytes: Bytes, share: number): Bytes => bytes.slice(0, Math.floor(bytes.length * share))

/** One bit of the pixel data of a PNG turned over, so that a checksum is wrong. */
export function withBadChecksum(bytes: Bytes): Bytes {
  const copy = bytes.slice()
  copy[Buffer.from(copy).indexOf('IDAT') + 20] ^= 1
  return copy
}

export const signatures: Readonly<Record<Format, Bytes>> = {
  png: bytesOf(pngSignature),
  jpeg: bytesOf(Buffer.from('ffd8ffe0', 'hex')),
  gif: bytesOf('GIF89a'),
  webp: bytesOf('RIFF\x24\0\0\0WEBP'),
}

/** Real heads of what other pictures, documents and programs begin with. */
export const foreignFiles: Readonly<Record<string, Bytes>> = {
  svg: bytesOf('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'),
  html: bytesOf('<!doctype html><title>not a picture</title><script>alert(1)</script>'),
  pdf: bytesOf('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
  heic: brand('heic'),
  bmp: bytesOf(Buffer.concat([Buffer.from('BM', 'latin1'), Buffer.alloc(60)])),
  zip: bytesOf(Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(60)])),
  text: bytesOf('just words'),
}

export const avif = async (): Promise<Bytes> =>
  bytesOf(await gradient({ width: 64, height: 64 }).avif({ effort: 0 }).toBuffer())
export const tiff = async (): Promise<Bytes> => bytesOf(await gradient({ width: 64, height: 64 }).tiff().toBuffer())

function brand(name: string): Bytes {
  return bytesOf(Buffer.concat([uint32(24), Buffer.from(`ftyp${name}\0\0\0\0mif1${name}`, 'latin1'), Buffer.alloc(40)]))
}

/** Grey, the same value everywhere. */
export const greyMask = async ({ width, height }: Size, value: number): Promise<Bytes> =>
  bytesOf(
    await sharp(Buffer.alloc(width * height, value), { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer(),
  )

/** Black, with everything it says in its alpha channel. */
export async function alphaMask({ width, height }: Size): Promise<Bytes> {
  const samples = Buffer.alloc(width * height * 4)
  for (let i = 0; i < width * height; i++) samples[4 * i + 3] = i % 2 === 0 ? 255 : 0
  return bytesOf(
    await sharp(samples, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer(),
  )
}
