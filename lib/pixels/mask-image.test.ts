import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { isAppError } from '../core/errors.ts'
import { encoder, exif, greyPng, photo, pngChunk, scratch, withJpegExif, withPngChunk } from './image.fixture.ts'
import { encodeMask, type MaskRequest, readMask } from './mask-image.ts'

const { write } = scratch()
const size = { width: 32, height: 16 }
/** Every value twice. */
const ramp = new Uint8Array(512).map((_, i) => i >> 1)

const rasterOf = async (source: Uint8Array, more: Partial<MaskRequest> = {}): Promise<Uint8Array> =>
  (await readMask({ source, size, ...more })).raster

async function refusal(source: Uint8Array, more: Partial<MaskRequest> = {}): Promise<unknown> {
  const error = await readMask({ source, size, ...more }).catch((caught: unknown) => caught)
  if (!isAppError(error)) return 'accepted'
  return { code: error.code, field: error.field, details: error.details }
}

const rgb = (toPixel: (value: number) => number[]): Uint8Array => Uint8Array.from([...ramp].flatMap(toPixel))

/** Greyscale of one bit per pixel, which sharp reads but does not write. */
function oneBitPng(values: Uint8Array): Buffer {
  const header = Buffer.from([0, 0, 0, 32, 0, 0, 0, 16, 1, 0, 0, 0, 0])
  const rows = Buffer.alloc(16 * 5)
  for (const [i, value] of values.entries()) {
    if (value > 127) rows[Math.floor(i / 32) * 5 + 1 + Math.floor((i % 32) / 8)] |= 0x80 >> (i % 8)
  }
  const chunks = [pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(rows)), pngChunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

describe('values', () => {
  test('the bounds are those of what is above 0', async () => {
    const raster = new Uint8Array(512)
    raster[3 * 32 + 5] = 1
    raster[9 * 32 + 2] = 200
    const { bounds } = await readMask({ source: await greyPng(raster, size), size })
    expect(bounds).toEqual({ x: 2, y: 3, width: 4, height: 7 })
  })

  test('all 256 greys come exactly as they are, through reading, writing and reading again', async () => {
    const uploaded = await greyPng(ramp, size)
    const mask = await readMask({ source: await write(uploaded), size })
    expect(mask).toEqual({ raster: ramp, coverage: 0.5, protectedPixels: 2, bounds: { x: 0, y: 0, ...size } })
    const png = await encodeMask({ raster: mask.raster, size })
    // Bit depth 8, colour type 0, no interlace.
    expect([...png.subarray(24, 29)]).toEqual([8, 0, 0, 0, 0])
    expect(await rasterOf(png)).toEqual(ramp)
  })

  test('a profile or a gamma makes no difference', async () => {
    const gamma = Buffer.alloc(4)
    gamma.writeUInt32BE(100_000)
    expect(await rasterOf(withPngChunk(await greyPng(ramp, size), 'gAMA', gamma))).toEqual(ramp)
    const tagged = encoder({ data: rgb((v) => [v, v, v]), ...size, channels: 3 }).withIccProfile('p3')
    const raw = await sharp(await tagged.png().toBuffer(), { ignoreIcc: true })
      .raw()
      .toBuffer()
    expect(await rasterOf(await tagged.png().toBuffer())).toEqual(new Uint8Array(raw.filter((_, i) => i % 3 === 0)))
  })

  test('equal channels give their value, colours their luma', async () => {
    const grey = await encoder({ data: rgb((v) => [v, v, v]), ...size, channels: 3 })
      .png()
      .toBuffer()
    const lossless = await encoder({ data: rgb((v) => [v, v, v]), ...size, channels: 3 })
      .webp({ lossless: true })
      .toBuffer()
    const colour = await encoder({ data: rgb((v) => [v, 255 - v, 7]), ...size, channels: 3 })
      .png()
      .toBuffer()
    expect(await rasterOf(grey)).toEqual(ramp)
    expect(await rasterOf(lossless)).toEqual(ramp)
    expect(await rasterOf(colour)).toEqual(
      ramp.map((v) => Math.floor((2126 * v + 7152 * (255 - v) + 722 * 7 + 5000) / 10_000)),
    )
  })

  test('16 bits are rounded to the nearest of 8', async () => {
    const values = new Uint16Array(512).map((_, i) => (i * 128 + 5) & 0xffff)
    const uploaded = await sharp(values, { raw: { ...size, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer()
    expect(uploaded[24]).toBe(16)
    expect(await rasterOf(uploaded)).toEqual(Uint8Array.from(values, (value) => Math.round(value / 257)))
  })

  test('1 bit, a palette, GIF and JPEG are read as what they show', async () => {
    const steps = ramp.map((_, i) => (i % 32 < 16 ? 0 : 255))
    const picture = sharp(steps, { raw: { ...size, channels: 1 } }).toColourspace('b-w')
    const oneBit = oneBitPng(steps)
    const palette = await encoder({ data: Uint8Array.from([...steps].flatMap((v) => [v, v, v])), ...size, channels: 3 })
      .png({ palette: true })
      .toBuffer()
    const gif = await picture.clone().gif().toBuffer()
    const jpeg = await picture.clone().jpeg({ quality: 100 }).toBuffer()
    for (const uploaded of [oneBit, palette, gif]) expect(await rasterOf(uploaded)).toEqual(steps)
    const read = await rasterOf(jpeg)
    expect(Math.max(...read.map((value, i) => Math.abs(value - steps[i])))).toBeLessThanOrEqual(2)
  })

  test('a mask on its side is turned upright', async () => {
    const steps = ramp.map((_, i) => (i % 32 < 16 ? 0 : 255))
    const jpeg = await sharp(steps, { raw: { ...size, channels: 1 } })
      .toColourspace('b-w')
      .jpeg({ quality: 100 })
      .toBuffer()
    const upright = { width: 16, height: 32 }
    const raster = await rasterOf(withJpegExif(jpeg, exif(6)), { size: upright })
    expect([...raster].map((value) => (value > 127 ? 1 : 0))).toEqual(
      Array.from({ length: 512 }, (_, i) => (i < 256 ? 0 : 1)),
    )
  })
})

describe('alpha', () => {
  const withAlpha = (alpha: (i: number) => number): Promise<Buffer> =>
    encoder({ data: Uint8Array.from([...ramp].flatMap((v, i) => [v, v, v, alpha(i)])), ...size, channels: 4 })
      .png()
      .toBuffer()

  test('that is the same everywhere says nothing', async () => {
    expect(await rasterOf(await withAlpha(() => 255))).toEqual(ramp)
  })

  test('that varies is ambiguous until the channel is named', async () => {
    const uploaded = await withAlpha((i) => (i < 100 ? 0 : 200))
    expect(await refusal(uploaded)).toEqual({ code: 'mask_ambiguous', field: 'mask', details: {} })
    expect(await rasterOf(uploaded, { channel: 'luminance' })).toEqual(ramp)
    expect(await rasterOf(uploaded, { channel: 'alpha' })).toEqual(ramp.map((_, i) => (i < 100 ? 255 : 55)))
  })
})

describe('what is refused', () => {
  test('another size than the image, before any decoding', async () => {
    expect(await refusal(await greyPng(ramp, { width: 16, height: 32 }))).toEqual({
      code: 'mask_size_mismatch',
      field: 'mask',
      details: { width: 16, height: 32, expectedWidth: 32, expectedHeight: 16 },
    })
    expect(
      await refusal(
        await encoder(photo({ width: 64, height: 32 }))
          .png()
          .toBuffer(),
      ),
    ).toMatchObject({ code: 'mask_size_mismatch' })
  })

  test('nothing painted', async () => {
    expect(await refusal(await greyPng(new Uint8Array(512), size))).toEqual({
      code: 'mask_empty',
      field: 'mask',
      details: {},
    })
    const opaque = await encoder({ data: new Uint8Array(512 * 4).fill(255), ...size, channels: 4 })
      .png()
      .toBuffer()
    expect(await refusal(opaque, { channel: 'alpha' })).toMatchObject({ code: 'mask_empty' })
  })

  test('what is no picture, with the codes of pictures', async () => {
    const png = await greyPng(ramp, size)
    expect(await refusal(Buffer.alloc(0))).toMatchObject({ code: 'image_empty', field: 'mask' })
    expect(await refusal(png.subarray(0, -20))).toMatchObject({ code: 'image_invalid', field: 'mask' })
    expect(await refusal(Buffer.from('<svg></svg>'))).toMatchObject({ code: 'unsupported_image_type', field: 'mask' })
  })
})
