import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { encoder, photo, scratch } from './image.fixture.ts'
import { prepareForEngine } from './prepare.ts'

const { write } = scratch()
const size = { width: 300, height: 200 }

describe('what goes to an engine', () => {
  test('is the file itself where it is small enough', async () => {
    const jpeg = await encoder(photo(size)).jpeg().toBuffer()
    expect(await prepareForEngine({ imagePath: await write(jpeg), maxBytes: jpeg.length })).toEqual({
      bytes: new Uint8Array(jpeg),
      format: 'jpeg',
      ...size,
    })
  })

  test('is lossless WebP where that fits, otherwise JPEG, and never more than allowed', async () => {
    const picture = photo(size)
    const png = await encoder(picture).png({ compressionLevel: 0 }).toBuffer()
    const lossless = await prepareForEngine({ imagePath: await write(png), maxBytes: png.length - 1 })
    expect(lossless.format).toBe('webp')
    expect(new Uint8Array(await sharp(lossless.bytes).raw().toBuffer())).toEqual(picture.data)
    const lossy = await prepareForEngine({ imagePath: await write(png), maxBytes: 30_000 })
    expect({ format: lossy.format, fits: lossy.bytes.length <= 30_000 }).toEqual({ format: 'jpeg', fits: true })
    await expect(prepareForEngine({ imagePath: await write(png), maxBytes: 500 })).rejects.toMatchObject({
      code: 'image_too_large',
    })
  })
})
