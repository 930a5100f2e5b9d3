import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { findBatch, spendOfBatch } from '../db/batches.ts'
import { eventsAfter } from '../db/events.ts'
import type { BatchTableRow } from '../db/schema.ts'
import { type BatchRequest, type BatchRowView, type BatchState, countRows, placeOf } from '../edits/batch.ts'
import { pauseBatch, rejectRow, resumeBatch, retryFailedRows, retryRow, stopBatch } from '../studio/act-on-batch.ts'
import { archiveBatch } from '../studio/archive-batch.ts'
import { batchChange, dryRun, readRows } from '../studio/batch-views.ts'
import { deleteImage } from '../studio/delete-image.ts'
import { requestBatch } from '../studio/request-batch.ts'
import { usage } from '../studio/usage.ts'
import type { ViewOptions } from '../studio/views.ts'
import { readZip } from '../studio/zip.fixture.ts'
import {
  type Overrides,
  openTestSize,
  openTestStudio,
  sizeNames,
  type TestSize,
  type TestStudio,
} from './studio.fixture.ts'

const price = 70_000
const view: ViewOptions = { say: (code) => `words of ${code}`, linkOf: (id) => `http://studio/i/${id}` }

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
  beforeEach(() => provider.admin.reset())
  afterEach(() => studio.close())

  const open = async (overrides?: Overrides): Promise<void> => {
    studio = await openTestStudio(provider, { size: ground, overrides })
  }

  async function begin(prompts: readonly string[], change: Partial<BatchRequest> = {}): Promise<BatchTableRow> {
    const image = await studio.addImage({ width: 24, height: 16 })
    const rows = prompts.map((prompt) => ({ imageId: image.id, prompt }))
    return requestBatch(studio.ports, { rows, ...change }, null)
  }

  async function until(id: string, isThere: (batch: BatchTableRow, rows: BatchRowView[]) => boolean) {
    for (let i = 0; i < 2_000; i++) {
      const batch = await findBatch(studio.ports.db, id)
      const rows = await readRows(studio.ports.db, id, view)
      if (batch && isThere(batch, rows)) return rows
      await sleep(20)
    }
    throw new Error(`the batch did not come there: ${JSON.stringify(await readRows(studio.ports.db, id, view))}`)
  }

  const untilState = (id: string, state: BatchState) => until(id, (batch) => batch.state === state)
  const prompts = (count: number): string[] => Array.from({ length: count }, (_, i) => `prompt ${i}`)
  const sentPrompts = async () => (await provider.admin.ledger()).map(({ prompt }) => prompt).sort()

  test('each row becomes one edit, and never more calls are under way than it may have', async () => {
    await open()
    await provider.admin.fault({ kind: 'hold', times: 5 })
    const { id } = await begin(prompts(5), { concurrency: 2 })
    await studio.worker.start()
    for (const left of [5, 3, 1]) {
      await provider.admin.untilHeld({ calls: Math.min(2, left) })
      const { held } = await provider.admin.state()
      expect(held.calls).toBe(Math.min(2, left))
      const { reserved } = (await studio.ports.db.selectFrom('spend').selectAll().executeTakeFirst()) ?? { reserved: 0 }
      expect(reserved).toBe(Math.min(2, left) * price)
      await provider.admin.release()
    }
    const rows = await untilState(id, 'done')
    expect(countRows(rows)).toMatchObject({ stored: 5 })
    expect(await sentPrompts()).toEqual(prompts(5))
    expect(await spendOfBatch(studio.ports.db, id)).toEqual({
      chargedMicroUsd: 5 * price,
      reservedMicroUsd: 0,
      unknownMicroUsd: 0,
    })
  })

  test('a wrong row is told with its place, and nothing is written; the same key is the same batch', async () => {
    await open()
    const image = await studio.addImage({ width: 24, height: 16 })
    const good = { imageId: image.id, prompt: 'good' }
    const wrong = requestBatch(studio.ports, { rows: [good, { imageId: image.id, prompt: ' ' }] }, null)
    await expect(wrong).rejects.toMatchObject({ code: 'prompt_invalid', field: 'rows.1.prompt' })
    expect(await studio.ports.db.selectFrom('batch_rows').selectAll().execute()).toEqual([])
    expect(await eventsAfter(studio.ports.db, 0, 10)).toEqual([])

    const dry = await dryRun(studio.ports, { rows: [good, { imageId: 'x'.repeat(20), prompt: 'p' }] }, view)
    expect(dry).toMatchObject([
      { ok: true, priceMicroUsd: price, crop: { box: { width: 24, height: 16 } } },
      { ok: false, error: { code: 'not_found', field: 'imageId' } },
    ])
    expect(await studio.ports.db.selectFrom('batches').selectAll().execute()).toEqual([])

    const key = { scope: 'POST /api/batches', key: 'k', bodySha256: 'b' }
    const made = await Promise.all([1, 2, 3].map(() => requestBatch(studio.ports, { rows: [good] }, key)))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    await expect(requestBatch(studio.ports, { rows: [good], concurrency: 4 }, null)).rejects.toMatchObject({
      code: 'parameter_invalid',
      field: 'concurrency',
    })
  })

  test('a pause sends nothing more and brings home what was sent; resumed it goes on', async () => {
    await open()
    await provider.admin.fault({ kind: 'hold' })
    const { id } = await begin(prompts(4), { concurrency: 1 })
    await studio.worker.start()
    await provider.admin.untilHeld({ calls: 1 })
    await pauseBatch(studio.ports, id)
    await provider.admin.release()
    const rows = await until(id, (_, now) => countRows(now).stored === 1)
    expect(countRows(rows)).toMatchObject({ stored: 1, waiting: 3, running: 0 })
    expect(await sentPrompts()).toHaveLength(1)
    await expect(pauseBatch(studio.ports, id)).rejects.toMatchObject({ code: 'state_conflict' })
    await resumeBatch(studio.ports, id)
    await untilState(id, 'done')
    expect(await sentPrompts()).toEqual(prompts(4))
  })

  test('what a pause finds in the queue stays there', async () => {
    await open()
    const { id } = await begin(prompts(3), { concurrency: 3 })
    await provider.admin.fault({ kind: 'status', status: 429, times: 3, retryAfter: { as: 'seconds', seconds: 3_600 } })
    await studio.worker.start()
    await until(id, (_, rows) => rows.every(({ edits: [edit] }) => edit?.deferred))
    await pauseBatch(studio.ports, id)
    await studio.ports.db.updateTable('edits').set({ due_at: 0 }).where('state', '=', 'queued').execute()
    // One of another kind is sent all the same: it would have come after those.
    const image = await studio.addImage({ width: 24, height: 16 })
    const single = await studio.request({ imageId: image.id, prompt: 'single' })
    await studio.until(single.id, 'done')
    expect(await sentPrompts()).toEqual(['single'])
    await resumeBatch(studio.ports, id)
    await untilState(id, 'done')
    expect(await sentPrompts()).toEqual([...prompts(3), 'single'])
  })

  test('it stops at the budget, says so, and goes on once there is more', async () => {
    const budget = { dayMicroUsd: 3 * price, monthMicroUsd: null as number | null }
    await open(() => ({ budget }))
    const { id } = await begin(prompts(5))
    await studio.worker.start()
    const rows = await until(id, (batch, now) => batch.state === 'held' && countRows(now).running === 0)
    expect(countRows(rows)).toMatchObject({ stored: 3, waiting: 2 })
    expect(await batchChange(studio.ports.db, { batchId: id, position: null }, view)).toMatchObject({
      batch: { state: 'held', hold: { code: 'budget_exceeded', details: { period: 'day', leftMicroUsd: 0 } } },
    })
    expect((await usage(studio.ports)).day).toMatchObject({ chargedMicroUsd: 3 * price, reservedMicroUsd: 0 })
    budget.dayMicroUsd = 5 * price
    await resumeBatch(studio.ports, id)
    expect(countRows(await untilState(id, 'done'))).toMatchObject({ stored: 5 })
  })

  test('stopped for good: what waits is left out, and a row of it can still be asked for', async () => {
    await open()
    await provider.admin.fault({ kind: 'hold' })
    const { id } = await begin(prompts(3), { concurrency: 1 })
    await studio.worker.start()
    await provider.admin.untilHeld({ calls: 1 })
    await stopBatch(studio.ports, id)
    await provider.admin.release()
    const rows = await until(id, (_, now) => countRows(now).stored === 1)
    expect(countRows(rows)).toMatchObject({ stored: 1, leftOut: 2 })
    await expect(resumeBatch(studio.ports, id)).rejects.toMatchObject({ code: 'state_conflict' })
    await expect(retryRow(studio.ports, { batchId: id, position: 0 })).rejects.toMatchObject({ code: 'state_conflict' })
    await retryRow(studio.ports, { batchId: id, position: 2 })
    expect(countRows(await untilState(id, 'done'))).toMatchObject({ stored: 2, leftOut: 1 })
    expect(await sentPrompts()).toEqual(['prompt 0', 'prompt 2'])
  })

  test('what failed is tried again together, a lost answer only by itself', async () => {
    await open()
    await provider.admin.fault({ kind: 'moderation-before' }, { kind: 'reset-after-body' })
    const { id } = await begin(prompts(3), { concurrency: 1 })
    await studio.worker.start()
    const rows = await untilState(id, 'done')
    expect(countRows(rows)).toMatchObject({ stored: 1, failed: 1, unknown: 1 })
    await retryFailedRows(studio.ports, id)
    expect(countRows(await untilState(id, 'done'))).toMatchObject({ stored: 2, unknown: 1 })
    await retryRow(studio.ports, { batchId: id, position: 1 })
    expect(countRows(await untilState(id, 'done'))).toMatchObject({ stored: 3 })
    expect(await sentPrompts()).toEqual(['prompt 0', 'prompt 1', 'prompt 1', 'prompt 2'])
    expect(await spendOfBatch(studio.ports.db, id)).toEqual({
      chargedMicroUsd: 3 * price,
      reservedMicroUsd: 0,
      unknownMicroUsd: price,
    })
  })

  test('a plan of several steps: each begins on the output of the one before, and the first that fails ends it', async () => {
    await open()
    const image = await studio.addImage({ width: 24, height: 16 })
    const row = { imageId: image.id, prompt: 'background', nextPrompts: ['text', 'light'] }
    await provider.admin.fault({ kind: 'slow', delayMs: 0 }, { kind: 'moderation-before' })
    const { id } = await requestBatch(studio.ports, { rows: [row] }, null)
    await studio.worker.start()
    const [ended] = await untilState(id, 'done')
    expect(ended.edits.map(({ state }) => state)).toEqual(['done', 'failed', 'cancelled'])
    expect(placeOf(ended)).toBe('failed')
    // Only what is missing is asked for again.
    await retryRow(studio.ports, { batchId: id, position: 0 })
    const [done] = await untilState(id, 'done')
    expect(done.edits.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
    expect(placeOf(done)).toBe('stored')
    expect(done.edits[0].id).toBe(ended.edits[0].id)
    expect((await provider.admin.ledger()).map(({ prompt }) => prompt)).toEqual(['background', 'text', 'light'])
    const rows = await studio.ports.db.selectFrom('edits').selectAll().where('state', '=', 'done').execute()
    const imageOf = new Map(rows.map((edit) => [edit.batch_step, edit]))
    for (const step of [1, 2]) expect(imageOf.get(step)?.image_id).toBe(imageOf.get(step - 1)?.output_image_id)
    expect(await spendOfBatch(studio.ports.db, id)).toMatchObject({ chargedMicroUsd: 3 * price, reservedMicroUsd: 0 })
    const wrong = requestBatch(studio.ports, { rows: [{ ...row, aspectRatio: '1:1' }] }, null)
    await expect(wrong).rejects.toMatchObject({ code: 'parameter_invalid', field: 'rows.0.nextPrompts' })
  })

  test('a prompt that was refused may be written anew; its row stays where it is', async () => {
    await open()
    await provider.admin.fault({ kind: 'moderation-before' })
    const { id } = await begin(['blood', 'tea'], { concurrency: 1 })
    await studio.worker.start()
    await untilState(id, 'done')
    const row = { batchId: id, position: 0 }
    await expect(retryRow(studio.ports, { ...row, prompt: ' ' })).rejects.toMatchObject({ code: 'prompt_invalid' })
    await retryRow(studio.ports, { ...row, prompt: 'red paint ' })
    const rows = await untilState(id, 'done')
    expect(rows).toMatchObject([
      { prompt: 'blood', prompts: ['red paint'] },
      { prompt: 'tea', prompts: ['tea'] },
    ])
    expect(countRows(rows)).toMatchObject({ stored: 2 })
    expect(await sentPrompts()).toEqual(['red paint', 'tea'])
  })

  test('a picture that a batch waits for is not deleted; a row whose picture is gone ends alone', async () => {
    await open()
    const image = await studio.addImage({ width: 24, height: 16 })
    const rows = [{ imageId: image.id, prompt: 'gone' }]
    const { id } = await requestBatch(studio.ports, { rows }, null)
    await expect(deleteImage(studio.ports, image.id)).rejects.toMatchObject({ code: 'image_in_use' })
    await studio.ports.db.deleteFrom('images').execute()
    await studio.worker.start()
    expect(await untilState(id, 'done')).toMatchObject([
      { state: 'refused', edits: [], error: { code: 'not_found', message: 'words of not_found' } },
    ])
  })

  test('the archive names results as their pictures, leaves out what was rejected, and tells of every row', async () => {
    await open()
    await provider.admin.fault({ kind: 'moderation-before' })
    const { id } = await begin(['=first, "quoted"', 'second', 'third'], { concurrency: 1 })
    await studio.worker.start()
    await untilState(id, 'done')
    await rejectRow(studio.ports, { batchId: id, position: 2 })
    const batch = await findBatch(studio.ports.db, id)
    const zip = await new Response(await archiveBatch(studio.ports, batch!, view)).arrayBuffer()
    const files = new Map(readZip(Buffer.from(zip)))
    expect([...files.keys()]).toEqual(['Noise_edited.png', 'results.csv', 'results.json'])
    const told = JSON.parse(String(files.get('results.json')))
    expect(told).toMatchObject([
      {
        row: 1,
        picture: 'Noise.png',
        file: '',
        state: 'failed',
        cost_usd: 0,
        error: 'words of engine_moderated',
        link: '',
      },
      { row: 2, file: 'Noise_edited.png', prompt: 'second', seed: 1234, state: 'done', cost_usd: 0.07, error: '' },
      { row: 3, file: '', state: 'done', verdict: 'rejected' },
    ])
    expect(String(files.get('results.csv'))).toContain(`,,"'=first, ""quoted""",1234,failed,`)
  })

  test.runIf(sizeName === 'scaled out')('several workers feed one batch without a row sent twice', async () => {
    await open()
    const other = await openTestStudio(provider, { size: ground, shared: true })
    await provider.admin.settings({ delayMs: 5 })
    const { id } = await begin(prompts(24))
    await Promise.all([studio.worker.start(), other.worker.start()])
    const nudge = setInterval(() => [studio, other].map(({ worker }) => worker.wake()), 10)
    const rows = await untilState(id, 'done').finally(() => clearInterval(nudge))
    await other.close()
    expect(countRows(rows)).toMatchObject({ stored: 24 })
    expect(await sentPrompts()).toEqual(prompts(24).sort())
  })
})
