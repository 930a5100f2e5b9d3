import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { createLocalEngine } from '../engines/local.ts'
import type { LocalJobs } from '../engines/local-worker.ts'
import { blendRow } from '../pixels/blend.ts'
import { createPool } from '../pixels/pool.ts'
import { defaultOperations } from '../retouch/operation.ts'
import { grain, maskOf, pictureOf } from './picture.fixture.ts'
import { preview, scaleOperation } from './preview.ts'

const engine = createLocalEngine({ root: process.cwd(), createPool: createPool<LocalJobs> })
afterAll(() => engine.close())

const size = { width: 120, height: 90 }

test('equals what the server makes of the picture itself, to the byte, for every operation', async () => {
  const picture = pictureOf((x, y) => 2 * grain(x, y) + x / 2, size)
  const mask = maskOf((x, y) => (x - 60) ** 2 + (y - 45) ** 2 < 18 ** 2, size)
  // A soft rim: the mask's greys count.
  for (let at = 0; at < mask.data.length; at++) if (mask.data[at] !== 0 && at % 3 === 0) mask.data[at] = 90
  const png = await sharp(picture.data, { raw: { ...size, channels: 3 } })
    .png()
    .toBuffer()
  const maskPng = await sharp(mask.data, { raw: { ...size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
  for (const operation of Object.values(defaultOperations)) {
    const outcome = await engine.send(
      {
        model: 'local-1',
        image: { bytes: new Uint8Array(png), format: 'png', ...size },
        maskPng: new Uint8Array(maskPng),
        operation,
        prompt: '',
        aspectRatio: '4:3',
        seed: 7,
        safetyTolerance: 0,
        outputFormat: 'png',
      },
      new AbortController().signal,
    )
    if (outcome.kind !== 'bytes') throw new Error(JSON.stringify(outcome))
    const result = { ...picture, data: new Uint8Array(await sharp(outcome.bytes).raw().toBuffer()) }
    const stored = { ...picture, data: new Uint8Array(picture.data) }
    const whole = { to: 0, from: 0, channels: 3, resultChannels: 3, count: size.width * size.height } as const
    blendRow({ ...whole, into: stored.data, result: result.data, mask: mask.data })
    expect(preview(picture, { mask, operation, seed: 7, scale: 1 })).toEqual(stored)
  }
})

test('equals it on a PNG with colours hidden under alpha 0, which a browser reads as black', async () => {
  const picture = pictureOf((x, y) => 2 * grain(x, y) + x / 2, { ...size, channels: 4 })
  const mask = maskOf((x, y) => (x - 60) ** 2 + (y - 45) ** 2 < 18 ** 2, size)
  const seen = { ...picture, data: new Uint8Array(picture.data) }
  for (let at = 0; at < mask.data.length; at++) {
    const shown = at % size.width < 66
    picture.data[at * 4 + 3] = seen.data[at * 4 + 3] = shown ? 255 : 0
    if (shown) continue
    picture.data.set([255, 0, 255], at * 4)
    seen.data.fill(0, at * 4, at * 4 + 3)
  }
  const png = await sharp(picture.data, { raw: { ...size, channels: 4 } })
    .png()
    .toBuffer()
  const maskPng = await sharp(mask.data, { raw: { ...size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
  const operation = defaultOperations.fill
  const outcome = await engine.send(
    {
      model: 'local-1',
      image: { bytes: new Uint8Array(png), format: 'png', ...size },
      maskPng: new Uint8Array(maskPng),
      operation,
      prompt: '',
      aspectRatio: '4:3',
      seed: 7,
      safetyTolerance: 0,
      outputFormat: 'png',
    },
    new AbortController().signal,
  )
  if (outcome.kind !== 'bytes') throw new Error(JSON.stringify(outcome))
  const result = new Uint8Array(await sharp(outcome.bytes).raw().toBuffer())
  const shown = preview(seen, { mask, operation, seed: 7, scale: 1 })
  const inHole = (data: Uint8Array | undefined) => data?.filter((_, i) => mask.data[i >> 2] !== 0)
  expect(inHole(shown?.data)).toEqual(inHole(result))
})

test('has nothing to show of a fill without a mask, or with nothing around it', () => {
  const picture = pictureOf(grain, size)
  const fill = { operation: defaultOperations.fill, seed: 1, scale: 1 }
  expect(preview(picture, { ...fill, mask: null })).toBeNull()
  expect(preview(picture, { ...fill, mask: maskOf(() => true, size) })).toBeNull()
})

test('lengths shrink with the copy', () => {
  expect(scaleOperation({ kind: 'blur', radiusPx: 40 }, 0.25)).toEqual({ kind: 'blur', radiusPx: 10 })
  expect(scaleOperation({ kind: 'pixelate', cellPx: 16 }, 0.01)).toEqual({ kind: 'pixelate', cellPx: 1 })
  const line = [
    { x: 10, y: 20 },
    { x: 30, y: 40 },
  ]
  expect(scaleOperation({ kind: 'fill', guides: [line] }, 0.5)).toEqual({
    kind: 'fill',
    guides: [
      [
        { x: 5, y: 10 },
        { x: 15, y: 20 },
      ],
    ],
  })
})
