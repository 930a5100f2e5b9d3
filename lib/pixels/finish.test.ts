import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { Asked } from '../edits/settings-note.ts'
import { blendSample } from '../retouch/blend-sample.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { draw, resamplePart } from '../retouch/resample.ts'
import { type FinishRequest, finishEdit } from './finish.ts'
import { encoder, greyPng, photo, scratch } from './image.fixture.ts'
import { readSettings } from './xmp.ts'

const { write, folder } = scratch()
const size = { width: 90, height: 60 }
/** Protected, soft border, edited: thirds of the width. */
const mask = new Uint8Array(90 * 60).map((_, i) => Math.min(255, Math.max(0, ((i % 90) - 30) * 8)))
const protectedPixels = mask.filter((value) => value === 0).length

/** What an engine does to a picture: nothing is quite as it was. */
const perturbed = ({ data, ...shape }: Pixmap): Pixmap => ({ ...shape, data: data.map((value) => value ^ 3) })

async function finish(
  parts: { image: Uint8Array; raw: Uint8Array; mask?: Uint8Array | null } & Partial<FinishRequest>,
) {
  const { image, raw, mask: maskBytes, ...rest } = parts
  const maskPath = maskBytes ? await write(maskBytes) : null
  const finished = await finishEdit({
    imagePath: await write(image),
    originalPath: null,
    rawPath: await write(raw),
    maskPath,
    askedMaskPath: maskPath,
    frame: { kind: 'keep' },
    crop: null,
    corrections: null,
    asked: null,
    askedFormat: null,
    outputFormat: 'png',
    scratchFolder: folder(),
    ...rest,
  })
  return { finished, bytes: await readFile(finished.outputPath) }
}

const samples = async (bytes: Uint8Array): Promise<Uint8Array> => new Uint8Array(await sharp(bytes).raw().toBuffer())

test('where the mask is 0 the stored file has the image to the bit, and elsewhere the exact blend', async () => {
  const picture = photo(size)
  const raw = perturbed(picture)
  const uploads = [
    encoder(picture).png(),
    encoder(picture).webp({ lossless: true }),
    encoder(picture).withIccProfile('srgb').png(),
  ]
  for (const upload of uploads) {
    const { finished, bytes } = await finish({
      image: await upload.toBuffer(),
      raw: await encoder(raw).png().toBuffer(),
      mask: await greyPng(mask, size),
    })
    expect(finished).toMatchObject({
      ...size,
      format: 'png',
      bytes: bytes.length,
      protectedPixels,
      protectedPixelsChanged: 0,
      lossless: true,
    })
    const expected = picture.data.map((value, i) => blendSample(value, raw.data[i], mask[Math.floor(i / 3)]))
    expect(await samples(bytes)).toEqual(expected)
  }
})

test('JPEG, grey, palette and transparent images are protected as well, whatever size and format comes back', async () => {
  const picture = photo(size)
  const images = [
    encoder(picture).jpeg(),
    encoder(picture).toColourspace('b-w').png(),
    encoder(picture).png({ palette: true }),
    encoder(photo(size, 4)).png(),
    encoder(photo(size, 4)).webp(),
    encoder(picture).gif(),
  ]
  const raws = [
    await encoder(photo({ width: 47, height: 31 }))
      .png()
      .toBuffer(),
    await encoder(photo({ width: 200, height: 130 }))
      .jpeg()
      .toBuffer(),
    await encoder(photo(size, 4)).webp().toBuffer(),
  ]
  for (const image of images) {
    const uploaded = await image.toBuffer()
    for (const raw of raws) {
      const { finished, bytes } = await finish({ image: uploaded, raw, mask: await greyPng(mask, size) })
      expect(finished).toMatchObject({ ...size, protectedPixels, protectedPixelsChanged: 0 })
      const { hasAlpha } = await sharp(uploaded).metadata()
      expect((await sharp(bytes).metadata()).hasAlpha).toBe(hasAlpha)
    }
  }
})

test('a result lands in the part that was sent, and what was mirrored beyond the image is cut away', async () => {
  const picture = photo(size)
  for (const box of [
    { x: 30, y: 3, width: 54, height: 54 },
    { x: 0, y: -15, width: 90, height: 90 },
  ]) {
    const raw = photo({ width: box.width, height: box.height })
    const { finished, bytes } = await finish({
      image: await encoder(picture).png().toBuffer(),
      raw: await encoder(raw).png().toBuffer(),
      mask: await greyPng(mask, size),
      crop: { box, aspectRatio: '1:1', sent: { width: 1024, height: 1024 } },
    })
    expect(finished).toMatchObject({ ...size, protectedPixels, protectedPixelsChanged: 0 })
    const expected = picture.data.map((value, i) => {
      const x = (Math.floor(i / 3) % size.width) - box.x
      const y = Math.floor(i / 3 / size.width) - box.y
      const inside = x >= 0 && y >= 0 && x < box.width && y < box.height
      return inside ? blendSample(value, raw.data[(y * box.width + x) * 3 + (i % 3)], mask[Math.floor(i / 3)]) : value
    })
    expect(await samples(bytes)).toEqual(expected)
  }
})

