import { describe, expect, test } from 'vitest'
import { isAppError } from '../core/errors.ts'
import { encoder, exif, photo, pngChunk, scratch, withJpegExif, withPngChunk, withPngSize } from './image.fixture.ts'
import { inspectImage } from './inspect.ts'

const { write } = scratch()
const size = { width: 120, height: 80 }
const picture = encoder(photo(size))
const png = () => picture.clone().png().toBuffer()
const jpeg = () => picture.clone().jpeg().toBuffer()
const gif = () => picture.clone().gif().toBuffer()
const webp = () => picture.clone().webp({ lossless: true }).toBuffer()

type Refusal = { code: string; details: object }

async function refusal(bytes: Uint8Array): Promise<Refusal | 'accepted'> {
  try {
    await inspectImage(await write(bytes))
    return 'accepted'
  } catch (error) {
    if (!isAppError(error)) throw error
    return { code: error.code, details: error.details }
  }
}
const code = async (bytes: Uint8Array): Promise<string> => {
  const refused = await refusal(bytes)
  return refused === 'accepted' ? refused : refused.code
}

describe('what is accepted', () => {
  test('the four formats are known by their bytes and measured', async () => {
    for (const [format, bytes] of [
      ['png', await png()],
      ['jpeg', await jpeg()],
      ['webp', await webp()],
    ] as const) {
      expect(await inspectImage(await write(bytes))).toEqual({
        ...size,
        format,
        bytes: bytes.length,
        orientation: 1,
        hasAlpha: false,
        encodingKept: true,
      })
    }
    expect(await inspectImage(await write(await gif()))).toMatchObject({ ...size, format: 'gif', encodingKept: true })
  })

  test('a picture on its side has the size that it has upright', async () => {
    const turned = withJpegExif(await jpeg(), exif(6))
    expect(await inspectImage(await write(turned))).toMatchObject({
      width: 80,
      height: 120,
      orientation: 6,
      encodingKept: false,
    })
  })

  test('exactly 3:7 and 7:3 are in', async () => {
    for (const [width, height] of [
      [30, 70],
      [70, 30],
    ]) {
      expect(await code(await encoder(photo({ width, height })).png().toBuffer())).toBe('accepted')
      expect(
        await refusal(
          await encoder(photo({ width: width + (width > 30 ? 1 : -1), height }))
            .png()
            .toBuffer(),
        ),
      ).toMatchObject({
        code: 'aspect_ratio_out_of_range',
      })
    }
  })

  test('what other programs put behind the end does no harm', async () => {
    for (const bytes of [await png(), await jpeg(), await gif(), await webp()]) {
      expect(await code(Buffer.concat([bytes, Buffer.from('appended')]))).toBe('accepted')
    }
  })
})

describe('what is refused', () => {
  test('nothing at all', async () => expect(await code(Buffer.alloc(0))).toBe('image_empty'))

  test('more than 20,000,000 bytes, before anything is read', async () => {
    expect(await refusal(Buffer.alloc(20_000_001))).toEqual({
      code: 'image_too_large',
      details: { bytes: 20_000_001, limitBytes: 20_000_000 },
    })
  })

  test('any other type, with what it is', async () => {
    const others: [string, Uint8Array][] = [
      ['svg', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
      ['html', Buffer.from('<!DOCTYPE html><html><body>no</body></html>')],
      ['pdf', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n', 'latin1')],
      ['tif', await picture.clone().tiff().toBuffer()],
      ['avif', await picture.clone().avif({ effort: 0 }).toBuffer()],
      ['heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
      ['bmp', Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)])],
      ['wav', Buffer.from('RIFF\x24\0\0\0WAVEfmt ', 'latin1')],
      ['unknown', Buffer.from('just words')],
    ]
    for (const [found, bytes] of others) {
      expect(await refusal(bytes)).toEqual({ code: 'unsupported_image_type', details: { found } })
    }
  })

  test('a signature and nothing more', async () => {
    for (const bytes of [await png(), await jpeg(), await gif(), await webp()]) {
      expect(await code(bytes.subarray(0, 12))).toBe('image_invalid')
    }
  })

  test('a file cut off anywhere', async () => {
    for (const bytes of [
      await png(),
      await jpeg(),
      await picture.clone().jpeg({ progressive: true }).toBuffer(),
      await gif(),
      await webp(),
    ]) {
      for (const share of [0.1, 0.5, 0.9]) {
        expect(await code(bytes.subarray(0, Math.floor(bytes.length * share)))).toBe('image_invalid')
      }
      expect(await code(bytes.subarray(0, bytes.length - 1))).toBe('image_invalid')
    }
  })

  test('a JPEG whose scan is cut off but closed with an end marker', async () => {
    const bytes = await jpeg()
    const half = Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.from([0xff, 0xd9])])
    expect(await code(half)).toBe('image_invalid')
  })

  test('any changed byte of a PNG, and pixels that do not add up under a right checksum', async () => {
    const bytes = await png()
    for (let i = 0; i < 40; i++) {
      const changed = Buffer.from(bytes)
      changed[Math.floor(8 + (i / 40) * (bytes.length - 8))] ^= 0x20
      expect(await code(changed)).toBe('image_invalid')
    }
    const noted = withPngChunk(bytes, 'tEXt', Buffer.from('Comment\0words'))
    noted[45] ^= 0x20
    expect(await code(noted)).toBe('image_invalid')
    const header = bytes.subarray(0, 33)
    const end = pngChunk('IEND', Buffer.alloc(0))
    expect(await code(Buffer.concat([header, pngChunk('IDAT', Buffer.alloc(40)), end]))).toBe('image_invalid')
    expect(await code(Buffer.concat([header, end]))).toBe('image_invalid')
    expect(await code(withPngSize(bytes, { width: 120, height: 90 }))).toBe('image_invalid')
  })

  test('animations in all three formats', async () => {
    const frames = { width: 40, height: 60 }
    const film = encoder(photo(frames))
    const options = { raw: { width: 40, height: 60, channels: 3, pageHeight: 20 } } as const
    const { default: sharp } = await import('sharp')
    const raw = await film.raw().toBuffer()
    expect(await refusal(await sharp(raw, options).gif({ delay: 100 }).toBuffer())).toEqual({
      code: 'animated_image',
      details: { frames: 3 },
    })
    expect(await refusal(await sharp(raw, options).webp({ delay: 100 }).toBuffer())).toEqual({
      code: 'animated_image',
      details: { frames: 3 },
    })
    const control = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0])
    expect(await refusal(withPngChunk(await png(), 'acTL', control))).toEqual({
      code: 'animated_image',
      details: { frames: 4 },
    })
  })
})

