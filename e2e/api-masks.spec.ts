// Masks over HTTP: any encoding read as the grey that it means, kept nowhere; and the mask of an edit, as it was stored.
import { crc32, deflateSync } from 'node:zlib'
import { expect } from '@playwright/test'
import sharp from 'sharp'
import { callsOf, maskPng } from './calls.ts'
import { greyOf } from './editor-page.ts'
import { test } from './fixtures.ts'
import { alphaMask, type Bytes, bytesOf, picture } from './pictures.ts'

const size = { width: 96, height: 64 }
const pixels = size.width * size.height
/** Every value, and not the same in every row. */
const ramp = Uint8Array.from({ length: pixels }, (_, i) => (i * 7 + Math.floor(i / size.width)) & 255)
const hard = ramp.map((value) => (value > 127 ? 255 : 0))

const decode = async (studioUrl: string, query: string, body: BodyInit, type = 'application/octet-stream') => {
  const response = await fetch(`${studioUrl}/api/masks/decode?${query}`, {
    method: 'POST',
    body,
    headers: { 'content-type': type },
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, type: response.headers.get('content-type'), bytes }
}
const refusal = (bytes: Buffer) => JSON.parse(bytes.toString()).error

/** A grey PNG of 1 or 16 bits, or of a palette: what sharp does not write as told. */
function rawPng({
  depth,
  colour,
  rows,
  palette,
}: {
  depth: number
  colour: number
  rows: Buffer
  palette?: Buffer
}): Bytes {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size.width, 0)
  header.writeUInt32BE(size.height, 4)
  header.set([depth, colour, 0, 0, 0], 8)
  return bytesOf(
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', header),
      ...(palette ? [chunk('PLTE', palette)] : []),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

const inRows = (
  bitsPerPixel: number,
  write: (row: Buffer, x: number, value: number) => void,
  values: Uint8Array,
): Buffer =>
  Buffer.concat(
    Array.from({ length: size.height }, (_, y) => {
      const row = Buffer.alloc(1 + Math.ceil((size.width * bitsPerPixel) / 8))
      for (let x = 0; x < size.width; x++) write(row, x, values[y * size.width + x])
      return row
    }),
  )

const oneBit = (): Bytes =>
  rawPng({
    depth: 1,
    colour: 0,
    rows: inRows(
      1,
      (row, x, value) => {
        if (value > 127) row[1 + (x >> 3)] |= 0x80 >> (x & 7)
      },
      ramp,
    ),
  })
const sixteenBit = (): Bytes =>
  rawPng({ depth: 16, colour: 0, rows: inRows(16, (row, x, value) => row.writeUInt16BE(value * 257, 1 + 2 * x), ramp) })
/** Backwards, so that nobody takes the index for the value. */
const inPalette = (): Bytes =>
  rawPng({
    depth: 8,
    colour: 3,
    palette: Buffer.from(Array.from({ length: 256 }, (_, i) => [255 - i, 255 - i, 255 - i]).flat()),
    rows: inRows(8, (row, x, value) => row.writeUInt8(255 - value, 1 + x), ramp),
  })
const lossless = async (format: 'png' | 'webp', values: Uint8Array): Promise<Bytes> => {
  const rgb = sharp(Buffer.from([...values].flatMap((value) => [value, value, value])), {
    raw: { ...size, channels: 3 },
  })
  return bytesOf(await (format === 'png' ? rgb.png() : rgb.webp({ lossless: true })).toBuffer())
}

test('1, 8 and 16 bits, palette, RGB and WebP all give the same greys', async ({ studio }) => {
  const image = await callsOf(studio.url).upload(await picture('png', size))
  const files: Readonly<Record<string, [Bytes, Uint8Array]>> = {
    oneBit: [oneBit(), hard],
    eightBit: [await maskPng(ramp, size), ramp],
    sixteenBit: [sixteenBit(), ramp],
    palette: [inPalette(), ramp],
    rgb: [await lossless('png', ramp), ramp],
    webp: [await lossless('webp', ramp), ramp],
  }
  for (const [name, [file, values]] of Object.entries(files)) {
    const { status, type, bytes } = await decode(studio.url, `imageId=${image.id}`, file)
    expect([name, status, type]).toEqual([name, 200, 'image/png'])
    // Bit depth 8, grey.
    expect([...bytes.subarray(24, 26)]).toEqual([8, 0])
    expect((await greyOf(bytes)).equals(Buffer.from(values)), name).toBe(true)
  }
})

test('a JPEG is read too, near to what it was', async ({ studio }) => {
  const image = await callsOf(studio.url).upload(await picture('png', size))
  const half = Uint8Array.from({ length: pixels }, (_, i) => (i % size.width < 48 ? 0 : 255))
  const file = bytesOf(
    await sharp(half, { raw: { ...size, channels: 1 } })
      .jpeg({ quality: 100 })
      .toBuffer(),
  )
  const { bytes } = await decode(studio.url, `imageId=${image.id}`, file)
  const read = await greyOf(bytes)
  expect(Math.max(...read.map((value, i) => Math.abs(value - half[i])))).toBeLessThan(8)
})

test('where transparency varies the channel must be said, and then counts', async ({ studio }) => {
  const image = await callsOf(studio.url).upload(await picture('png', size))
  const file = await alphaMask(size)
  const unsaid = await decode(studio.url, `imageId=${image.id}`, file)
  expect([unsaid.status, refusal(unsaid.bytes).code]).toEqual([422, 'mask_ambiguous'])
  const { bytes } = await decode(studio.url, `imageId=${image.id}&channel=alpha`, file)
  const read = await greyOf(bytes)
  expect([read[0], read[1]]).toEqual([0, 255])
})

test('another size is refused with both sizes, and scaled only where it is asked for', async ({ studio }) => {
  const image = await callsOf(studio.url).upload(await picture('png', size))
  const small = { width: 48, height: 32 }
  const file = await maskPng(
    Uint8Array.from({ length: 48 * 32 }, (_, i) => (i % 48 < 24 ? 0 : 255)),
    small,
  )
  const refused = await decode(studio.url, `imageId=${image.id}`, file)
  expect(refusal(refused.bytes)).toMatchObject({
    code: 'mask_size_mismatch',
    details: { ...small, expectedWidth: 96, expectedHeight: 64 },
  })
  const scaled = await decode(studio.url, `imageId=${image.id}&scale=1`, file)
  const read = await greyOf(scaled.bytes)
  expect(read.length).toBe(pixels)
  const row = [...read.subarray(0, size.width)]
  expect(row.slice(0, 46).every((value) => value === 0)).toBe(true)
  expect(row.slice(50).every((value) => value === 255)).toBe(true)
})

test('nothing is kept, and what is wrong is said by the one table', async ({ studio }) => {
  const calls = callsOf(studio.url)
  const image = await calls.upload(await picture('png', size))
  const code = async (query: string, body: BodyInit, type?: string) => {
    const { status, bytes } = await decode(studio.url, query, body, type)
    return [status, refusal(bytes).code, refusal(bytes).field]
  }
  const mask = await maskPng(ramp, size)
  expect(await code('', mask)).toEqual([400, 'parameter_invalid', 'imageId'])
  expect(await code(`imageId=${image.id}&scale=yes`, mask)).toEqual([400, 'parameter_invalid', 'scale'])
  expect(await code(`imageId=${image.id}&channel=red`, mask)).toEqual([400, 'parameter_invalid', 'channel'])
  expect((await code('imageId=0000000000000000000a', mask)).slice(1)).toEqual(['not_found', 'imageId'])
  expect((await code(`imageId=${image.id}`, 'words', 'application/octet-stream'))[1]).toBe('unsupported_image_type')
  expect((await code(`imageId=${image.id}`, '{"url":"http://127.0.0.1:1/mask.png"}', 'application/json'))[1]).toBe(
    'url_not_allowed',
  )
  expect((await code(`imageId=${image.id}`, '{"link":"x"}', 'application/json')).slice(1)).toEqual([
    'parameter_invalid',
    'url',
  ])
})

test('coverage is the share that is made new: a soft mask and its inverse add up to the whole', async ({ studio }) => {
  const calls = callsOf(studio.url)
  const image = await calls.upload(await picture('png', size))
  const mean = ramp.reduce((sum, value) => sum + value, 0) / (255 * pixels)
  const mask = await calls.mask(image.id, await maskPng(ramp, size))
  const inverse = ramp.map((value) => 255 - value)
  const other = await calls.mask(image.id, await maskPng(inverse, size))
  expect(mask.coverage).toBeCloseTo(mean, 12)
  expect(mask.coverage + other.coverage).toBeCloseTo(1, 12)
})

test('a stored mask comes back as the same PNG, and an unknown one is not there', async ({ studio }) => {
  const calls = callsOf(studio.url)
  const image = await calls.upload(await picture('png', size))
  const stored = await calls.mask(image.id, await maskPng(ramp, size))
  const response = await fetch(`${studio.url}/api/masks/${stored.id}`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect((await greyOf(Buffer.from(await response.arrayBuffer()))).equals(Buffer.from(ramp))).toBe(true)
  const again = await fetch(`${studio.url}/api/masks/${stored.id}`, {
    headers: { 'if-none-match': response.headers.get('etag') ?? '' },
  })
  expect(again.status).toBe(304)
  expect((await fetch(`${studio.url}/api/masks/0000000000000000000a`)).status).toBe(404)
})

test('a key makes one picture and one mask, however they are wrapped, and refuses anything else', async ({
  studio,
}) => {
  const send = async (path: string, body: BodyInit, headers: Record<string, string> = {}) => {
    const response = await fetch(`${studio.url}${path}`, { method: 'POST', body, headers })
    return { status: response.status, answer: await response.json() }
  }
  const keyed = { 'idempotency-key': 'once', 'content-type': 'image/png' }
  const [cat, dog] = [await picture('png', size), await picture('png', { width: 64, height: 64 })]
  const first = await send('/api/images?name=cat.png', cat, keyed)
  expect(first.status).toBe(201)
  expect(await send('/api/images?name=cat.png', cat, keyed)).toEqual(first)
  const form = new FormData()
  form.set('file', new Blob([cat]), 'cat.png')
  expect(await send('/api/images', form, { 'idempotency-key': 'once' })).toEqual(first)
  const conflict = { status: 422, answer: { error: { code: 'idempotency_conflict', field: 'Idempotency-Key' } } }
  expect(await send('/api/images?name=cat.png', dog, keyed)).toMatchObject(conflict)
  const link = { ...keyed, 'content-type': 'application/json' }
  expect(await send('/api/images', JSON.stringify({ url: 'http://a.example/cat.png' }), link)).toMatchObject(conflict)

  const path = `/api/masks?imageId=${first.answer.id}`
  const mask = await send(path, await maskPng(hard, size), keyed)
  expect(mask.status).toBe(201)
  expect(await send(path, await maskPng(hard, size), keyed)).toEqual(mask)
  expect(await send(path, await maskPng(ramp, size), keyed)).toMatchObject(conflict)
})
