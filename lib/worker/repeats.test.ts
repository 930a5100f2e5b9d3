// What is sent again by itself, how often, and what it costs: row by row as docs/guide/money.md has it.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FaultInput } from '../../e2e/provider/faults.ts'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { attemptsOf } from '../db/attempts.ts'
import { lifeOf } from '../db/edits.ts'
import { readSpend } from '../db/ledger.ts'
import { periodsOf } from '../edits/budget.ts'
import type { EngineId } from '../edits/edit.ts'
import { enginePresets } from '../edits/engine-presets.ts'
import type { Engine, EngineOutcome } from '../engines/engine.ts'
import { createFluxEngine } from '../engines/flux.ts'
import { cancelEdit, retryEdit } from '../studio/act-on-edit.ts'
import {
  type Overrides,
  openTestSize,
  openTestStudio,
  preparedOnce,
  type StudioSetup,
  sizeNames,
  type TestSize,
  type TestStudio,
} from './studio.fixture.ts'

const price = 70_000
const noSpend = { reserved: 0, charged: 0, unknown: 0 }

describe.each(sizeNames)('%s:', (sizeName) => {
  let provider: Provider
  let ground: TestSize
  let studio: TestStudio

  beforeAll(async () => {
    provider = await startProvider({ apiKey: 'key', settings: { sizeShare: 0.25 } })
    ground = await openTestSize(sizeName)
  })
  afterAll(async () => {
    await provider.close()
    await ground.close()
  })
  afterEach(async () => {
    await studio.close()
    await provider.admin.reset()
  })

  async function open(setup: Partial<StudioSetup> = {}): Promise<void> {
    const overrides: Overrides = (ports) => ({ pixels: preparedOnce(ports.pixels), ...setup.overrides?.(ports) })
    studio = await openTestStudio(provider, { size: ground, ...setup, overrides })
    await studio.worker.start()
  }

  /** An edit whose every pause is over at once. */
  async function ask(): Promise<string> {
    const image = await studio.addImage({ width: 64, height: 64 })
    return (await studio.request({ imageId: image.id, prompt: 'p' })).id
  }
  async function hurried<T>(wait: () => Promise<T>): Promise<T> {
    const { db } = studio.ports
    const nudge = setInterval(async () => {
      await db.updateTable('edits').set({ due_at: 0 }).where('due_at', '>', 0).execute()
      studio.worker.wake()
    }, 30)
    return wait().finally(() => clearInterval(nudge))
  }

  const spend = () => readSpend(studio.ports.db, periodsOf(Date.now()).month)
  const attempts = async (id: string) => (await attemptsOf(studio.ports.db, id)).map(({ state }) => state)
  const lines = async () =>
    (await studio.ports.db.selectFrom('ledger').select('kind').orderBy('seq').execute()).map(({ kind }) => kind)
  const calls = async () => (await provider.admin.requests()).length

  const withSend = (make: (flux: Engine) => Engine['send']): Partial<StudioSetup> => ({
    overrides: ({ engines }) => {
      const flux = engines.get('flux')
      if (!flux) throw new Error('there is no flux')
      return { engines: new Map<EngineId, Engine>([['flux', { ...flux, send: make(flux) }]]) }
    },
  })

  test('never by itself: what was sent and not answered in words that can be understood', async () => {
    const faults: FaultInput[] = [
      { kind: 'status', status: 500, charge: true },
      { kind: 'generation-failed' },
      { kind: 'status', status: 502, body: 'html' },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 504, body: 'html' },
      { kind: 'status', status: 524, body: 'html' },
      { kind: 'html-200' },
      { kind: 'no-image' },
      { kind: 'cut-answer' },
      { kind: 'reset-after-body' },
    ]
    await open()
    // How it is read is the engine's matter (flux.test.ts), and the same in both sizes.
    for (const [n, fault] of faults.slice(0, sizeName === 'embedded' ? undefined : 2).entries()) {
      await provider.admin.fault(fault)
      const id = await ask()
      expect([fault, lifeOf(await hurried(() => studio.until(id)))]).toMatchObject([
        fault,
        { state: 'unknown', error: { charged: 'unknown' } },
      ])
      expect(await calls()).toBe(n + 1)
      expect(await attempts(id)).toEqual(['lost'])
      expect(await spend()).toEqual({ reserved: 0, charged: 0, unknown: (n + 1) * price })
    }
  })

  test('never by itself: what the engine has refused, which costs nothing', async () => {
    await open()
    for (const [n, status] of (sizeName === 'embedded' ? [400, 404, 413, 422] : [422]).entries()) {
      await provider.admin.fault({ kind: 'status', status })
      const id = await ask()
      expect(lifeOf(await hurried(() => studio.until(id)))).toMatchObject({
        state: 'failed',
        error: { code: 'engine_rejected', charged: 'no' },
      })
      expect(await calls()).toBe(n + 1)
    }
    expect(await spend()).toEqual(noSpend)
  })

  test('by itself: 429, and 503 that says when, by seconds or by date, until it gets through', async () => {
    await open()
    await provider.admin.fault(
      { kind: 'status', status: 429 },
      { kind: 'status', status: 503, retryAfter: { as: 'seconds', seconds: 1 } },
      { kind: 'status', status: 429, retryAfter: { as: 'date', inMs: 1_000 } },
    )
    const id = await ask()
    expect((await hurried(() => studio.until(id))).state).toBe('done')
    expect(await attempts(id)).toEqual(['deferred', 'deferred', 'deferred', 'answered'])
    expect(await spend()).toEqual({ reserved: 0, charged: price, unknown: 0 })
    expect(await lines()).toEqual(['reserve', 'charge'])
  })

  test('by itself, five times at most: where no connection could be made, and nothing is charged', async () => {
    const nowhere = createFluxEngine({
      id: 'flux',
      key: 'key',
      profile: { ...enginePresets.apiyi, baseUrl: 'http://127.0.0.1:9/v1', timeoutS: 5 },
      guard: null,
      repeatServerErrors: true,
      now: Date.now,
    })
    await open(withSend(() => nowhere.send))
    const id = await ask()
    expect(lifeOf(await hurried(() => studio.until(id)))).toMatchObject({
      state: 'failed',
      error: { code: 'engine_unreachable', charged: 'no' },
    })
    expect(await attempts(id)).toEqual([...Array(5).fill('deferred'), 'refused'])
    expect(await spend()).toEqual(noSpend)
    await nowhere.close()
  })

  describe('once, where the operator allows it: 500 with an error in JSON', () => {
    const failure: FaultInput = { kind: 'status', status: 500, charge: true }

    test('each call has a reservation of its own, and the first counts as unknown', async () => {
      await open({ repeatServerErrors: true })
      await provider.admin.fault(failure)
      const id = await ask()
      expect((await hurried(() => studio.until(id))).state).toBe('done')
      expect(await attempts(id)).toEqual(['lost', 'answered'])
      expect(await lines()).toEqual(['reserve', 'doubt', 'reserve', 'charge'])
      expect(await spend()).toEqual({ reserved: 0, charged: price, unknown: price })
      expect(await provider.admin.ledger()).toHaveLength(2)
    })

    test('not a second time, until the user asks again', async () => {
      await open({ repeatServerErrors: true })
      await provider.admin.fault({ ...failure, times: 3 })
      const id = await ask()
      expect((await hurried(() => studio.until(id))).state).toBe('unknown')
      expect(await calls()).toBe(2)
      expect(await spend()).toEqual({ reserved: 0, charged: 0, unknown: 2 * price })
      await retryEdit(studio.ports, id)
      expect((await hurried(() => studio.until(id))).state).toBe('done')
      expect(await attempts(id)).toEqual(['lost', 'lost', 'lost', 'answered'])
      expect(await spend()).toEqual({ reserved: 0, charged: price, unknown: 3 * price })
    })

    test('not where the budget has no room for another', async () => {
      await open({
        repeatServerErrors: true,
        overrides: () => ({ budget: { dayMicroUsd: null, monthMicroUsd: 2 * price - 1 } }),
      })
      await provider.admin.fault(failure)
      const id = await ask()
      expect((await hurried(() => studio.until(id))).state).toBe('unknown')
      expect(await calls()).toBe(1)
      expect(await lines()).toEqual(['reserve', 'doubt'])
      expect(await spend()).toEqual({ reserved: 0, charged: 0, unknown: price })
    })

    test('not where the user has cancelled meanwhile', async () => {
      const answer = Promise.withResolvers<EngineOutcome>()
      let made = 0
      await open(
        withSend(() => () => {
          made++
          return answer.promise
        }),
      )
      const id = await ask()
      await studio.until(id, 'sending')
      await cancelEdit(studio.ports, id)
      answer.resolve({ kind: 'lost', code: 'answer_lost', mayRepeat: true })
      expect((await hurried(() => studio.until(id))).state).toBe('unknown')
      expect(made).toBe(1)
      expect(await spend()).toEqual({ reserved: 0, charged: 0, unknown: price })
    })
  })
})
