import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { encoder, greyPng, photo, scratch } from './image.fixture.ts'
import { createPixels } from './pixels.ts'
import { createPool, type Pool } from './pool.ts'
import type { jobs } from './pool-jobs.fixture.ts'

type TestJobs = typeof jobs
const root = process.cwd()
const { write, folder } = scratch()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const pool of open.splice(0)) await pool.close()
})

function testPool({ workers = 1, idleMs = 10_000 } = {}): Pool<TestJobs> {
  const pool = createPool<TestJobs>({
    root,
    module: 'lib/pixels/pool-jobs.fixture.ts',
    workers,
    idleMs,
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  })
  open.push(pool)
  return pool
}

describe('a job', () => {
  test('runs in a thread of its own and brings back data and bytes', async () => {
    const pool = testPool()
    const answer = await pool.run('echo', { a: [1, 'two'] })
    expect(answer.input).toEqual({ a: [1, 'two'] })
    expect(answer.threadId).toBeGreaterThan(0)
    expect(await pool.run('bytes', 100_000)).toEqual({ bytes: new Uint8Array(100_000).fill(7), more: 'text' })
  })

  test('that refuses gives its error with all that it says; a mistake is an internal error with the reason kept', async () => {
    const pool = testPool()
    const refusal = { name: 'AppError', code: 'mask_empty', field: 'mask', details: { pixels: 4 }, retryable: true }
    await expect(pool.run('refuse', undefined)).rejects.toMatchObject(refusal)
    await expect(pool.run('fail', undefined)).rejects.toMatchObject({
      code: 'internal_error',
      cause: { message: expect.stringContaining('a mistake') },
    })
  })

  test('whose thread dies or runs out of memory fails alone: the next one finds a new thread', async () => {
    const pool = testPool()
    await expect(pool.run('die', undefined)).rejects.toMatchObject({ code: 'internal_error', retryable: true })
    expect((await pool.run('echo', 1)).input).toBe(1)
    await expect(pool.run('exhaust', undefined)).rejects.toMatchObject({ code: 'internal_error', retryable: true })
    expect((await pool.run('echo', 2)).input).toBe(2)
  })

  test('whose input cannot be copied is refused, and blocks nothing', async () => {
    const pool = testPool()
    await expect(pool.run('echo', () => 'a function')).rejects.toMatchObject({ code: 'internal_error' })
    expect((await pool.run('echo', 1)).input).toBe(1)
  })

  test('tells of its progress, in order, to who asked for it and to nobody else', async () => {
    const pool = testPool({ workers: 1 })
    const heard: number[] = []
    const first = pool.run('count', 4, undefined, (progress) => heard.push(progress))
    const second = pool.run('count', 3)
    expect(await Promise.all([first, second])).toEqual(['counted', 'counted'])
    expect(heard).toEqual([0.25, 0.5, 0.75, 1])
  })

  test('sees none of the settings of the server', async () => {
    expect(await testPool().run('environment', undefined)).toEqual([])
  })

  test('leaves the event loop of the server free', async () => {
    const pool = testPool({ workers: 1 })
    await pool.run('echo', 0)
    let ended = false
    const spinning = pool.run('spin', 400).then(() => {
      ended = true
    })
    await sleep(20)
    expect(ended).toBe(false)
    await spinning
  })
})

describe('abortion', () => {
  test('ends a running job at once, with the reason, and the thread is replaced', async () => {
    const pool = testPool()
    const { threadId } = await pool.run('echo', 0)
    const controller = new AbortController()
    const spinning = pool.run('spin', 600_000, controller.signal)
    const outcome = expect(spinning).rejects.toBe('cancelled')
    await sleep(30)
    controller.abort('cancelled')
    // The job itself would outlast the limit of this test.
    await outcome
    expect((await pool.run('echo', 0)).threadId).not.toBe(threadId)
  })

  test('takes a waiting job out of the queue, and one that was aborted before never starts', async () => {
    const pool = testPool()
    const first = pool.run('spin', 200)
    const controller = new AbortController()
    const second = expect(pool.run('echo', 2, controller.signal)).rejects.toBe('cancelled')
    const third = pool.run('echo', 3)
    controller.abort('cancelled')
    await second
    await expect(pool.run('echo', 4, AbortSignal.abort('before'))).rejects.toBe('before')
    await first
    expect((await third).input).toBe(3)
  })
})

