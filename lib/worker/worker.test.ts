import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { AppError } from '../core/errors.ts'
import { attemptsOf } from '../db/attempts.ts'
import type { Database } from '../db/database.ts'
import { advanceEdit, lifeOf } from '../db/edits.ts'
import { eventsAfter } from '../db/events.ts'
import { findImage } from '../db/images.ts'
import type { EditRow } from '../db/schema.ts'
import type { EditRequest, EngineId } from '../edits/edit.ts'
import type { Receipt } from '../edits/receipt.ts'
import type { Engine, EngineOutcome } from '../engines/engine.ts'
import { scaleMaskPart } from '../pixels/scale-mask.ts'
import { cancelEdit, dismissEdit, markNotCharged, retryEdit, undecideEdit } from '../studio/act-on-edit.ts'
import { deleteImage } from '../studio/delete-image.ts'
import { requestEdit } from '../studio/request-edit.ts'
import { sweepObjects } from '../studio/sweep.ts'
import { usage } from '../studio/usage.ts'
import {
  type Overrides,
  openTestSize,
  openTestStudio,
  sizeNames,
  type TestSize,
  type TestStudio,
} from './studio.fixture.ts'
import { createWorker } from './worker.ts'

const size = { width: 120, height: 90 }
const price = 70_000

