import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { attemptsOf } from '../db/attempts.ts'
import { findPause } from '../db/engine-pauses.ts'
import { readSpend } from '../db/ledger.ts'
import { periodsOf } from '../edits/budget.ts'
import { cancelEdit } from '../studio/act-on-edit.ts'
import { tryEngineAgain } from '../studio/engine-views.ts'
import { requestEdit } from '../studio/request-edit.ts'
import { openTestSize, openTestStudio, sizeNames, type TestSize, type TestStudio } from './studio.fixture.ts'

describe.each(sizeNames)('%s:', (sizeName) => {
  let provider: Provider
  let ground: TestSize
  let studio: TestStudio

  beforeAll(async () => {
    provider = await startProvider({ settings: { sizeShare: 0.25 } })
    ground = await openTestSize(sizeName)
  })
  afterAll(async () => {
    await provider.close()
    await ground.close()
  })

  beforeEach(async () => {
    studio = await openTestStudio(provider, { size: ground })
    await studio.worker.start()
    return async () => {
      // In this order: a provider that forgets its results would keep the worker looking for them, minute after minute.
      await studio.close()
      await provider.admin.reset()
    }
  })

  async function ask(prompt: string): Promise<string> {
    const image = await studio.addImage({ width: 64, height: 64 })
    return (await requestEdit(studio.ports, { imageId: image.id, prompt }, null)).id
  }

  const paused = () => findPause(studio.ports.db, 'flux')
  // What is sent is first enlarged to a megapixel, which takes its time on a busy machine.
  const untilPaused = () => expect.poll(paused, { timeout: 15_000 }).not.toBeNull()
  const spend = () => readSpend(studio.ports.db, periodsOf(Date.now()).month)

  describe('an engine without credit', () => {
    test('holds all its edits, none charged, and makes no further call', async () => {
      await provider.admin.fault({ kind: 'status', status: 402, times: 10 })
      const ids = [await ask('one'), await ask('two'), await ask('three')]
      await expect.poll(async () => (await paused())?.waiting, { timeout: 15_000 }).toBe(3)
      const calls = (await provider.admin.requests()).length
      const later = await ask('four')
      await expect.poll(async () => (await paused())?.waiting, { timeout: 15_000 }).toBe(4)
      expect((await provider.admin.requests()).length).toBe(calls)
      for (const id of [...ids, later]) expect((await studio.until(id, 'queued')).state).toBe('queued')
      // Each was called once at most: those that were under way when the first was refused.
      for (const id of ids) expect((await attemptsOf(studio.ports.db, id)).length).toBeLessThanOrEqual(1)
      expect(await attemptsOf(studio.ports.db, later)).toEqual([])
      expect(await paused()).toMatchObject({ code: 'engine_no_credit' })
      expect(await spend()).toEqual({ reserved: 280_000, charged: 0, unknown: 0 })
      expect(await provider.admin.ledger()).toEqual([])
    })

    test('is tried with one edit, and stays paused where that is refused again', async () => {
      await provider.admin.fault({ kind: 'status', status: 402, times: 1 })
      const first = await ask('one')
      await untilPaused()
      await ask('two')
      await provider.admin.fault({ kind: 'status', status: 403, times: 1 })
      const before = (await provider.admin.requests()).length
      await tryEngineAgain(studio.ports, 'flux')
      await expect.poll(async () => (await paused())?.code, { timeout: 15_000 }).toBe('engine_key_refused')
      expect((await provider.admin.requests()).length).toBe(before + 1)
      expect((await studio.until(first, 'queued')).state).toBe('queued')
    })

    test('goes on with all of them once one gets through', async () => {
      await provider.admin.fault({ kind: 'status', status: 401, times: 1 })
      const ids = [await ask('one')]
      await untilPaused()
      ids.push(await ask('two'), await ask('three'))
      await tryEngineAgain(studio.ports, 'flux')
      for (const id of ids) expect((await studio.until(id)).state).toBe('done')
      expect(await paused()).toBeNull()
      expect(await provider.admin.ledger()).toHaveLength(3)
      expect(await spend()).toEqual({ reserved: 0, charged: 210_000, unknown: 0 })
    })

    test('is open again at once where nothing waits any more', async () => {
      await provider.admin.fault({ kind: 'status', status: 402, times: 1 })
      const id = await ask('one')
      await untilPaused()
      await cancelEdit(studio.ports, id)
      expect((await spend()).reserved).toBe(0)
      await tryEngineAgain(studio.ports, 'flux')
      expect(await paused()).toBeNull()
      expect((await studio.until(await ask('two'))).state).toBe('done')
    })
  })
})