test('a JPEG output is measured as it is stored, not as it was meant', async () => {
  const picture = photo(size)
  const { finished, bytes } = await finish({
    image: await encoder(picture).png().toBuffer(),
    raw: await encoder(perturbed(picture)).png().toBuffer(),
    mask: await greyPng(mask, size),
    outputFormat: 'jpeg',
  })
  const stored = await samples(bytes)
  const changed = [...mask].filter(
    (value, i) => value === 0 && [0, 1, 2].some((c) => stored[i * 3 + c] !== picture.data[i * 3 + c]),
  ).length
  expect(finished).toMatchObject({ format: 'jpeg', lossless: false, protectedPixels, protectedPixelsChanged: changed })
  expect(changed).toBeGreaterThan(0)
  expect((await sharp(bytes).metadata()).chromaSubsampling).toBe('4:4:4')
})

test('without a mask the whole result is taken, at the size of the image, and nothing was protected', async () => {
  const raw = photo(size)
  const { finished, bytes } = await finish({
    image: await encoder(perturbed(raw)).png().toBuffer(),
    raw: await encoder(raw).png().toBuffer(),
  })
  expect(finished).toMatchObject({ ...size, protectedPixels: null, protectedPixelsChanged: null })
  expect(await samples(bytes)).toEqual(raw.data)
})

test('a reframed picture is the raw result byte for byte, or its pixels in the format asked for', async () => {
  const frame = { kind: 'reframe', aspectRatio: '1:1' } as const
  const image = await encoder(photo(size)).png().toBuffer()
  const raw = await encoder(photo({ width: 50, height: 50 }))
    .png()
    .toBuffer()
  const same = await finish({ image, raw, frame })
  expect(same.bytes).toEqual(raw)
  expect(same.finished).toMatchObject({ width: 50, height: 50, format: 'png', protectedPixels: null, lossless: true })
  const other = await finish({
    image,
    raw: await encoder(photo({ width: 50, height: 50 }))
      .webp({ lossless: true })
      .toBuffer(),
    frame,
  })
  expect(await samples(other.bytes)).toEqual(photo({ width: 50, height: 50 }).data)
  const jpeg = await finish({ image, raw, frame, outputFormat: 'jpeg' })
  expect((await sharp(jpeg.bytes).metadata()).format).toBe('jpeg')
})

test('the output tells how it was made, and is measured as it stands with that', async () => {
  const picture = photo(size)
  const settings = {
    engine: 'flux',
    model: 'flux-kontext-max',
    operation: null,
    prompt: 'A teal <cup> & saucer',
    frame: { kind: 'keep' },
    seed: 77,
    safetyTolerance: 1,
    outputFormat: 'png',
  } as const
  const asked: Asked = {
    settings,
    crop: null,
    sent: null,
    received: { ...size, bytes: 9, format: 'png' },
    costMicroUsd: 70_000,
  }
  const parts = {
    image: await encoder(picture).png().toBuffer(),
    raw: await encoder(perturbed(picture)).png().toBuffer(),
    mask: await greyPng(mask, size),
    asked,
  }
  const bare = await finish({ ...parts, asked: null })
  const told = await finish(parts)
  expect(told.finished).toMatchObject({ protectedPixels, protectedPixelsChanged: 0 })
  expect(await samples(told.bytes)).toEqual(await samples(bare.bytes))
  expect(await readSettings(bare.finished.outputPath)).toBeNull()
  const found = { place: null, colour: null, outsideRaw: null, coverage: told.finished.found.coverage }
  const exact = { ...asked, settings: undefined, ...found, protectedPixels, protectedPixelsChanged: 0 }
  expect(found.coverage).toBeGreaterThan(0)
  expect(await readSettings(told.finished.outputPath)).toEqual({ version: 1, settings, receipt: exact })

  const jpeg = await finish({ ...parts, outputFormat: 'jpeg' })
  const inexact = { ...exact, protectedPixelsChanged: null }
  expect(await readSettings(jpeg.finished.outputPath)).toEqual({ version: 1, settings, receipt: inexact })
  const reframed = await finish({ ...parts, mask: null, frame: { kind: 'reframe', aspectRatio: '3:2' } })
  expect((await readSettings(reframed.finished.outputPath))?.settings).toEqual(settings)
  expect(await samples(reframed.bytes)).toEqual(await samples(parts.raw))
})