describe.each(sizeNames)('%s:', (sizeName) => {
  let provider: Provider
  let ground: TestSize
  let studio: TestStudio

  beforeAll(async () => {
    provider = await startProvider({ apiKey: 'key' })
    ground = await openTestSize(sizeName)
  })
  afterAll(async () => {
    await provider.close()
    await ground.close()
  })
  beforeEach(() => provider.admin.reset())
  afterEach(() => studio.close())

  const open = async (overrides?: Overrides): Promise<void> => {
    studio = await openTestStudio(provider, { size: ground, overrides })
  }

  /** The left half may change; a column of grey between. */
  function halfMask(): Uint8Array {
    const raster = new Uint8Array(size.width * size.height)
    for (let i = 0; i < raster.length; i++) {
      const x = i % size.width
      raster[i] = x < 50 ? 255 : x === 50 ? 128 : 0
    }
    return raster
  }

  async function ask(change: Partial<EditRequest> = {}): Promise<EditRow> {
    const image = await studio.addImage(size)
    const mask = await studio.addMask(image, halfMask())
    return requestEdit(studio.ports, { imageId: image.id, maskId: mask.id, prompt: 'teal', ...change }, null)
  }

  async function pixelsOf(imageId: string): Promise<Buffer> {
    const image = await findImage(studio.ports.db, imageId)
    return sharp(await studio.ports.objects.read(image!.sha256))
      .removeAlpha()
      .raw()
      .toBuffer()
  }

  /** Nothing that was put off for later has to be waited for. */
  async function hurried<T>(wait: () => Promise<T>): Promise<T> {
    const { db } = studio.ports
    const nudge = setInterval(async () => {
      await db.updateTable('edits').set({ due_at: 0 }).where('due_at', '>', 0).execute()
      studio.worker.wake()
    }, 30)
    return wait().finally(() => clearInterval(nudge))
  }

  /** A database that breaks at the moment when a result is to be written down. */
  const failing = (db: Database, fails: () => boolean): Database =>
    db.withPlugin({
      transformQuery({ node }) {
        const writesResult =
          node.kind === 'UpdateQueryNode' && JSON.stringify(node).includes(String.raw`{\"state\":\"finishing\"`)
        if (writesResult && fails()) throw new Error('the database went away')
        return node
      },
      transformResult: async ({ result }) => result,
    })

  const spent = async () => {
    const { month } = await usage(studio.ports)
    return { reserved: month.reservedMicroUsd, charged: month.chargedMicroUsd, unknown: month.unknownMicroUsd }
  }

  describe('an edit after another', () => {
    const right = (): Uint8Array => halfMask().map((_, i) => (i % size.width >= 100 ? 255 : 0))

    /** Nothing begins before both are asked for. */
    const openAsleep = async (): Promise<() => Promise<void>> => {
      let awake = false
      await open(() => ({ wake: () => awake && studio.worker.wake() }))
      return () => {
        awake = true
        return studio.worker.start()
      }
    }

    async function askTwice() {
      const first = await ask()
      const image = await findImage(studio.ports.db, first.image_id)
      const mask = await studio.addMask(image!, right())
      const second = await requestEdit(
        studio.ports,
        { imageId: first.image_id, maskId: mask.id, prompt: 'sage', after: first.id },
        null,
      )
      return { first, second }
    }

    test('begins on its output, so that the last one has both parts, and each is booked for itself', async () => {
      const start = await openAsleep()
      const asked = await askTwice()
      expect(asked.second).toMatchObject({ state: 'queued', due_at: null, image_id: asked.first.image_id })
      expect(await spent()).toEqual({ reserved: 2 * price, charged: 0, unknown: 0 })
      await start()
      const second = await studio.until(asked.second.id)
      const first = await studio.until(asked.first.id)
      expect([first.state, second.state, second.image_id]).toEqual(['done', 'done', first.output_image_id])
      expect(await spent()).toEqual({ reserved: 0, charged: 2 * price, unknown: 0 })
      const [upload, between, last] = [
        await pixelsOf(first.image_id),
        await pixelsOf(second.image_id),
        await pixelsOf(second.output_image_id!),
      ]
      const [left, other] = [halfMask(), right()]
      for (let i = 0; i < left.length; i++) {
        const at = (pixels: Buffer) => pixels.subarray(i * 3, i * 3 + 3)
        if (left[i] === 0 && other[i] === 0) expect(at(last).equals(at(upload))).toBe(true)
        else if (other[i] === 0) expect(at(last).equals(at(between))).toBe(true)
      }
      // One more, after one that is done, begins at once.
      const image = await findImage(studio.ports.db, first.image_id)
      const third = await requestEdit(
        studio.ports,
        { imageId: image!.id, maskId: asked.second.mask_id, prompt: 'blue', after: second.id },
        null,
      )
      expect((await studio.until(third.id)).image_id).toBe(second.output_image_id)
    })

    test('ends along with the other, charged nothing, where a start finds their engine gone', async () => {
      await openAsleep()
      const { first, second } = await askTwice()
      const third = await requestEdit(
        studio.ports,
        { imageId: first.image_id, maskId: second.mask_id, prompt: 'blue', after: second.id },
        null,
      )
      const local: Engine = { ...studio.ports.engines.get('flux')!, id: 'local' }
      const keyless = createWorker({ ...studio.ports, engines: new Map([['local', local]]) }, { alone: true })
      await keyless.start()
      const ends = [first, second, third].map(async ({ id }) => (await studio.until(id)).state)
      expect((await Promise.all(ends)).every((state) => state === 'failed' || state === 'cancelled')).toBe(true)
      await keyless.stop()
      expect(await spent()).toEqual({ reserved: 0, charged: 0, unknown: 0 })
    })

    test('is cancelled along with the other, although a result of that still comes and is kept', async () => {
      const start = await openAsleep()
      await provider.admin.fault({ kind: 'hold' })
      const asked = await askTwice()
      await start()
      await provider.admin.untilHeld({ calls: 1 })
      await cancelEdit(studio.ports, asked.first.id)
      expect((await studio.until(asked.second.id)).state).toBe('cancelled')
      await provider.admin.release()
      expect((await studio.until(asked.first.id)).state).toBe('done')
      expect(await provider.admin.ledger()).toHaveLength(1)
      expect(await spent()).toEqual({ reserved: 0, charged: price, unknown: 0 })
    })

    test('is given up, for nothing, where the other comes to no output, and cannot be asked for after that', async () => {
      const start = await openAsleep()
      await provider.admin.fault({ kind: 'moderation-before' })
      const asked = await askTwice()
      await start()
      expect((await studio.until(asked.first.id)).state).toBe('failed')
      expect((await studio.until(asked.second.id)).state).toBe('cancelled')
      expect(await spent()).toEqual({ reserved: 0, charged: 0, unknown: 0 })
      const again = { imageId: asked.first.image_id, prompt: 'sage', after: asked.first.id }
      await expect(requestEdit(studio.ports, again, null)).rejects.toMatchObject({
        code: 'state_conflict',
        field: 'after',
      })
      const elsewhere = await studio.addImage(size)
      await expect(requestEdit(studio.ports, { ...again, imageId: elsewhere.id }, null)).rejects.toMatchObject({
        code: 'not_found',
        field: 'after',
      })
    })
  })

  describe('a paid edit', () => {
    test('is called once, charged once, stored, and leaves protected pixels as they were to the bit', async () => {
      await open()
      await studio.worker.start()
      const asked = await ask({ seed: 77 })
      const edit = await studio.until(asked.id)
      expect(edit).toMatchObject({ state: 'done', seed: 77, aspect_ratio: '3:2' })
      expect(await provider.admin.ledger()).toMatchObject([{ seed: 77, prompt: 'teal' }])
      expect(await spent()).toEqual({ reserved: 0, charged: price, unknown: 0 })

      const before = await pixelsOf(edit.image_id)
      const after = await pixelsOf(edit.output_image_id!)
      const raster = halfMask()
      let differing = 0
      for (let i = 0; i < raster.length; i++) {
        const same = before.subarray(i * 3, i * 3 + 3).equals(after.subarray(i * 3, i * 3 + 3))
        if (raster[i] === 0) expect(same).toBe(true)
        else if (!same) differing++
      }
      expect(differing).toBe(51 * size.height)

      const receipt: Receipt = JSON.parse(edit.receipt!)
      const protectedPixels = raster.filter((value) => value === 0).length
      expect(receipt).toMatchObject({ protectedPixels, protectedPixelsChanged: 0, lossless: true, costMicroUsd: price })
      expect(await attemptsOf(studio.ports.db, edit.id)).toMatchObject([{ number: 1, state: 'answered' }])
      expect((await findImage(studio.ports.db, edit.output_image_id!))?.name).toBe('Noise_v2.png')
      expect((await findImage(studio.ports.db, edit.raw_image_id!))?.kind).toBe('raw')
    })

    test('what arrives at the engine is the planned part, and the mask in the same geometry, grey and all', async () => {
      await open()
      await studio.worker.start()
      const edit = await studio.until((await ask()).id)
      // 4:3 is no ratio that can be asked for, and the mask is too tall for any in the picture: its sides are mirrored.
      const box = { x: -7, y: 0, width: 135, height: 90 }
      const sent = { width: 1248, height: 832 }
      expect(JSON.parse(edit.crop!)).toEqual({ box, aspectRatio: '3:2', sent })
      const maskPng = await provider.admin.maskOf(1)
      const { data, info } = await sharp(maskPng!).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
      expect([info.width, info.height, info.channels]).toEqual([sent.width, sent.height, 1])
      const expected = scaleMaskPart({ source: { ...size, data: new Uint8Array(halfMask()) }, from: box, to: sent })
      expect(data.equals(Buffer.from(expected))).toBe(true)
      expect(JSON.parse(edit.receipt!).sent).toMatchObject(sent)
      expect(await attemptsOf(studio.ports.db, edit.id)).toMatchObject([{ sent_width: 1248, sent_height: 832 }])
    })

    test('masks from before their bounds were kept are measured when they are asked for', async () => {
      await open()
      const { db } = studio.ports
      const image = await studio.addImage(size)
      const mask = await studio.addMask(image, halfMask())
      await db.updateTable('masks').set({ bounds: null }).execute()
      const edit = await requestEdit(studio.ports, { imageId: image.id, maskId: mask.id, prompt: 'teal' }, null)
      expect(JSON.parse(edit.crop!).box).toEqual({ x: -7, y: 0, width: 135, height: 90 })
    })

    test('a picture without a mask is sent whole, mirrored up to a ratio, and pasted back whole', async () => {
      await open()
      await studio.worker.start()
      const edit = await studio.until((await ask({ maskId: null })).id)
      const output = await findImage(studio.ports.db, edit.output_image_id!)
      expect([output?.width, output?.height]).toEqual([120, 90])
      expect(JSON.parse(edit.crop!).box).toEqual({ x: -7, y: 0, width: 135, height: 90 })
      expect(JSON.parse(edit.receipt!)).toMatchObject({ protectedPixels: null, protectedPixelsChanged: null })
    })

    test('a reframe comes back whole in its new shape and claims no protection', async () => {
      await open()
      await studio.worker.start()
      const asked = await ask({ frame: { kind: 'reframe', aspectRatio: '16:9' }, maskId: null })
      const edit = await studio.until(asked.id)
      const output = await findImage(studio.ports.db, edit.output_image_id!)
      expect([output?.width, output?.height]).toEqual([1408, 792])
      expect(JSON.parse(edit.receipt!)).toMatchObject({ protectedPixels: null, protectedPixelsChanged: null })
    })

    test('bytes in the answer are stored before anything else is done with them', async () => {
      await open()
      await provider.admin.fault({ kind: 'b64-json' })
      await studio.worker.start()
      const edit = await studio.until((await ask()).id)
      expect(edit.state).toBe('done')
      expect(await provider.admin.downloads()).toEqual([])
    })
  })

  describe('when the call goes wrong', () => {
    test('a lost answer is unknown, is never sent again by itself, and the user decides', async () => {
      await open()
      await provider.admin.fault({ kind: 'reset-after-body' })
      await studio.worker.start()
      const edit = await studio.until((await ask()).id)
      expect(lifeOf(edit)).toMatchObject({ state: 'unknown', error: { code: 'answer_lost', charged: 'unknown' } })
      expect(await spent()).toEqual({ reserved: 0, charged: 0, unknown: price })
      expect(await provider.admin.ledger()).toHaveLength(1)

      const again = await retryEdit(studio.ports, edit.id)
      expect(again.state).toBe('queued')
      const done = await studio.until(edit.id)
      expect(done.state).toBe('done')
      expect(await provider.admin.ledger()).toHaveLength(2)
      expect(await spent()).toEqual({ reserved: 0, charged: price, unknown: price })
      expect((await attemptsOf(studio.ports.db, edit.id)).map((attempt) => attempt.state)).toEqual(['lost', 'answered'])
    })

    test('mark as not charged frees the amount, dismiss goes on counting it', async () => {
      await open()
      await provider.admin.fault({ kind: 'status', status: 502, body: 'html', times: 2 })
      await studio.worker.start()
      const [one, other] = [await ask(), await ask()]
      await studio.until(one.id)
      await studio.until(other.id)
      expect(lifeOf(await markNotCharged(studio.ports, one.id))).toMatchObject({
        state: 'failed',
        error: { charged: 'no' },
      })
      expect(lifeOf(await dismissEdit(studio.ports, other.id))).toMatchObject({
        state: 'failed',
        error: { charged: 'unknown' },
      })
      expect(await spent()).toEqual({ reserved: 0, charged: 0, unknown: price })
      await expect(dismissEdit(studio.ports, other.id)).rejects.toMatchObject({ code: 'state_conflict' })
    })

    test('a decision about a lost answer can be taken back, and one that was put off can still be made', async () => {
      await open()
      await provider.admin.fault({ kind: 'reset-after-body' })
      await studio.worker.start()
      const { id } = await ask()
      await studio.until(id)
      const lost = { reserved: 0, charged: 0, unknown: price }
      const free = { reserved: 0, charged: 0, unknown: 0 }
      await markNotCharged(studio.ports, id)
      expect(await spent()).toEqual(free)
      expect((await undecideEdit(studio.ports, id)).state).toBe('unknown')
      expect(await spent()).toEqual(lost)
      await dismissEdit(studio.ports, id)
      expect(await spent()).toEqual(lost)
      await markNotCharged(studio.ports, id)
      expect(await spent()).toEqual(free)
      await expect(markNotCharged(studio.ports, id)).rejects.toMatchObject({ code: 'state_conflict' })
      const sums = await studio.ports.db.selectFrom('ledger').select('kind').orderBy('seq').execute()
      expect(sums.map((line) => line.kind)).toEqual(['reserve', 'doubt', 'absolve', 'redoubt', 'absolve'])
    })

    test('a refusal costs nothing and says why', async () => {
      await open()
      await provider.admin.fault({ kind: 'moderation-before' })
      await studio.worker.start()
      const edit = await studio.until((await ask()).id)
      expect(lifeOf(edit)).toMatchObject({ state: 'failed', error: { code: 'engine_moderated', charged: 'no' } })
      expect(await spent()).toEqual({ reserved: 0, charged: 0, unknown: 0 })
    })

    test('an engine that is busy is asked again, as late as it said', async () => {
      await open()
      await provider.admin.fault({ kind: 'status', status: 429, retryAfter: { as: 'seconds', seconds: 2 } })
      await studio.worker.start()
      const edit = await studio.until((await ask()).id)
      expect(edit.state).toBe('done')
      const [first, second] = await provider.admin.requests()
      expect(second.at - first.at).toBeGreaterThanOrEqual(1_990)
      expect(await spent()).toEqual({ reserved: 0, charged: price, unknown: 0 })
      expect((await attemptsOf(studio.ports.db, edit.id)).map((attempt) => attempt.state)).toEqual([
        'deferred',
        'answered',
      ])
    })
  })

  describe('an answer that comes after its call was taken for lost', () => {
    /** A call under way, taken for lost by somebody else; its answer waits for `resolve`. */
    async function lostCall() {
      const answer = Promise.withResolvers<EngineOutcome>()
      let calls = 0
      await open(({ engines }) => {
        const flux = engines.get('flux')
        if (!flux) throw new Error('there is no flux')
        const send: Engine['send'] = (request, signal) => (calls++ === 0 ? answer.promise : flux.send(request, signal))
        return { engines: new Map<EngineId, Engine>([['flux', { ...flux, send }]]) }
      })
      await studio.worker.start()
      const { id } = await ask()
      const sending = await studio.until(id, 'sending')
      const life = lifeOf(sending)
      if (life.state !== 'sending') throw new Error('it is not being sent')
      const { attemptId } = life
      const at = Date.now()
      await studio.ports.db
        .transaction()
        .execute((tx) =>
          advanceEdit(tx, { id, fence: null, event: { kind: 'lose', code: 'answer_lost' }, at, attemptId }),
        )
      return { id, attemptId, answer, calls: () => calls }
    }

    const picture = async (): Promise<EngineOutcome> => {
      const bytes = await sharp({ create: { width: 1248, height: 832, channels: 3, background: '#267' } })
        .png()
        .toBuffer()
      return { kind: 'bytes', bytes: new Uint8Array(bytes) }
    }

    test.each([
      ['undecided', async () => {}, ['reserve', 'doubt', 'confirm']],
      ['dismissed', (id: string) => dismissEdit(studio.ports, id), ['reserve', 'doubt', 'confirm']],
      [
        'marked as not charged',
        (id: string) => markNotCharged(studio.ports, id),
        ['reserve', 'doubt', 'absolve', 'admit'],
      ],
    ])('is taken, where that is %s, and counts as charged once', async (_name, decide, lines) => {
      const { id, answer, calls } = await lostCall()
      await decide(id)
      answer.resolve(await picture())
      const edit = await studio.until(id, 'done')
      expect(await spent()).toEqual({ reserved: 0, charged: price, unknown: 0 })
      const ledger = await studio.ports.db.selectFrom('ledger').select('kind').orderBy('seq').execute()
      expect(ledger.map(({ kind }) => kind)).toEqual(lines)
      expect(JSON.parse(edit.receipt!).costMicroUsd).toBe(price)
      expect((await attemptsOf(studio.ports.db, id)).map(({ state }) => state)).toEqual(['answered'])
      expect(calls()).toBe(1)
    })

    test('is kept aside where the user has sent the edit again, and does not disturb the new call', async () => {
      const { id, attemptId, answer, calls } = await lostCall()
      await provider.admin.fault({ kind: 'hold' })
      await retryEdit(studio.ports, id)
      await provider.admin.untilHeld({ calls: 1 })
      const late = await picture()
      answer.resolve(late)
      const aside = join(studio.ports.asideFolder, `${attemptId}.late`)
      await expect.poll(() => readFile(aside).catch(() => null), { timeout: 15_000 }).not.toBeNull()
      if (late.kind === 'bytes') expect(new Uint8Array(await readFile(aside))).toEqual(late.bytes)
      await provider.admin.release()
      expect((await studio.until(id)).state).toBe('done')
      expect(calls()).toBe(2)
      expect(await spent()).toEqual({ reserved: 0, charged: price, unknown: price })
    })
  })

  describe('when the result is hard to get', () => {
    test('a download that fails is tried again, and nothing is sent twice', async () => {
      await open()
      await provider.admin.fault(
        { kind: 'download-status', status: 500 },
        { kind: 'download-truncated', framing: 'chunked' },
        { kind: 'download-corrupt' },
      )
      await studio.worker.start()
      const edit = await studio.until((await ask()).id)
      expect(edit.state).toBe('done')
      expect(await provider.admin.downloads()).toHaveLength(4)
      expect(await provider.admin.ledger()).toHaveLength(1)
    })

    test('a result that is no picture is fetched until its deadline, then kept aside, and not shown as done', async () => {
      let late = 0
      await open(() => ({ now: () => Date.now() + late }))
      await provider.admin.fault({ kind: 'download-html', times: 50 })
      await studio.worker.start()
      const { id } = await ask()
      await expect.poll(async () => (await provider.admin.downloads()).length, { timeout: 9_000 }).toBeGreaterThan(2)
      late = 3_600_000
      const edit = await studio.until(id)
      expect(lifeOf(edit)).toMatchObject({ state: 'failed', error: { code: 'result_invalid', charged: 'yes' } })
      expect(edit.output_image_id).toBeNull()
      expect((await readFile(join(studio.ports.asideFolder, edit.id), 'utf8')).toLowerCase()).toContain('<html')
      expect(await spent()).toEqual({ reserved: 0, charged: price, unknown: 0 })
    })

    test('an address that fails on and on past its deadline ends the edit as lost, charged', async () => {
      let late = 0
      await open(() => ({ now: () => Date.now() + late }))
      await provider.admin.fault({ kind: 'download-status', status: 500, times: 50 })
      await studio.worker.start()
      const { id } = await ask()
      await studio.until(id, 'fetching')
      late = 3_600_000
      const edit = await hurried(() => studio.until(id))
      expect((await provider.admin.downloads()).length).toBeGreaterThan(20)
      expect(lifeOf(edit)).toMatchObject({ state: 'failed', error: { code: 'result_lost', charged: 'yes' } })
    })

    test('a result that is here is held while the disk is full, although its address is gone, and is done in the end', async () => {
      let full = 2
      await open(({ objects }) => ({
        objects: {
          ...objects,
          adopt: async (path) => {
            if (path.endsWith('.result') && full-- > 0) {
              await provider.admin.advance(3_600_000)
              throw new AppError('storage_failed', { retryable: true })
            }
            return objects.adopt(path)
          },
        },
      }))
      await studio.worker.start()
      const edit = await studio.until((await ask()).id)
      expect(edit.state).toBe('done')
      expect(full).toBe(-1)
      expect(await provider.admin.ledger()).toHaveLength(1)
      expect(await provider.admin.downloads()).toHaveLength(1)
    })

    test('a result that is stored and cannot be written down is not fetched again', async () => {
      let broken = 2
      await open(({ db }) => ({ db: failing(db, () => broken > 0 && broken-- > 0) }))
      await studio.worker.start()
      const { id } = await ask()
      await expect.poll(() => broken, { timeout: 15_000 }).toBe(0)
      expect((await studio.until(id)).state).toBe('done')
      expect(await provider.admin.downloads()).toHaveLength(1)
    })

    test('results that cannot be stored leave the way to others that can still be brought home', async () => {
      let full = true
      await open(({ objects }) => ({
        objects: {
          ...objects,
          adopt: (path) => {
            if (path.endsWith('.result') && full) throw new AppError('storage_failed', { retryable: true })
            return objects.adopt(path)
          },
        },
      }))
      await studio.worker.start()
      const ids: string[] = []
      for (let n = 0; n < 7; n++) ids.push((await ask()).id)
      // More than the lane has places.
      await expect.poll(async () => (await provider.admin.downloads()).length, { timeout: 60_000 }).toBe(7)
      full = false
      for (const id of ids) expect((await studio.until(id)).state).toBe('done')
      expect(await provider.admin.downloads()).toHaveLength(7)
    })

    test('a full disk while finishing is waited for as long as it takes', async () => {
      let full = 7
      await open(({ pixels }) => ({
        pixels: {
          ...pixels,
          finishEdit: async (request, signal) => {
            if (full-- > 0) throw new AppError('storage_failed', { retryable: true })
            return pixels.finishEdit(request, signal)
          },
        },
      }))
      await studio.worker.start()
      const { id } = await ask()
      const edit = await hurried(() => studio.until(id))
      expect(edit.state).toBe('done')
      expect(await provider.admin.ledger()).toHaveLength(1)
    })

    test('what could not be finished is kept, and tried again for nothing', async () => {
      let broken = true
      await open(({ pixels }) => ({
        pixels: {
          ...pixels,
          finishEdit: async (request, signal) => {
            if (broken) throw new Error('a bug')
            return pixels.finishEdit(request, signal)
          },
        },
      }))
      await studio.worker.start()
      const { id } = await ask()
      const spoilt = await hurried(() => studio.until(id))
      expect(lifeOf(spoilt)).toMatchObject({ state: 'failed', error: { code: 'result_invalid', charged: 'yes' } })
      expect((await findImage(studio.ports.db, spoilt.raw_image_id!))?.kind).toBe('raw')
      broken = false
      expect((await retryEdit(studio.ports, id)).state).toBe('finishing')
      expect((await studio.until(id)).state).toBe('done')
      expect(await provider.admin.ledger()).toHaveLength(1)
      expect(await spent()).toEqual({ reserved: 0, charged: price, unknown: 0 })
    })

    test('bytes that are here already are never given up for lost', async () => {
      let full = 3
      await open(({ objects }) => ({
        now: () => Date.now() + (3 - full) * 3_600_000,
        objects: {
          ...objects,
          adopt: (path) => {
            if (path.endsWith('.result') && full-- > 0) throw new AppError('storage_failed', { retryable: true })
            return objects.adopt(path)
          },
        },
      }))
      await provider.admin.fault({ kind: 'b64-json' })
      await studio.worker.start()
      const { id } = await ask()
      const edit = await hurried(() => studio.until(id))
      expect(edit.state).toBe('done')
    })
  })

  describe('the user’s acts', () => {
    test('cancelling while queued is free and nothing is sent', async () => {
      await open()
      const edit = await ask()
      expect((await cancelEdit(studio.ports, edit.id)).state).toBe('cancelled')
      await studio.worker.start()
      expect(await spent()).toEqual({ reserved: 0, charged: 0, unknown: 0 })
      expect(await provider.admin.requests()).toEqual([])
      await expect(cancelEdit(studio.ports, edit.id)).rejects.toMatchObject({ code: 'state_conflict' })
    })

    test('cancelling later is a wish: the result that still comes is kept', async () => {
      await open()
      await provider.admin.fault({ kind: 'hold' })
      await studio.worker.start()
      const { id } = await ask()
      await provider.admin.untilHeld({ calls: 1 })
      expect(await cancelEdit(studio.ports, id)).toMatchObject({
        state: 'sending',
        cancel_requested_at: expect.any(Number),
      })
      await provider.admin.release()
      expect((await studio.until(id)).state).toBe('done')
    })

    test('cancelled during the call, an edit that the engine puts off is not sent again', async () => {
      const answer = Promise.withResolvers<EngineOutcome>()
      let calls = 0
      await open(({ engines }) => {
        const flux = engines.get('flux')
        if (!flux) throw new Error('there is no flux')
        const send = () => {
          calls++
          return answer.promise
        }
        return { engines: new Map<EngineId, Engine>([['flux', { ...flux, send }]]) }
      })
      await studio.worker.start()
      const { id } = await ask()
      await studio.until(id, 'sending')
      await cancelEdit(studio.ports, id)
      answer.resolve({ kind: 'later', code: 'engine_busy', retryAfterMs: null })
      expect((await hurried(() => studio.until(id))).state).toBe('cancelled')
      expect(calls).toBe(1)
      expect(await spent()).toEqual({ reserved: 0, charged: 0, unknown: 0 })
    })

    test('a stop waits for the answer that is paid for and brings its result home', async () => {
      await open()
      await provider.admin.fault({ kind: 'slow', delayMs: 700 })
      await studio.worker.start()
      const { id } = await ask()
      await studio.until(id, 'sending')
      expect(await studio.worker.outside()).toBe(1)
      await studio.worker.stop()
      expect(await studio.until(id, 'finishing')).toMatchObject({ received_at: expect.any(Number) })
      expect(await studio.worker.outside()).toBe(0)
      expect(await provider.admin.downloads()).toHaveLength(1)
    })

    test('a stop sends nothing that was not sent yet', async () => {
      let preparing = () => {}
      const prepared = new Promise<void>((resolve) => {
        preparing = resolve
      })
      let goOn = () => {}
      const held = new Promise<void>((resolve) => {
        goOn = resolve
      })
      await open(({ pixels }) => ({
        pixels: {
          ...pixels,
          prepareForEngine: async (request) => {
            preparing()
            await held
            return pixels.prepareForEngine(request)
          },
        },
      }))
      await studio.worker.start()
      const { id } = await ask()
      await prepared
      const stopped = studio.worker.stop()
      goOn()
      await stopped
      expect((await studio.until(id, 'queued')).sent_at).toBeNull()
      expect(await provider.admin.requests()).toEqual([])
    })

    test('an amount stays in the day of its reservation, also when midnight falls in between', async () => {
      const midnight = Date.UTC(2026, 10, 23)
      let clock = () => midnight - 2
      await open(() => ({ now: () => clock() }))
      const image = await studio.addImage(size)
      // The first look at the clock is the last of the day.
      let looks = 0
      clock = () => (looks++ === 0 ? midnight - 1 : midnight + 1)
      const edit = await requestEdit(studio.ports, { imageId: image.id, prompt: 'p' }, null)
      await cancelEdit(studio.ports, edit.id)
      const sums = await studio.ports.db.selectFrom('spend').selectAll().execute()
      expect(sums.every((sum) => sum.reserved === 0 && sum.charged === 0 && sum.unknown === 0)).toBe(true)
    })

    test('a mask serves only its own picture and the versions of it', async () => {
      await open()
      const [mine, other] = [await studio.addImage(size), await studio.addImage(size)]
      const mask = await studio.addMask(other, halfMask())
      await expect(
        requestEdit(studio.ports, { imageId: mine.id, maskId: mask.id, prompt: 'p' }, null),
      ).rejects.toMatchObject({ code: 'not_found', field: 'maskId' })
    })

    test('what is called is the model that was booked', async () => {
      await open()
      const edit = await ask()
      await studio.ports.db.updateTable('edits').set({ model: 'flux-kontext-pro' }).where('id', '=', edit.id).execute()
      await studio.worker.start()
      await studio.until(edit.id)
      expect((await provider.admin.ledger())[0].model).toBe('flux-kontext-pro')
    })

    test('one key makes one edit, however often it is sent', async () => {
      await open()
      const image = await studio.addImage(size)
      const key = { scope: 's', key: 'k', bodySha256: 'b' }
      const request = { imageId: image.id, prompt: 'p' }
      const edits = await Promise.all([1, 2, 3].map(() => requestEdit(studio.ports, request, key)))
      expect(new Set(edits.map((edit) => edit.id)).size).toBe(1)
      expect(await spent()).toEqual({ reserved: price, charged: 0, unknown: 0 })
      await expect(requestEdit(studio.ports, request, { ...key, bodySha256: 'c' })).rejects.toMatchObject({
        code: 'idempotency_conflict',
      })
    })

    test('a budget that would be passed refuses the edit and leaves nothing', async () => {
      await open(() => ({ budget: { dayMicroUsd: null, monthMicroUsd: 100_000 } }))
      const image = await studio.addImage(size)
      const request = { imageId: image.id, prompt: 'p' }
      await requestEdit(studio.ports, request, null)
      await expect(requestEdit(studio.ports, request, null)).rejects.toMatchObject({
        code: 'budget_exceeded',
        details: { period: 'month', priceMicroUsd: price, leftMicroUsd: 30_000, limitMicroUsd: 100_000 },
      })
      expect(await eventsAfter(studio.ports.db, 0, 10)).toHaveLength(1)
      expect(await spent()).toEqual({ reserved: price, charged: 0, unknown: 0 })
    })
  })

  describe('after a crash', () => {
    test('a call that was under way becomes unknown and is not made again', async () => {
      await open()
      const { id } = await ask()
      // What a crash leaves behind: committed as sending, and nobody there.
      await studio.ports.db.transaction().execute((tx) =>
        advanceEdit(tx, {
          id,
          fence: 0,
          event: { kind: 'send', attemptId: 'x' },
          at: 1,
          attemptId: 'x',
          keepLease: true,
        }),
      )
      await studio.worker.start()
      const edit = await studio.until(id)
      expect(edit.state).toBe('unknown')
      expect(await provider.admin.requests()).toEqual([])
      expect(await spent()).toEqual({ reserved: 0, charged: 0, unknown: price })
    })

    test('objects that no row needs are swept, and those that one needs stay', async () => {
      await open()
      const image = await studio.addImage(size)
      const orphan = await studio.ports.objects.put(new Uint8Array([1, 2, 3]))
      const swept = await sweepObjects(studio.ports, new AbortController().signal)
      expect(swept).toEqual({ removed: 1, missing: [] })
      expect(await studio.ports.objects.stat(orphan.sha256)).toBeNull()
      expect(await studio.ports.objects.stat(image.sha256)).not.toBeNull()
    })

    test('deleting a picture frees its bytes, but not while an edit of it is under way', async () => {
      await open()
      const edit = await ask()
      await expect(deleteImage(studio.ports, edit.image_id)).rejects.toMatchObject({ code: 'image_in_use' })
      await studio.worker.start()
      await studio.until(edit.id)
      await deleteImage(studio.ports, edit.image_id)
      const left: string[] = []
      for await (const sha256 of studio.ports.objects.list()) left.push(sha256)
      expect(left).toEqual([])
      expect(await spent()).toEqual({ reserved: 0, charged: price, unknown: 0 })
    })
  })
})
