import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { exifChunk, publicExif, readPublicExif, withJpegExif } from './exif-notes.ts'
import { encoder, photo, scratch, withPngChunk } from './image.fixture.ts'

const size = { width: 40, height: 30 }
const { write } = scratch()

const photograph = () =>
  encoder(photo(size))
    .withExif({
      IFD0: { Make: 'Akme', Model: 'Box 5', Artist: 'Mina Muster', Copyright: 'All rights kept', Software: 'Lab 9' },
      IFD2: {
        ExposureTime: '1/125',
        FNumber: '28/10',
        DateTimeOriginal: '2026:05:04 10:11:12',
        LensModel: 'Akme 50mm f/1.8',
        BodySerialNumber: 'SN-4711',
        CameraOwnerName: 'Mina Muster',
        UserComment: 'at home',
      },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 59/1' },
    })
    .jpeg()
    .toBuffer()

const exifOf = async (bytes: Uint8Array): Promise<Buffer> => (await sharp(bytes).metadata()).exif ?? Buffer.alloc(0)
const text = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('latin1')

/** The values of a block by tag, read by hand: both directories, both byte orders. */
function valuesOf(block: Uint8Array): Map<number, Buffer> {
  const bytes = Buffer.from(block)
  const little = bytes.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at))
  const long = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  const values = new Map<number, Buffer>()
  const read = (directory: number): void => {
    for (let i = 0, at = directory + 2; i < short(directory); i++, at += 12) {
      const length = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8][short(at + 2)] * long(at + 4)
      const from = length <= 4 ? at + 8 : long(at + 8)
      values.set(short(at), bytes.subarray(from, from + length))
      if (short(at) === 0x8769) read(long(at + 8))
    }
  }
  read(long(4))
  return values
}

describe('what may be told of a photograph', () => {
  test('is how it was taken, and whose right it is; not where, by whom, or with which camera of all', async () => {
    const told = await readPublicExif(await write(await photograph()))
    expect(told).not.toBeNull()
    const values = valuesOf(told!)
    expect([...values.keys()].sort((a, b) => a - b)).toEqual([
      ...[0x010f, 0x0110, 0x8298, 0x829a, 0x829d, 0x8769, 0x9000, 0x9003, 0xa434],
    ])
    expect(text(values.get(0x0110)!)).toBe('Box 5\0')
    expect(text(values.get(0xa434)!)).toBe('Akme 50mm f/1.8\0')
    const little = text(told).startsWith('II')
    const exposure = values.get(0x829a)!
    expect(little ? exposure.readUInt32LE(4) : exposure.readUInt32BE(4)).toBe(125)
    for (const secret of ['Mina', '4711', 'home', 'Lab 9']) expect(text(told)).not.toContain(secret)
  })

  test('stays as it is when it is asked for again, in a PNG and in a JPEG', async () => {
    const told = (await readPublicExif(await write(await photograph())))!
    const png = withPngChunk(await encoder(photo(size)).png().toBuffer(), 'eXIf', exifChunk(told).data)
    const jpeg = withJpegExif(await encoder(photo(size)).jpeg().toBuffer(), told)
    for (const file of [png, jpeg]) {
      expect(Buffer.from(publicExif(await exifOf(file))!)).toEqual(Buffer.from(told))
      expect(Buffer.from((await readPublicExif(await write(file)))!)).toEqual(Buffer.from(told))
    }
  })

  test('is nothing where nothing is, and where a block cannot be read', async () => {
    expect(await readPublicExif(await write(await encoder(photo(size)).png().toBuffer()))).toBeNull()
    const whole = await exifOf(await photograph())
    for (let length = 0; length < whole.length; length += 7) publicExif(whole.subarray(0, length))
    for (const block of [Buffer.alloc(0), Buffer.from('II*\0'), Buffer.from('II*\0\xff\xff\xff\xff', 'latin1')])
      expect(publicExif(block)).toBeNull()
    for (let at = 0; at < whole.length; at++) {
      const broken = Buffer.from(whole)
      broken[at] ^= 0xff
      publicExif(broken)
    }
  })
})
