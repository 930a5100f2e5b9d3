import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { createPool } from '../pixels/pool.ts'
import { defaultOperations, type Operation } from '../retouch/operation.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { retouch } from '../retouch/retouch.ts'
import type { EngineOutcome, EngineRequest } from './engine.ts'
import { createLocalEngine } from './local.ts'
import type { LocalJobs } from './local-worker.ts'

const engine = createLocalEngine({ root: process.cwd(), createPool: createPool<LocalJobs> })
afterAll(() => engine.close())

const width = 240
const height = 180

/** A soft slope in all channels, so that it is known what belongs into a hole. */
function slope(channels: 3 | 4 = 3): Pixmap {
  const data = new Uint8Array(width * height * channels)
  for (let i = 0; i < width * height; i++) {
    const x = i % width
    const y = Math.floor(i / width)
    data.set([40 + x / 2, 60 + y / 2, 200 - x / 2], i * channels)
    if (channels === 4) data[i * 4 + 3] = x < 20 ? 0 : 255
  }
  return { data, width, height, channels }
}

const box = { x: 100, y: 60, width: 30, height: 20 }
const inBox = (i: number): boolean => {
  const x = (i % width) - box.x
  const y = Math.floor(i / width) - box.y
  return x >= 0 && x < box.width && y >= 0 && y < box.height
}
const boxMask = new Uint8Array(width * height).map((_, i) => (inBox(i) ? 255 : 0))

const encode = ({ data, ...raw }: Pixmap): Promise<Buffer> => sharp(data, { raw }).png().toBuffer()
const maskPng = async (mask: Uint8Array): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await sharp(mask, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer(),
  )

async function request(image: Pixmap, mask: Uint8Array | null, operation: Operation | null): Promise<EngineRequest> {
  return {
    model: 'local-1',
    image: { bytes: new Uint8Array(await encode(image)), format: 'png', width, height },
    maskPng: mask && (await maskPng(mask)),
    operation,
    prompt: '',
    aspectRatio: '4:3',
    seed: 1,
    safetyTolerance: 0,
    outputFormat: 'png',
  }
}

const never = new AbortController().signal

async function pixelsOf(outcome: EngineOutcome): Promise<Pixmap> {
  if (outcome.kind !== 'bytes') throw new Error(JSON.stringify(outcome))
  const { format } = await sharp(outcome.bytes).metadata()
  expect(format).toBe('png')
  const { data, info } = await sharp(outcome.bytes).raw().toBuffer({ resolveWithObject: true })
  return { data: new Uint8Array(data), width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3 }
}

test('costs nothing and may be repeated', () => {
  const { id, model, priceMicroUsd, concurrency, repeatable } = engine
  expect({ id, model, priceMicroUsd, concurrency, repeatable }).toEqual({
    id: 'local',
    model: 'local-1',
    priceMicroUsd: 0,
    concurrency: 1,
    repeatable: true,
  })
})

describe('operations on pixels', () => {
  test('do on the server what they do anywhere, at full size, alpha untouched', async () => {
    for (const image of [slope(), slope(4)]) {
      for (const operation of Object.values(defaultOperations)) {
        if (operation.kind === 'fill') continue
        const expected = { ...image, data: new Uint8Array(image.data) }
        retouch(expected, operation, box)
        expect(await pixelsOf(await engine.send(await request(image, boxMask, operation), never))).toEqual(expected)
        const whole = { ...image, data: new Uint8Array(image.data) }
        retouch(whole, operation, { x: 0, y: 0, width, height })
        expect(await pixelsOf(await engine.send(await request(image, null, operation), never))).toEqual(whole)
      }
    }
  })
})