test('a small edit that nothing was measured of is not called unchanged', async () => {
  const large = { width: 300, height: 200 }
  const picture = photo(large)
  const spot = new Uint8Array(large.width * large.height).fill(255, 20_050, 20_060)
  const changed = {
    ...picture,
    data: picture.data.map((level, i) => (spot[Math.floor(i / 3)] > 0 ? 255 - level : level)),
  }
  const { finished } = await finish({
    image: await encoder(picture).png().toBuffer(),
    raw: await encoder(changed).png().toBuffer(),
    mask: await greyPng(spot, large),
  })
  expect(finished.found.odd).toEqual([])
})

describe('what the engine did to the whole', () => {
  const large = { width: 900, height: 600 }
  const box = { x: 75, y: 50, width: 750, height: 500 }
  const crop = { box, aspectRatio: '3:2', sent: { width: 624, height: 416 } } as const
  const disc = new Uint8Array(large.width * large.height).map((_, i) =>
    Math.hypot((i % large.width) - 450, Math.floor(i / large.width) - 300) < 100 ? 255 : 0,
  )
  const image = async (): Promise<Pixmap> => {
    const file = await sharp('public/samples/coffee.png').removeAlpha().resize(large).raw().toBuffer()
    return { data: file, ...large, channels: 3 }
  }
  /** As an engine returns it: 1 % larger about the middle, moved by 3 right and 2 up, redder by 6, and green inside. */
  async function returned(picture: Pixmap): Promise<Buffer> {
    const sent = resamplePart({ source: picture, from: box, to: crop.sent })
    const moved = draw(sent, {
      part: { x: 0, y: 0, ...crop.sent },
      across: { step: 1 / 1.01, origin: 311.5 - (311.5 + 3) / 1.01 },
      down: { step: 1 / 1.01, origin: 207.5 - (207.5 - 2) / 1.01 },
      levels: { gain: [1, 1, 1], offset: [6, 0, 0] },
    })
    return encoder(moved).png().toBuffer()
  }

  test('is found, taken back where that is sure, and told in pixels of the image', async () => {
    const picture = await image()
    const parts = {
      image: await encoder(picture).png().toBuffer(),
      raw: await returned(picture),
      mask: await greyPng(disc, large),
      crop,
    }
    const meanOff = (bytes: Uint8Array): number => {
      let sum = 0
      let count = 0
      for (let i = 0; i < disc.length; i++) {
        if (disc[i] === 0) continue
        for (let c = 3 * i; c < 3 * i + 3; c++) sum += Math.abs(bytes[c] - picture.data[c])
        count += 3
      }
      return sum / count
    }

    const { finished, bytes } = await finish({ ...parts, corrections: { align: 'auto', matchColour: 'auto' } })
    expect(finished).toMatchObject({ protectedPixelsChanged: 0, found: { pasted: { width: 750, height: 500 } } })
    const { place, colour, outside } = finished.found
    expect(place?.applied).toBe(true)
    expect(place?.confidence).toBeGreaterThan(0.5)
    expect(place?.drift.x).toBeCloseTo((3 * 750) / 624, 1)
    expect(place?.drift.y).toBeCloseTo((-2 * 500) / 416, 1)
    expect(place?.scale.x).toBeCloseTo(1.01, 3)
    expect(colour?.applied).toBe(true)
    expect(colour?.levels[0]).toBeCloseTo(6, 0)
    expect(colour?.levels[1]).toBeCloseTo(0, 0)
    expect(outside?.raw).toBeGreaterThan(0.3)
    expect(outside?.stored).toBe(0)

    const left = await finish({ ...parts, corrections: { align: 'off', matchColour: 'off' } })
    expect(left.finished.found.place).toMatchObject({ applied: false, drift: place?.drift })
    expect(left.finished.found.colour).toMatchObject({ applied: false })
    expect(meanOff(await samples(left.bytes))).toBeGreaterThan(4 * meanOff(await samples(bytes)))
  })

  test('is not measured where nothing is protected, and not corrected on flat ground', async () => {
    const grey: Pixmap = { data: new Uint8Array(large.width * large.height * 3).fill(120), ...large, channels: 3 }
    const parts = {
      image: await encoder(grey).png().toBuffer(),
      raw: await encoder({ data: new Uint8Array(624 * 416 * 3).fill(120), ...crop.sent, channels: 3 })
        .png()
        .toBuffer(),
      crop,
      corrections: { align: 'auto', matchColour: 'auto' },
    } as const
    const flat = await finish({ ...parts, mask: await greyPng(disc, large) })
    expect(flat.finished.found).toMatchObject({ place: { applied: false }, colour: { applied: false } })
    expect(flat.finished.found.outside).toEqual({ levels: 8, raw: 0, stored: 0 })
    const all = await finish({
      ...parts,
      mask: await greyPng(
        disc.map(() => 255),
        large,
      ),
    })
    expect(all.finished).toMatchObject({ protectedPixels: 0, protectedPixelsChanged: 0, found: { outside: null } })
    expect((await finish(parts)).finished).toMatchObject({
      protectedPixels: null,
      found: { outside: null, place: null, colour: null },
    })
  })
})
