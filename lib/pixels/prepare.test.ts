import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { resample, resamplePart } from '../retouch/resample.ts'
import { encoder, greyPng, photo, scratch } from './image.fixture.ts'
import { type PrepareRequest, prepareForEngine } from './prepare.ts'
import { scaleMaskPart } from './scale-mask.ts'
import { withXmp } from './xmp.ts'

const { write } = scratch()
const size = { width: 300, height: 200 }

const prepare = (request: Partial<PrepareRequest> & { imagePath: string }) =>
  prepareForEngine({ maskPath: null, crop: null, maxPixels: null, maxBytes: 20_000_000, ...request })

describe('what goes to an engine', () => {
  test('is the file itself where it is small enough', async () => {
    const jpeg = await encoder(photo(size)).jpeg().toBuffer()
    expect(await prepare({ imagePath: await write(jpeg), maxBytes: jpeg.length })).toEqual({
      bytes: new Uint8Array(jpeg),
      format: 'jpeg',
      ...size,
      maskPng: null,
    })
  })

  test("is that without its notes: what was asked of it before is nobody else's business", async () => {
    const png = await encoder(photo(size)).png().toBuffer()
    const imagePath = await write(withXmp(png, '<x:xmpmeta>a prompt of yesterday</x:xmpmeta>'))
    expect((await prepare({ imagePath })).bytes).toEqual(new Uint8Array(png))
  })

  test('is reduced where it has more pixels than are worth sending, unless a mask belongs to it', async () => {
    const imagePath = await write(await encoder(photo(size)).jpeg().toBuffer())
    const reduced = await prepare({ imagePath, maxPixels: 15_000 })
    expect(reduced).toMatchObject({ format: 'png', width: 150, height: 100 })
    expect(await sharp(reduced.bytes).metadata()).toMatchObject({ width: 150, height: 100 })
    expect(await prepare({ imagePath, maxPixels: 60_000 })).toMatchObject({ format: 'jpeg', ...size })
    const maskPath = await write(await greyPng(new Uint8Array(60_000).fill(255), size))
    expect(await prepare({ imagePath, maskPath, maxPixels: 15_000 })).toMatchObject({ format: 'jpeg', ...size })
  })

  test('is lossless WebP where that fits, otherwise JPEG, and never more than allowed', async () => {
    const picture = photo(size)
    const png = await encoder(picture).png({ compressionLevel: 0 }).toBuffer()
    const lossless = await prepare({ imagePath: await write(png), maxBytes: png.length - 1 })
    expect(lossless.format).toBe('webp')
    expect(new Uint8Array(await sharp(lossless.bytes).raw().toBuffer())).toEqual(picture.data)
    const lossy = await prepare({ imagePath: await write(png), maxBytes: 30_000 })
    expect({ format: lossy.format, fits: lossy.bytes.length <= 30_000 }).toEqual({ format: 'jpeg', fits: true })
    await expect(prepare({ imagePath: await write(png), maxBytes: 500 })).rejects.toMatchObject({
      code: 'image_too_large',
    })
  })
})

describe('what goes to an engine that sees a part', () => {
  const picture = photo(size)
  const mask = Uint8Array.from({ length: 300 * 200 }, (_, i) => (i % 300 > 140 && i % 300 < 180 ? 255 : 0))

  test('is that part at the size that was planned, losslessly, and the mask in the same geometry', async () => {
    const imagePath = await write(await encoder(picture).png().toBuffer())
    const maskPath = await write(await greyPng(mask, size))
    for (const { box, sent } of [
      { box: { x: 100, y: 20, width: 150, height: 100 }, sent: { width: 240, height: 160 } },
      { box: { x: 30, y: 20, width: 150, height: 100 }, sent: { width: 150, height: 100 } },
      { box: { x: 0, y: -50, width: 300, height: 300 }, sent: { width: 200, height: 200 } },
    ]) {
      const prepared = await prepare({ imagePath, maskPath, crop: { box, aspectRatio: '3:2', sent } })
      expect(prepared).toMatchObject({ ...sent, format: 'png' })
      const pixels = new Uint8Array(await sharp(prepared.bytes).raw().toBuffer())
      const expected = resamplePart({ source: picture, from: box, to: sent }).data
      // Beside the box's edges the resampler saw the rest of the picture here, and the mirror image there.
      let far = 0
      for (let i = 0; i < pixels.length; i++) {
        const x = Math.floor(i / 3) % sent.width
        const y = Math.floor(i / 3 / sent.width)
        const inner = x >= 6 && y >= 6 && x < sent.width - 6 && y < sent.height - 6
        if (inner) far = Math.max(far, Math.abs(pixels[i] - expected[i]))
      }
      expect(far).toBe(0)
      const sentMask = new Uint8Array(await sharp(prepared.maskPng!).toColourspace('b-w').raw().toBuffer())
      expect(sentMask).toEqual(scaleMaskPart({ source: { ...size, data: mask }, from: box, to: sent }))
    }
  })

  test('comes back to where it was, to a hundredth of a pixel', async () => {
    const waves = { ...picture, data: picture.data.slice() }
    for (let i = 0; i < waves.data.length; i++) {
      const x = Math.floor(i / 3) % 300
      waves.data[i] = 128 + 100 * Math.sin(x / 9) * Math.cos(Math.floor(i / 900) / 11)
    }
    const imagePath = await write(await encoder(waves).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer())
    const box = { x: 60, y: 40, width: 150, height: 100 }
    for (const sent of [
      { width: 1248, height: 832 },
      { width: 96, height: 64 },
    ]) {
      const { bytes } = await prepare({ imagePath, crop: { box, aspectRatio: '3:2', sent } })
      const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
      const back = resample({ data, width: info.width, height: info.height, channels: 3 }, box)
      // The shift that would explain what difference there is, by least squares along x. Half of a sent pixel is 0.06 or 0.8.
      let product = 0
      let square = 0
      for (let y = 3; y < 97; y++) {
        for (let x = 3; x < 147; x++) {
          const at = ((y + 40) * 300 + x + 60) * 3
          const slope = (waves.data[at + 3] - waves.data[at - 3]) / 2
          product += slope * (back.data[(y * 150 + x) * 3] - waves.data[at])
          square += slope * slope
        }
      }
      expect(Math.abs(product / square)).toBeLessThan(0.01)
    }
  })

  test('is the file itself where the part is all of it and the size its own', async () => {
    const jpeg = await encoder(picture).jpeg().toBuffer()
    const crop = { box: { x: 0, y: 0, ...size }, aspectRatio: '3:2', sent: size } as const
    const prepared = await prepare({ imagePath: await write(jpeg), crop })
    expect(prepared).toMatchObject({ bytes: new Uint8Array(jpeg), format: 'jpeg' })
  })

  test('keeps the limit of bytes, too, and what is transparent where the format can', async () => {
    const imagePath = await write(await encoder(photo(size, 4)).png().toBuffer())
    const crop = { box: { x: 0, y: 0, width: 200, height: 200 }, aspectRatio: '1:1', sent: size } as const
    const whole = await prepare({ imagePath, crop })
    expect((await sharp(whole.bytes).metadata()).hasAlpha).toBe(true)
    const small = await prepare({ imagePath, crop, maxBytes: 20_000 })
    expect({ format: small.format, fits: small.bytes.length <= 20_000 }).toEqual({ format: 'jpeg', fits: true })
  })
})
