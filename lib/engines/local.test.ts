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
  const { id, models, concurrency, repeatable } = engine
  expect({ id, models, concurrency, repeatable }).toEqual({
    id: 'local',
    models: [{ model: 'local-1', label: 'Local', use: 'edit', priceMicroUsd: 0 }],
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

  test('closes a thin scratch to within a few levels, and the same way every time', async () => {
    const truth = slope()
    const scratchMask = new Uint8Array(width * height).map((_, i) => (i % width === 77 ? 255 : 0))
    const spoiled = { ...truth, data: truth.data.map((value, at) => (scratchMask[Math.floor(at / 3)] ? 0 : value)) }
    const outcome = await engine.send(await request(spoiled, scratchMask, fill), never)
    const filled = await pixelsOf(outcome)
    expect(filled.data.filter((value, at) => Math.abs(value - truth.data[at]) > 5)).toHaveLength(0)
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

  test('tells how far it is while it works', async () => {
    const shares: number[] = []
    await engine.send(await request(slope(), boxMask, fill), never, (share) => shares.push(share))
    expect(shares.length).toBeGreaterThan(0)
    expect(shares.at(-1)).toBeCloseTo(1)
  })

  test('another seed gives another fill, and what is to be avoided is not copied', async () => {
    const striped = { ...slope(), data: slope().data.map((value, at) => (value * 7 + at * 13) % 251) }
    const first = await pixelsOf(await engine.send(await request(striped, boxMask, fill), never))
    const second = await pixelsOf(await engine.send({ ...(await request(striped, boxMask, fill)), seed: 2 }, never))
    expect(second).not.toEqual(first)
    const glaring = {
      ...slope(),
      data: slope().data.map((value, at) => (Math.floor(at / 3) % width < 90 ? 250 : value)),
    }
    const avoid = await maskPng(new Uint8Array(width * height).map((_, i) => (i % width < 90 ? 255 : 0)))
    const careful = { ...(await request(glaring, boxMask, fill)), avoidPng: avoid }
    const { data } = await pixelsOf(await engine.send(careful, never))
    for (let i = 0; i < width * height; i++) if (inBox(i)) expect(data[i * 3]).toBeLessThan(200)
  })

  test('says how many times smaller it was worked, where it was', async () => {
    const answering = (factor: number) =>
      createLocalEngine({
        root: process.cwd(),
        createPool: () => ({ run: async () => ({ bytes: new Uint8Array([1]), factor }), close: async () => {} }),
      })
    const asked = await request(slope(), boxMask, fill)
    expect(await answering(2).send(asked, never)).toEqual({ kind: 'bytes', bytes: new Uint8Array([1]), reducedBy: 2 })
    expect(await answering(1).send(asked, never)).toEqual({ kind: 'bytes', bytes: new Uint8Array([1]) })
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