describe('fill', () => {
  const fill = { kind: 'fill' } as const

  test('continues a slope into the hole and leaves all that is more than the widened hole away', async () => {
    for (const truth of [slope(), slope(4)]) {
      const spoiled = {
        ...truth,
        data: truth.data.map((value, at) =>
          inBox(Math.floor(at / truth.channels)) && at % truth.channels < 3 ? 255 : value,
        ),
      }
      const filled = await pixelsOf(await engine.send(await request(spoiled, boxMask, fill), never))
      let largest = 0
      for (let at = 0; at < truth.data.length; at++) {
        const i = Math.floor(at / truth.channels)
        const x = i % width
        const y = Math.floor(i / width)
        const near = x >= box.x - 3 && x < box.x + box.width + 3 && y >= box.y - 3 && y < box.y + box.height + 3
        if (near) largest = Math.max(largest, Math.abs(filled.data[at] - truth.data[at]))
        else expect(filled.data[at]).toBe(spoiled.data[at])
      }
      expect(largest).toBeLessThan(16)
    }
  })

  test('closes a thin scratch to within a level or two, and the same way every time', async () => {
    const truth = slope()
    const scratchMask = new Uint8Array(width * height).map((_, i) => (i % width === 77 ? 255 : 0))
    const spoiled = { ...truth, data: truth.data.map((value, at) => (scratchMask[Math.floor(at / 3)] ? 0 : value)) }
    const outcome = await engine.send(await request(spoiled, scratchMask, fill), never)
    const filled = await pixelsOf(outcome)
    expect(filled.data.filter((value, at) => Math.abs(value - truth.data[at]) > 2)).toHaveLength(0)
    expect(await engine.send(await request(spoiled, scratchMask, fill), never)).toEqual(outcome)
  })

  test('what is to vanish may stand out of the paint by three pixels', async () => {
    const truth = slope()
    const data = truth.data.map((value, at) => {
      const x = (Math.floor(at / 3) % width) - box.x
      const y = Math.floor(at / 3 / width) - box.y
      return x >= -3 && x < box.width + 3 && y >= -3 && y < box.height + 3 ? 255 : value
    })
    const filled = await pixelsOf(await engine.send(await request({ ...truth, data }, boxMask, fill), never))
    expect(filled.data.filter((value, at) => Math.abs(value - truth.data[at]) > 16)).toHaveLength(0)
  })

  test('a faint rim is no hole', async () => {
    const faint = new Uint8Array(width * height).fill(8, 0, 100)
    expect(await pixelsOf(await engine.send(await request(slope(), faint, fill), never))).toEqual(slope())
  })

  test('a box above four megapixels is worked smaller, in place, and only the hole changes', async () => {
    const wide = 2_600
    const tall = 1_900
    const data = new Uint8Array(wide * tall * 3)
    const mask = new Uint8Array(wide * tall)
    for (let i = 0; i < wide * tall; i++) {
      const x = i % wide
      const y = Math.floor(i / wide)
      const hole = x > 60 && x < 2_540 && y > 60 && y < 1_840 && (x + y) % 900 < 25
      // A fine grain outside, which working at half the size would smooth; the hole itself is glaring white.
      data.fill(hole ? 255 : 60 + Math.round(x / 26) + ((x * 7 + y * 13) % 5), i * 3, i * 3 + 3)
      if (hole) mask[i] = 255
      if (x === 20 || x === 2_580) mask[i] = 255
    }
    const png = await sharp(data, { raw: { width: wide, height: tall, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer()
    const greyMask = await sharp(mask, { raw: { width: wide, height: tall, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer()
    const outcome = await engine.send(
      {
        ...(await request(slope(), null, fill)),
        image: { bytes: new Uint8Array(png), format: 'png', width: wide, height: tall },
        maskPng: new Uint8Array(greyMask),
      },
      never,
    )
    const filled = await pixelsOf(outcome)
    let largest = 0
    let changedOutside = 0
    for (let i = 0; i < wide * tall; i++) {
      const expected = 62 + Math.round((i % wide) / 26)
      largest = Math.max(largest, Math.abs(filled.data[i * 3] - expected))
      if (filled.data[i * 3] !== data[i * 3] && !nearHole(i)) changedOutside++
    }
    expect(changedOutside).toBe(0)
    expect(largest).toBeLessThan(6)

    function nearHole(i: number): boolean {
      for (let dy = -3; dy <= 3; dy++) {
        for (let dx = -3; dx <= 3; dx++) if (mask[i + dy * wide + dx] > 0) return true
      }
      return false
    }
  })

  test('without a mask, with nothing around the hole, or with a broken picture is refused with the reason', async () => {
    const refused = (reason: unknown) => ({ kind: 'refused', code: 'local_failed', details: { reason } })
    expect(await engine.send(await request(slope(), null, fill), never)).toEqual(refused('no_mask'))
    expect(await engine.send(await request(slope(), boxMask, null), never)).toEqual(refused('no_operation'))
    const all = new Uint8Array(width * height).fill(255)
    expect(await engine.send(await request(slope(), all, fill), never)).toEqual(refused('nothing_around'))
    const whole = await request(slope(), boxMask, fill)
    const broken = { ...whole, image: { ...whole.image, bytes: whole.image.bytes.slice(0, 60) } }
    expect(await engine.send(broken, never)).toMatchObject({ kind: 'refused', code: 'local_failed' })
  })

  test('an aborted call rejects with the reason, and the next one works', async () => {
    const prepared = await request(slope(), boxMask, fill)
    const controller = new AbortController()
    const sending = expect(engine.send(prepared, controller.signal)).rejects.toBe('cancelled')
    controller.abort('cancelled')
    await sending
    expect((await engine.send(prepared, never)).kind).toBe('bytes')
  })
})