describe('bombs', () => {
  /** A GIF header whose one frame claims more than its canvas. */
  const gifClaiming = (canvas: [number, number], frame: [number, number]): Buffer => {
    const bytes = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\0\0\0\0\0\x02\x02D\x01\0;', 'latin1')
    bytes.writeUInt16LE(canvas[0], 6)
    bytes.writeUInt16LE(canvas[1], 8)
    bytes.writeUInt16LE(frame[0], 24)
    bytes.writeUInt16LE(frame[1], 26)
    return bytes
  }
  const webpClaiming = (width: number, height: number): Buffer => {
    const bytes = Buffer.from('RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1')
    bytes.writeUIntLE(width - 1, 24, 3)
    bytes.writeUIntLE(height - 1, 27, 3)
    return bytes
  }

  test('too many pixels are refused on the header alone, in under 200 ms and without memory for them', async () => {
    const jpegHeader = Buffer.from([
      0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff, 3, 1, 34, 0, 2, 17, 1, 3, 17, 1,
    ])
    const bombs = {
      png: withPngSize(await png(), { width: 100_000, height: 100_000 }),
      'png without pixels': withPngSize(await png(), { width: 65_000, height: 65_000 }).subarray(0, 33),
      jpeg: jpegHeader,
      'gif canvas': gifClaiming([65_535, 65_535], [1, 1]),
      'gif frame': gifClaiming([10, 10], [65_535, 65_535]),
      webp: webpClaiming(16_383, 16_383),
    }
    for (const [name, bytes] of Object.entries(bombs)) {
      const path = await write(bytes)
      const before = process.memoryUsage().rss
      const startedAt = performance.now()
      const error = await inspectImage(path).catch((caught: unknown) => caught)
      const tookMs = performance.now() - startedAt
      expect({ name, code: isAppError(error) && error.code }).toEqual({ name, code: 'image_too_many_pixels' })
      expect(tookMs).toBeLessThan(200)
      expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
    }
  })

  test('20,000,000 pixels are in, one row more is not', async () => {
    const flat = (height: number) =>
      encoder({ data: new Uint8Array(5_000 * height * 3), width: 5_000, height, channels: 3 })
        .png()
        .toBuffer()
    expect(await code(await flat(4_000))).toBe('accepted')
    expect(await refusal(await flat(4_001))).toEqual({
      code: 'image_too_many_pixels',
      details: { width: 5_000, height: 4_001, pixels: 20_005_000, limitPixels: 20_000_000 },
    })
  })

  test('a JPEG of thousands of scans is refused without decoding any', async () => {
    const bytes = await picture.clone().jpeg({ progressive: true }).toBuffer()
    const lastScan = bytes.lastIndexOf(Buffer.from([0xff, 0xda]))
    const scan = bytes.subarray(lastScan, bytes.length - 2)
    const many = Buffer.concat([bytes.subarray(0, -2), ...Array<Buffer>(5_000).fill(scan), Buffer.from([0xff, 0xd9])])
    expect(await refusal(many)).toEqual({ code: 'image_invalid', details: { reason: 'too many scans' } })
  })
})
