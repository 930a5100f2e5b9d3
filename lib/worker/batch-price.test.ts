// A price that rises while a batch runs, or before an edit is tried again: nothing is charged at it before somebody has
// agreed to it.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { findBatch, spendOfBatch } from '../db/batches.ts'
import type { BatchTableRow } from '../db/schema.ts'
import { type BatchRow, type BatchState, countRows } from '../edits/batch.ts'
import { pauseBatch, resumeBatch, retryRow, stopBatch } from '../studio/act-on-batch.ts'
import { retryEdit, retryWithin } from '../studio/act-on-edit.ts'
import { batchChange, readRows } from '../studio/batch-views.ts'
import { requestBatch } from '../studio/request-batch.ts'
import { usage } from '../studio/usage.ts'
import type { ViewOptions } from '../studio/views.ts'
import { openTestSize, openTestStudio, sizeNames, type TestSize, type TestStudio } from './studio.fixture.ts'

const shown = 70_000
const dearer = 80_000
const view: ViewOptions = { say: (code) => `words of ${code}`, linkOf: (id) => `http://studio/i/${id}` }

describe.each(sizeNames)('%s:', (sizeName) => {
  let provider: Provider
  let ground: TestSize
  let studio: TestStudio
  /** What the engine costs, from now on. */
  let price = shown

  beforeAll(async () => {
    provider = await startProvider({ apiKey: 'key', settings: { sizeShare: 0.25 } })
    ground = await openTestSize(sizeName)
  })
  afterAll(async () => {
    await provider.close()
    await ground.close()
  })
  beforeEach(async () => {
    price = shown
    await provider.admin.reset()
    studio = await openTestStudio(provider, {
      size: ground,
      overrides: ({ engines }) => ({
        engines: new Map(
          [...engines].map(([id, engine]) => [
            id,
            Object.defineProperty({ ...engine }, 'models', {
              get: () => engine.models.map((model) => ({ ...model, priceMicroUsd: price })),
            }),
          ]),
        ),
      }),
    })
  })
  afterEach(() => studio.close())

  async function begin(count: number, change: Partial<BatchRow> = {}): Promise<BatchTableRow> {
    const image = await studio.addImage({ width: 24, height: 16 })
    const rows = Array.from({ length: count }, (_, i) => ({ imageId: image.id, prompt: `prompt ${i}`, ...change }))
    return requestBatch(studio.ports, { rows, concurrency: 1 }, null)
  }

  async function until(id: string, state: BatchState, stored = 0): Promise<void> {
    for (let i = 0; i < 1_000; i++) {
      const rows = await readRows(studio.ports.db, id, view)
      if ((await findBatch(studio.ports.db, id))?.state === state && countRows(rows).stored >= stored) return
      await sleep(20)
    }
    throw new Error(
      `not ${state}: ${JSON.stringify(await batchChange(studio.ports.db, { batchId: id, position: null }, view))}`,
    )
  }

  const spend = async (id: string) => {
    const { chargedMicroUsd, reservedMicroUsd } = await spendOfBatch(studio.ports.db, id)
    return { chargedMicroUsd, reservedMicroUsd }
  }
  const holdOf = async (id: string) =>
    (await batchChange(studio.ports.db, { batchId: id, position: null }, view))?.batch.hold
  const edits = async () => studio.ports.db.selectFrom('edits').select('price_micro_usd').execute()

  /** One row is sent at the price that was shown, and then the price rises. */
  async function beginAndRise(count: number, change: Partial<BatchRow> = {}): Promise<string> {
    await provider.admin.fault({ kind: 'hold' })
    const { id } = await begin(count, change)
    await studio.worker.start()
    await provider.admin.untilHeld({ calls: 1 })
    price = dearer
    await provider.admin.release()
    await until(id, 'held', 1)
    return id
  }

  test('a batch whose price has risen is held, charges nothing at it, and goes on once it is agreed to', async () => {
    const id = await beginAndRise(3)
    expect(await spend(id)).toEqual({ chargedMicroUsd: shown, reservedMicroUsd: 0 })
    expect((await usage(studio.ports)).day).toMatchObject({ chargedMicroUsd: shown, reservedMicroUsd: 0 })
    expect(await edits()).toHaveLength(1)
    const model = 'flux-kontext-max'
    expect(await holdOf(id)).toMatchObject({
      code: 'price_changed',
      details: { engine: 'flux', model, label: 'FLUX.1 Kontext Max', priceMicroUsd: dearer, agreedMicroUsd: shown },
    })
    await expect(resumeBatch(studio.ports, id)).rejects.toMatchObject({ code: 'price_changed' })
    await expect(resumeBatch(studio.ports, id, dearer - 1)).rejects.toMatchObject({ code: 'price_changed' })
    await resumeBatch(studio.ports, id, dearer)
    await until(id, 'done', 3)
    expect(await spend(id)).toEqual({ chargedMicroUsd: shown + 2 * dearer, reservedMicroUsd: 0 })
  })

  test('what was agreed to is the price that was shown: one that rises again is asked for again', async () => {
    const id = await beginAndRise(2)
    price = 90_000
    await resumeBatch(studio.ports, id, dearer)
    await until(id, 'held')
    expect(await holdOf(id)).toMatchObject({ details: { priceMicroUsd: 90_000, agreedMicroUsd: dearer } })
    // No way round: neither a pause nor another try of a row agrees to anything.
    await pauseBatch(studio.ports, id)
    await resumeBatch(studio.ports, id)
    await until(id, 'held')
    await stopBatch(studio.ports, id)
    await retryRow(studio.ports, { batchId: id, position: 1 })
    await until(id, 'held')
    expect(await spend(id)).toEqual({ chargedMicroUsd: shown, reservedMicroUsd: 0 })
    expect(await edits()).toHaveLength(1)
  })

  test('a lost edit is sent again for no more than the price that was shown', async () => {
    await provider.admin.fault({ kind: 'reset-after-body' })
    const image = await studio.addImage({ width: 24, height: 16 })
    const { id } = await studio.request({ imageId: image.id, prompt: 'teal' })
    await studio.worker.start()
    await studio.until(id, 'unknown')
    price = dearer
    await expect(retryEdit(studio.ports, id, shown)).rejects.toMatchObject({
      code: 'price_changed',
      details: { priceMicroUsd: dearer, agreedMicroUsd: shown },
    })
    expect(await provider.admin.ledger()).toHaveLength(1)
    expect((await usage(studio.ports)).day).toMatchObject({ reservedMicroUsd: 0, chargedMicroUsd: 0 })
    await retryEdit(studio.ports, id, dearer)
    await studio.until(id, 'done')
    expect((await usage(studio.ports)).day).toMatchObject({ reservedMicroUsd: 0, chargedMicroUsd: dearer })
  })

  test('a lower price is simply charged', async () => {
    await provider.admin.fault({ kind: 'hold' })
    const { id } = await begin(2)
    await studio.worker.start()
    await provider.admin.untilHeld({ calls: 1 })
    price = 50_000
    await provider.admin.release()
    await until(id, 'done', 2)
    expect(await spend(id)).toEqual({ chargedMicroUsd: shown + 50_000, reservedMicroUsd: 0 })
  })

  test('a failed row is not tried again at a dearer price, nor are the further steps of a plan', async () => {
    await provider.admin.fault({ kind: 'slow', delayMs: 0 }, { kind: 'moderation-before' })
    const { id } = await begin(1, { nextPrompts: ['text'] })
    await studio.worker.start()
    await until(id, 'done')
    price = dearer
    await retryRow(studio.ports, { batchId: id, position: 0 })
    await until(id, 'held')
    // Also where it rises between the plan and the commit.
    const failed = await studio.ports.db
      .selectFrom('edits')
      .select('id')
      .where('state', '=', 'failed')
      .executeTakeFirst()
    const again = { id: failed?.id ?? '', at: Date.now(), agreedMicroUsd: shown }
    const retried = studio.ports.db.transaction().execute((tx) => retryWithin(studio.ports, tx, again))
    await expect(retried).rejects.toMatchObject({ code: 'price_changed' })
    expect(await spend(id)).toEqual({ chargedMicroUsd: shown, reservedMicroUsd: 0 })
    await resumeBatch(studio.ports, id, dearer)
    await until(id, 'done', 1)
    expect(await spend(id)).toEqual({ chargedMicroUsd: shown + dearer, reservedMicroUsd: 0 })
  })

  test('what was shown counts, not what it costs by the time it is asked for', async () => {
    price = dearer
    await expect(begin(1, { priceMicroUsd: shown })).rejects.toMatchObject({
      code: 'price_changed',
      field: 'rows.0.priceMicroUsd',
    })
    const image = await studio.addImage({ width: 24, height: 16 })
    const edit = { imageId: image.id, prompt: 'one', priceMicroUsd: shown }
    await expect(studio.request(edit)).rejects.toMatchObject({ code: 'price_changed' })
    expect(await edits()).toEqual([])
    // Seen before it fell: that much was agreed to.
    price = shown
    const { id } = await begin(2, { priceMicroUsd: dearer })
    price = dearer
    await studio.worker.start()
    await until(id, 'done', 2)
    expect(await spend(id)).toEqual({ chargedMicroUsd: 2 * dearer, reservedMicroUsd: 0 })
  })

  test('a batch from before prices were kept goes on', async () => {
    const { id } = await begin(1)
    await studio.ports.db.updateTable('batches').set({ prices: null }).execute()
    await studio.worker.start()
    await until(id, 'done', 1)
  })
})
