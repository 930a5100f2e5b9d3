import { readFile, writeFile } from 'node:fs/promises'
import { crc32, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Rect } from '../core/geometry.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { jobs, type Paste } from './finish-bands.ts'
import { photo, pngChunkTypes, scratch } from './image.fixture.ts'
import { packBand, unpackBand } from './png-band.ts'
import { bandsOf, planPng, pngParts } from './png-file.ts'
import { beginPng, writePng } from './png-write.ts'

const { folder } = scratch()
let count = 0

const nothing: Rect = { x: 0, y: 0, width: 0, height: 0 }
const noPaste = ({ width, height }: Pixmap): Paste => {
  const whole = { x: 0, y: 0, width, height }
  const result = photo({ width: 1, height: 1 })
  return { result, place: { size: whole, source: whole, target: whole }, correction: null, mask: null, bounds: nothing }
}

async function write(image: Pixmap, paste = noPaste(image)) {
  const path = `${folder()}/${count++}.png`
  const proven = await writePng(beginPng(image, paste.bounds), { path, paste, notes: [] })
  return { path, proven, bytes: await readFile(path) }
}

/** Flat areas, edges and repetition, as in a screenshot. */
const graphics = (width: number, height: number): Pixmap => ({
  data: new Uint8Array(width * height * 3).map((_, i) => (Math.floor(i / 3 / 16) % 7 === 0 ? 30 : 240)),
  ...{ width, height, channels: 3 },
})

/** The specification, strictly: every checksum, the order, one zlib stream of exactly the rows. */
function readStrictly(bytes: Buffer) {
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
  const pixels: Buffer[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    expect(crc32(bytes.subarray(at + 4, at + 8 + length))).toBe(bytes.readUInt32BE(at + 8 + length))
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') pixels.push(bytes.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const types = pngChunkTypes(bytes)
  expect(types[0]).toBe('IHDR')
  expect(types.at(-1)).toBe('IEND')
  const stream = Buffer.concat(pixels)
  // Refuses a wrong Adler sum, and says how many bytes it took: nothing may stand behind.
  const { buffer, engine } = inflateSync(stream, { info: true }) as unknown as {
    buffer: Buffer
    engine: { bytesWritten: number }
  }
  expect(engine.bytesWritten).toBe(stream.length)
  return { types, filtered: buffer }
}

test('what is written is what sharp reads, in one band or many, inline or in threads', async () => {
  const images = [
    photo({ width: 1, height: 1 }),
    photo({ width: 3, height: 700 }, 4),
    photo({ width: 700, height: 3 }),
    graphics(300, 500),
    photo({ width: 1_200, height: 1_700 }),
    photo({ width: 1_000, height: 1_600 }, 4),
  ]
  for (const image of images) {
    const { bytes } = await write(image)
    const { data, info } = await sharp(bytes, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: image.width, height: image.height, channels: image.channels })
    expect(Buffer.compare(data, image.data)).toBe(0)
    const { types, filtered } = readStrictly(bytes)
    expect(types.filter((type) => type !== 'IDAT')).toEqual(['IHDR', 'sRGB', 'IEND'])
    expect(filtered.length).toBe((image.width * image.channels + 1) * image.height)
  }
})

test('any raster comes back from its bands, each on its own', () => {
  const shape = fc.record({ width: fc.integer({ min: 1, max: 20 }), rows: fc.integer({ min: 1, max: 9 }) })
  fc.assert(
    fc.property(
      shape,
      fc.constantFrom(3, 4),
      fc.boolean(),
      fc.infiniteStream(fc.nat(255)),
      (size, step, last, bytes) => {
        const rowLength = size.width * step
        const data = Uint8Array.from({ length: rowLength * size.rows }, () => bytes.next().value ?? 0)
        const packed = packBand({ data, rowLength, step }, { last })
        const unpacked = unpackBand(packed.deflated, { rows: size.rows, rowLength, step, last })
        expect(unpacked).toEqual({ data, adler: packed.adler, length: packed.length })
      },
    ),
  )
})

test('what is pasted is there, and what is protected is counted on the stored file', async () => {
  const image = photo({ width: 1_200, height: 1_700 })
  const mask = new Uint8Array(1_200 * 1_700).fill(255, 0, 600_000)
  const whole = { x: 0, y: 0, width: 1_200, height: 1_700 }
  const result: Pixmap = { ...image, data: image.data.map((value) => 255 - value) }
  const bounds = { x: 0, y: 0, width: 1_200, height: 500 }
  const kept = await write(image, {
    result,
    place: { size: whole, source: whole, target: whole },
    correction: null,
    mask,
    bounds,
  })
  expect(kept.proven).toEqual({
    protectedPixels: 1_440_000,
    protectedPixelsChanged: 0,
    cropProtected: 1_440_000,
    cropNoticed: 0,
  })
  const stored = await sharp(kept.bytes).raw().toBuffer()
  expect(Buffer.compare(stored.subarray(0, 1_800_000), result.data.subarray(0, 1_800_000))).toBe(0)
})

test('one level of one channel, anywhere in the file, is found', async () => {
  const image = photo({ width: 300, height: 200 })
  const { path } = await write(image)
  const layout = { width: 300, height: 200, channels: 3, rowsPerBand: 2_222 } as const
  const [band] = (await planPng(path, layout)).bands
  const mask = new Uint8Array(60_000)
  for (const place of [0, 90_001, 179_999]) {
    const before = { ...image, data: image.data.map((value, i) => (i === place ? value ^ 1 : value)) }
    const proven = await jobs.proveBand({ path, image: before, mask, crop: nothing, band })
    expect(proven).toMatchObject({ protectedPixels: 60_000, protectedPixelsChanged: 1 })
  }
})

test('a file that is not what was written does not pass', async () => {
  const image = photo({ width: 300, height: 200 })
  const { path, bytes } = await write(image)
  const layout = { width: 300, height: 200, channels: 3, rowsPerBand: 2_222 } as const
  expect((await planPng(path, layout)).bands).toHaveLength(1)
  const spoilt = [
    bytes.subarray(0, -1),
    bytes.subarray(0, bytes.length - 12),
    Buffer.concat([bytes, Buffer.from('more')]),
    Buffer.concat([bytes.subarray(0, 8), bytes.subarray(33)]),
    Buffer.from(bytes).fill(0, 20, 24),
  ]
  for (const [i, each] of spoilt.entries()) {
    const other = `${folder()}/spoilt-${i}.png`
    await writeFile(other, each)
    await expect(planPng(other, layout)).rejects.toMatchObject({ code: 'image_invalid' })
  }
})

test('bands cover every row once, and their parts say what they are', () => {
  const layout = { width: 2, height: 11, channels: 3, rowsPerBand: 4 } as const
  expect(bandsOf(layout)).toEqual([
    { from: 0, to: 4, last: false },
    { from: 4, to: 8, last: false },
    { from: 8, to: 11, last: true },
  ])
  const bands = bandsOf(layout).map(({ from, to, last }) =>
    packBand({ data: new Uint8Array((to - from) * 6).fill(from), rowLength: 6, step: 3 }, { last }),
  )
  const text = { type: 'tEXt', data: Buffer.from('Title\0Bands', 'latin1') }
  const bytes = Buffer.concat(pngParts({ ...layout, bands, notes: [text] }))
  expect(readStrictly(bytes).types).toEqual(['IHDR', 'sRGB', 'tEXt', 'IDAT', 'IDAT', 'IDAT', 'IEND'])
})
