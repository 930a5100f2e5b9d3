import { readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import {
  encoder,
  exif,
  photo,
  pngChunkTypes,
  scratch,
  withJpegExif,
  withJpegSegment,
  withPngChunk,
  withWebpChunk,
} from './image.fixture.ts'
import { inspectImage } from './inspect.ts'
import { makeWorkingCopy, type WorkingCopy } from './working-copy.ts'

const { write, folder } = scratch()
const size = { width: 60, height: 40 }
const picture = photo(size)

async function copyOf(uploaded: Uint8Array): Promise<{ copy: WorkingCopy; bytes: Buffer }> {
  const path = await write(uploaded)
  const copy = await makeWorkingCopy({ path, inspected: await inspectImage(path), scratchFolder: folder() })
  expect(copy.changed).toBe(copy.path !== path)
  return { copy, bytes: await readFile(copy.path) }
}

const samples = (pipeline: Sharp): Promise<Buffer> => pipeline.raw().toBuffer()
const text = (value: string): Buffer => Buffer.from(value, 'latin1')

describe('where the pixels need no change', () => {
  test('a file without anything private is its own working copy', async () => {
    const clean = [
      encoder(picture).png(),
      encoder(picture).jpeg(),
      encoder(picture).webp(),
      encoder(picture).png({ palette: true }),
      encoder(picture).png({ progressive: true }),
      encoder(picture).toColourspace('b-w').png(),
      encoder(picture).withIccProfile('srgb').png(),
      encoder(picture).withIccProfile('srgb').webp(),
      encoder(photo(size, 4)).png(),
    ]
    for (const pipeline of clean) {
      const uploaded = await pipeline.toBuffer()
      const { copy, bytes } = await copyOf(uploaded)
      expect(copy).toMatchObject({ ...size, changed: false })
      expect(bytes).toEqual(uploaded)
    }
  })

  test('metadata goes, and every sample stays as it was', async () => {
    const jpeg = await encoder(picture).jpeg().toBuffer()
    const png = await encoder(picture).png().toBuffer()
    const webp = await encoder(photo(size, 4)).webp().toBuffer()
    const gif = await encoder(picture).gif().toBuffer()
    const xmp = text('http://ns.adobe.com/xap/1.0/\0<x>GPS 52.5163</x>')
    const loaded = [
      withJpegExif(jpeg, exif(1)),
      withJpegSegment(jpeg, 0xe1, xmp),
      withJpegSegment(jpeg, 0xfe, text('taken at GPS 52.5163')),
      withJpegSegment(jpeg, 0xed, text('Photoshop 3.0\0 GPS')),
      withJpegSegment(jpeg, 0xe0, text('JFXX\0\x10GPS')),
      Buffer.concat([jpeg, text('motion photo GPS 52.5163')]),
      withPngChunk(png, 'eXIf', exif(1)),
      withPngChunk(png, 'tEXt', text('Comment\0GPS 52.5163')),
      withPngChunk(png, 'iTXt', text('XML:com.adobe.xmp\0\0\0\0\0<x>GPS</x>')),
      withPngChunk(png, 'tIME', Buffer.alloc(7)),
      withPngChunk(png, 'prVt', text('GPS')),
      Buffer.concat([png, text('behind the end: GPS 52.5163')]),
      withWebpChunk(webp, { type: 'EXIF', data: exif(1), flag: 0x08 }),
      withWebpChunk(webp, { type: 'XMP ', data: xmp, flag: 0x04 }),
      Buffer.concat([gif.subarray(0, -1), text('!\xfe\x08GPS 52.5\0;')]),
      Buffer.concat([gif.subarray(0, -1), text('!\xff\x0bXMP DataXMP\x03GPS\0;')]),
    ]
    for (const uploaded of loaded) {
      expect(uploaded.includes('GPS') || uploaded.includes('tIME')).toBe(true)
      const { copy, bytes } = await copyOf(uploaded)
      expect(copy.changed).toBe(true)
      for (const secret of ['GPS', 'Exif', 'eXIf', 'EXIF', 'tIME', 'XMP', 'xap', 'JFXX'])
        expect(bytes.includes(secret)).toBe(false)
      expect(await samples(sharp(bytes))).toEqual(await samples(sharp(uploaded)))
      if (copy.format === 'webp') expect(bytes[20] & 0x0c).toBe(0)
      // Nothing is left to take out: the copy of the copy is the copy.
      expect((await copyOf(bytes)).copy.changed).toBe(false)
    }
  })

  test('a broken or unfitting profile goes, as viewers ignore it', async () => {
    const png = await encoder(picture).png().toBuffer()
    const { bytes } = await copyOf(withPngChunk(png, 'iCCP', text('name\0\0not deflated')))
    expect(pngChunkTypes(bytes)).not.toContain('iCCP')
    expect(await samples(sharp(bytes))).toEqual(await samples(encoder(picture)))
  })

  test('the thumbnail inside a JFIF header goes', async () => {
    const jpeg = await encoder(picture).jpeg().toBuffer()
    const jfif = Buffer.concat([text('JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01'), Buffer.from([1, 2, 3])])
    const { bytes } = await copyOf(withJpegSegment(jpeg, 0xe0, jfif))
    expect(bytes.subarray(2, 20).toString('latin1')).toBe('\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0')
    expect(await samples(sharp(bytes))).toEqual(await samples(sharp(jpeg)))
  })
})

describe('where they do', () => {
  test('all eight orientations come upright, in JPEG, PNG and WebP, in both byte orders', async () => {
    const jpeg = await encoder(picture).jpeg().toBuffer()
    const png = await encoder(picture).png().toBuffer()
    const webp = await encoder(photo(size, 4)).webp().toBuffer()
    for (let orientation = 1; orientation <= 8; orientation++) {
      const block = exif(orientation, orientation % 2 === 0)
      const turned = [
        withJpegExif(jpeg, block),
        withPngChunk(png, 'eXIf', block),
        withWebpChunk(webp, { type: 'EXIF', data: block, flag: 0x08 }),
      ]
      for (const uploaded of turned) {
        const { copy, bytes } = await copyOf(uploaded)
        const expected = await sharp(uploaded).autoOrient().raw().toBuffer({ resolveWithObject: true })
        expect({ width: copy.width, height: copy.height }).toEqual({
          width: expected.info.width,
          height: expected.info.height,
        })
        expect(copy.format).toBe(orientation === 1 ? (await sharp(uploaded).metadata()).format : 'png')
        expect(await samples(sharp(bytes))).toEqual(expected.data)
        expect(bytes.includes('GPS')).toBe(false)
      }
    }
  })

  test('an orientation that is none counts as upright', async () => {
    const { copy } = await copyOf(withJpegExif(await encoder(picture).jpeg().toBuffer(), exif(9)))
    expect(copy).toMatchObject({ ...size, format: 'jpeg' })
  })

  test('16 bits become 8, and greys that 8 bits can hold keep their value', async () => {
    const ramp = new Uint16Array(256 * 128 * 3).map((_, i) => 257 * (Math.floor(i / 3) % 256))
    const raw = { width: 256, height: 128, channels: 3 } as const
    const uploaded = await sharp(ramp, { raw }).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(uploaded).metadata()).depth).toBe('ushort')
    const { copy, bytes } = await copyOf(uploaded)
    const metadata = await sharp(bytes).metadata()
    expect({ format: copy.format, depth: metadata.depth, space: metadata.space }).toEqual({
      format: 'png',
      depth: 'uchar',
      space: 'srgb',
    })
    expect(new Uint8Array(await samples(sharp(bytes)))).toEqual(new Uint8Array(ramp.map((value) => value / 257)))
  })

  test('wide-gamut and CMYK pictures keep their look in sRGB', async () => {
    const uploads = [
      await encoder(picture).withIccProfile('p3').png().toBuffer(),
      await encoder(picture).withIccProfile('p3').jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
      await encoder(picture).withIccProfile('p3').webp({ lossless: true }).toBuffer(),
      await encoder(picture).withIccProfile('cmyk').jpeg({ quality: 100 }).toBuffer(),
      await encoder(picture).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
    ]
    for (const [i, uploaded] of uploads.entries()) {
      const { copy, bytes } = await copyOf(uploaded)
      const metadata = await sharp(bytes).metadata()
      expect({ format: copy.format, space: metadata.space, icc: metadata.icc }).toEqual({
        format: 'png',
        space: 'srgb',
        icc: undefined,
      })
      const made = await samples(sharp(bytes))
      const meanDifference = made.reduce((sum, value, at) => sum + Math.abs(value - picture.data[at]), 0) / made.length
      // P3 holds all of sRGB; print does not. Taking P3's numbers for sRGB's would be off by 6 and more.
      expect(meanDifference).toBeLessThan(i < 3 ? 1.5 : 20)
    }
    const untranslated = await sharp(uploads[0], { ignoreIcc: true }).raw().toBuffer()
    expect(
      untranslated.reduce((sum, value, at) => sum + Math.abs(value - picture.data[at]), 0) / untranslated.length,
    ).toBeGreaterThan(3)
  })

  describe('a PNG that states its gamma and chromaticities', () => {
    const numbers = (...values: number[]): Buffer => {
      const data = Buffer.alloc(4 * values.length)
      for (const [i, value] of values.entries()) data.writeUInt32BE(value, 4 * i)
      return data
    }
    const srgbPlaces = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]
    const p3Places = [31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000]
    const ramp = new Uint8Array(256 * 120).map((_, i) => i % 256)
    const greyRamp = sharp(ramp, { raw: { width: 256, height: 120, channels: 1 } }).toColourspace('b-w')

    test('linear light becomes the levels of sRGB, in grey and in colour', async () => {
      const encoded = (level: number) => {
        const light = level / 255
        return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055)
      }
      const rgbRamp = await greyRamp.clone().toColourspace('srgb').png().toBuffer()
      const grey16 = await greyRamp.clone().toColourspace('grey16').png().toBuffer()
      for (const png of [await greyRamp.clone().png().toBuffer(), grey16, rgbRamp]) {
        const { copy, bytes } = await copyOf(withPngChunk(png, 'gAMA', numbers(100_000)))
        expect(copy.format).toBe('png')
        expect(pngChunkTypes(bytes)).not.toContain('gAMA')
        const row = (await samples(sharp(bytes).toColourspace('srgb'))).subarray(0, 256 * 3)
        for (let x = 0; x < 256; x++) expect(Math.abs(row[x * 3] - encoded(x))).toBeLessThanOrEqual(1)
      }
    })

    test('the chromaticities of P3 give what the profile of P3 gives', async () => {
      const png = await encoder(picture).png().toBuffer()
      const stated = withPngChunk(withPngChunk(png, 'gAMA', numbers(45_455)), 'cHRM', numbers(...p3Places))
      const made = await samples(sharp((await copyOf(stated)).bytes))
      const inP3 = await encoder(picture).withIccProfile('p3').png().toBuffer()
      const samplesInP3 = await samples(sharp(inP3, { ignoreIcc: true }))
      const untagged = await encoder({ ...picture, data: samplesInP3 })
        .png()
        .toBuffer()
      const statedBack = withPngChunk(withPngChunk(untagged, 'gAMA', numbers(45_455)), 'cHRM', numbers(...p3Places))
      const back = await samples(sharp((await copyOf(statedBack)).bytes))
      const difference = (a: Uint8Array, b: Uint8Array) =>
        a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length
      // The curve of sRGB and a power of 2.2 part by up to five levels in the dark.
      expect(difference(back, picture.data)).toBeLessThan(2.5)
      expect(difference(made, picture.data)).toBeGreaterThan(3)
    })

    test('those of sRGB, nonsense, and notes beside the mark of sRGB change no sample', async () => {
      const png = await encoder(picture).png().toBuffer()
      const notes: [Buffer, Buffer][] = [
        [numbers(45_455), numbers(...srgbPlaces)],
        [numbers(45_455), numbers(0, 0, 0, 0, 0, 0, 0, 0)],
        [numbers(0), numbers(...p3Places)],
        [Buffer.alloc(3), Buffer.alloc(5)],
      ]
      for (const [gamma, places] of notes) {
        const { bytes } = await copyOf(withPngChunk(withPngChunk(png, 'gAMA', gamma), 'cHRM', places))
        expect(new Uint8Array(await samples(sharp(bytes)))).toEqual(picture.data)
      }
      const marked = withPngChunk(withPngChunk(png, 'gAMA', numbers(100_000)), 'sRGB', Buffer.from([0]))
      expect((await copyOf(marked)).copy.changed).toBe(false)
    })
  })

  test('alpha is kept', async () => {
    const withAlpha = photo(size, 4)
    const uploaded = await encoder(withAlpha).withIccProfile('p3').png().toBuffer()
    const { copy, bytes } = await copyOf(uploaded)
    const made = await samples(sharp(bytes))
    expect(copy).toMatchObject({ format: 'png', hasAlpha: true })
    expect(made.filter((_, i) => i % 4 === 3)).toEqual(Buffer.from(withAlpha.data.filter((_, i) => i % 4 === 3)))
  })
})

test('a palette with transparency is its own working copy and has alpha', async () => {
  const uploaded = await encoder(photo(size, 4)).png({ palette: true }).toBuffer()
  expect(pngChunkTypes(uploaded)).toContain('tRNS')
  expect((await copyOf(uploaded)).copy).toMatchObject({ format: 'png', hasAlpha: true, changed: false })
})