describe('threads', () => {
  test('as many as workers at once, and each is used again', async () => {
    const pool = testPool({ workers: 2 })
    const ids = await Promise.all([
      pool.run('spin', 300),
      pool.run('spin', 300),
      pool.run('spin', 1),
      pool.run('spin', 1),
    ])
    expect(new Set(ids).size).toBe(2)
  })

  test('give back what a job has left behind, soon after it', async () => {
    const pool = testPool()
    await pool.run('litter', 50_000_000)
    await expect
      .poll(() => pool.run('heldBytes', undefined), { interval: 1_500, timeout: 15_000 })
      .toBeLessThan(10_000_000)
  })

  test('end when there was no work for a while', async () => {
    const pool = testPool({ idleMs: 50 })
    const { threadId } = await pool.run('echo', 0)
    await sleep(300)
    expect((await pool.run('echo', 0)).threadId).not.toBe(threadId)
  })

  test('closing rejects what runs and what waits, and what comes later', async () => {
    const pool = testPool()
    const running = expect(pool.run('spin', 60_000)).rejects.toMatchObject({ code: 'internal_error' })
    const waiting = expect(pool.run('echo', 0)).rejects.toMatchObject({ code: 'internal_error' })
    await sleep(50)
    await pool.close()
    await running
    await waiting
    await expect(pool.run('echo', 0)).rejects.toMatchObject({ code: 'internal_error' })
  })
})

test('a picture goes all the way through the threads: in, masked, sent, checked, finished', async () => {
  const pixels = createPixels({ root, workers: 1 })
  open.push(pixels)
  const size = { width: 64, height: 48 }
  const path = await write(await encoder(photo(size)).jpeg().toBuffer())
  const scratchFolder = folder()
  const inspected = await pixels.inspectImage(path)
  const copy = await pixels.makeWorkingCopy({ path, inspected, scratchFolder })
  const mask = await pixels.readMask({
    source: await greyPng(new Uint8Array(64 * 48).fill(255, 0, 64 * 24), size),
    size,
  })
  const maskPath = await write(await pixels.encodeMask({ raster: mask.raster, size }))
  const sent = await pixels.prepareForEngine({
    imagePath: copy.path,
    maskPath,
    crop: null,
    maxPixels: null,
    maxBytes: 20_000_000,
  })
  const rawPath = await write(sent.bytes)
  expect(await pixels.checkResult(rawPath)).toMatchObject(size)
  const request = {
    imagePath: copy.path,
    originalPath: path,
    rawPath,
    maskPath,
    askedMaskPath: maskPath,
    frame: { kind: 'keep' },
    crop: null,
    corrections: null,
    asked: null,
    askedFormat: null,
    outputFormat: 'png',
    scratchFolder,
  } as const
  expect(await pixels.finishEdit(request)).toMatchObject({
    ...size,
    protectedPixels: 64 * 24,
    protectedPixelsChanged: 0,
  })
  await expect(pixels.inspectImage(await write(Buffer.from('no')))).rejects.toMatchObject({
    code: 'unsupported_image_type',
  })
})

test('breaking off in the middle of decoding does no harm', async () => {
  const pixels = createPixels({ root, workers: 2 })
  open.push(pixels)
  const large = photo({ width: 3_000, height: 2_000 })
  const path = await write(await encoder(large).png({ compressionLevel: 1 }).toBuffer())
  for (let i = 0; i < 8; i++) {
    const reason = new Error('cancelled')
    const signal = AbortSignal.timeout(20 + 12 * i)
    await pixels
      .inspectImage(path, signal)
      .catch((error: unknown) => expect([reason.message, signal.reason]).toContain(error))
  }
  expect(await pixels.inspectImage(path)).toMatchObject({ width: 3_000, height: 2_000 })
})
