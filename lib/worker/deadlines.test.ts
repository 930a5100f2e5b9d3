// Results that are paid for and still at their address: brought home in time, whatever the clock does meanwhile.
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { attemptsOf } from '../db/attempts.ts'
import { findEdit, lifeOf } from '../db/edits.ts'
import { readSpend } from '../db/ledger.ts'
import type { ImageRow } from '../db/schema.ts'
import { periodsOf } from '../edits/budget.ts'
import type { EngineId } from '../edits/edit.ts'
import type { Engine } from '../engines/engine.ts'
import {
  openTestSize,
  openTestStudio,
  preparedOnce,
  sizeNames,
  type TestSize,
  type TestStudio,
} from './studio.fixture.ts'

const price = 70_000
const hour = 3_600_000

describe.each(sizeNames)('%s:', (sizeName) => {
  let provider: Provider
  let ground: TestSize
  let studio: TestStudio
  /** How far the studio's clock is from the true one, ms. */
  let offset = 0
  let warnings: string[] = []

  beforeAll(async () => {
    provider = await startProvider({ apiKey: 'key', settings: { sizeShare: 0.25 } })
    ground = await openTestSize(sizeName)
  })
  afterAll(async () => {
    await provider.close()
    await ground.close()
  })
  beforeEach(() => {
    offset = 0
    warnings = []
  })
  afterEach(async () => {
    // A worker stops when what it fetches is there: nothing may be held any more.
    await provider.admin.reset()
    await studio.close()
  })

  async function open({ concurrency = 3 } = {}): Promise<void> {
    const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) })
    studio = await openTestStudio(provider, {
      size: ground,
      overrides: ({ engines, pixels }) => {
        const flux = engines.get('flux')
        if (!flux) throw new Error('there is no flux')
        return {
          now: () => Date.now() + offset,
          log,
          engines: new Map<EngineId, Engine>([['flux', { ...flux, concurrency }]]),
          pixels: preparedOnce(pixels),
        }
      },
    })
    await studio.worker.start()
  }

  let image: ImageRow
  async function ask(): Promise<string> {
    return (await studio.request({ imageId: image.id, prompt: 'p' })).id
  }
  const spend = () => readSpend(studio.ports.db, periodsOf(Date.now()).month)
  const calls = async () => (await provider.admin.requests()).length

  test('nothing is sent while a result could miss its deadline, and all goes on once it is home', async () => {
    await open()
    image = await studio.addImage({ width: 64, height: 64 })
    // The worker lays a download down and tries it again: all of them are held, so that the result stays in danger.
    await provider.admin.fault({ kind: 'download-hold', times: 10_000 })
    const first = await ask()
    await provider.admin.untilHeld({ downloads: 1 })
    offset = 8.5 * 60_000
    // Seen before there is anything to send: a look from before the jump would let it through.
    studio.ports.wake()
    await expect.poll(() => warnings.join(''), { timeout: 30_000 }).toContain('nothing is sent')
    const second = await ask()
    // Long enough for a worker that would send: it needs some 50 ms from the call that wakes it.
    for (let look = 0; look < 20; look++) {
      studio.ports.wake()
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(await findEdit(studio.ports.db, second)).toMatchObject({ state: 'queued', sent_at: null })
    }
    expect(await calls()).toBe(1)
    await provider.admin.release()
    expect((await studio.until(first)).state).toBe('done')
    expect((await studio.until(second)).state).toBe('done')
    expect(await calls()).toBe(2)
    const [home, after] = await Promise.all([first, second].map((id) => findEdit(studio.ports.db, id)))
    expect(after?.sent_at).toBeGreaterThanOrEqual(home?.received_at ?? Number.NaN)
  })

  test.each([
    ['an hour ahead', hour],
    ['an hour back', -hour],
  ])('a clock that jumps %s loses no result and makes no second call', async (_name, jump) => {
    await open()
    image = await studio.addImage({ width: 64, height: 64 })
    await provider.admin.fault({ kind: 'download-status', status: 500, times: 3 })
    const id = await ask()
    await studio.until(id, 'fetching')
    offset = jump
    expect((await studio.until(id)).state).toBe('done')
    expect(await provider.admin.ledger()).toHaveLength(1)
    expect(await provider.admin.downloads()).toHaveLength(4)
    expect(await spend()).toEqual({ reserved: 0, charged: price, unknown: 0 })
  })

  test.each([
    ['an hour ahead', hour],
    ['an hour back', -hour],
  ])('a clock that jumps %s takes no edit under way from its worker', async (_name, jump) => {
    await open()
    image = await studio.addImage({ width: 64, height: 64 })
    await provider.admin.fault({ kind: 'hold' })
    const id = await ask()
    await provider.admin.untilHeld({ calls: 1 })
    offset = jump
    const other = await ask()
    expect((await studio.until(other)).state).toBe('done')
    expect((await findEdit(studio.ports.db, id))?.state).toBe('sending')
    await provider.admin.release()
    expect((await studio.until(id)).state).toBe('done')
    expect(await provider.admin.ledger()).toHaveLength(2)
  })

  test('a worker that is stopped between two tries of a download makes the next ones', async () => {
    await open()
    image = await studio.addImage({ width: 64, height: 64 })
    await provider.admin.fault({ kind: 'download-status', status: 500, times: 4 })
    const id = await ask()
    // Seen at rest: the first try is over, the second not yet due.
    await expect
      .poll(async () => {
        const life = lifeOf((await findEdit(studio.ports.db, id)) ?? (await studio.until(id)))
        return life.state === 'fetching' && life.tries > 0 && (await provider.admin.downloads()).length === life.tries
      })
      .toBe(true)
    await studio.worker.stop()
    // At home; what is left to do needs nobody else.
    expect((await findEdit(studio.ports.db, id))?.state).toBe('finishing')
    expect(await provider.admin.downloads()).toHaveLength(5)
    expect(await provider.admin.ledger()).toHaveLength(1)
  })

  test('an edit that was put off does not wait for the hour by which the clock went back', async () => {
    await open()
    image = await studio.addImage({ width: 64, height: 64 })
    await provider.admin.fault({ kind: 'status', status: 429, retryAfter: { as: 'seconds', seconds: 60 } })
    const id = await ask()
    await expect
      .poll(async () => (await attemptsOf(studio.ports.db, id)).map(({ state }) => state), { timeout: 15_000 })
      .toEqual(['deferred'])
    offset = -hour
    studio.ports.wake()
    expect((await studio.until(id)).state).toBe('done')
  })

  test('an address that says that it is gone ends the edit, charged, once its time is over', async () => {
    await open()
    image = await studio.addImage({ width: 64, height: 64 })
    await provider.admin.fault({ kind: 'download-status', status: 500 })
    const id = await ask()
    await studio.until(id, 'fetching')
    await provider.admin.advance(hour)
    offset = hour
    expect(lifeOf(await studio.until(id))).toMatchObject({
      state: 'failed',
      error: { code: 'result_lost', charged: 'yes' },
    })
    expect(await spend()).toEqual({ reserved: 0, charged: price, unknown: 0 })
  })

  test('fifty results at once, soon to end, are all stored', async () => {
    await open({ concurrency: 50 })
    image = await studio.addImage({ width: 64, height: 64 })
    // A limit for what is lost, no stopwatch: each takes some tens of milliseconds.
    await provider.admin.settings({ expiryMs: 90_000 })
    await provider.admin.fault({ kind: 'hold', times: 50 })
    const ids: string[] = []
    for (let n = 0; n < 50; n++) ids.push(await ask())
    await provider.admin.untilHeld({ calls: 50 })
    await provider.admin.release()
    const states = async () => {
      const edits = await Promise.all(ids.map((id) => findEdit(studio.ports.db, id)))
      return [...new Set(edits.map((edit) => edit?.state))].filter((state) => state !== 'done' && state !== 'finishing')
    }
    await expect.poll(states, { timeout: 85_000 }).toEqual([])
    expect(await provider.admin.ledger()).toHaveLength(50)
    expect((await provider.admin.downloads()).filter(({ status }) => status !== 200)).toEqual([])
    expect(await spend()).toEqual({ reserved: 0, charged: 50 * price, unknown: 0 })
  })
})
