// One edit with several seeds: all or none within the budget, and never twice.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import type { IdempotencyKey } from '../db/idempotency.ts'
import { readSpend } from '../db/ledger.ts'
import { periodsOf } from '../edits/budget.ts'
import { maxSeed, seedsFrom, type VariationsRequest, variationsRequestSchema } from '../edits/edit.ts'
import { requestVariations } from '../studio/request-variations.ts'
import { openTestSize, openTestStudio, sizeNames, type TestSize, type TestStudio } from './studio.fixture.ts'

const price = 70_000
const key: IdempotencyKey = { scope: 'POST /api/variations', key: 'k', bodySha256: 'b' }
let provider: Provider
let studio: TestStudio
let imageId: string

beforeAll(async () => {
  provider = await startProvider({ apiKey: 'key', settings: { sizeShare: 0.25 } })
})
afterAll(() => provider.close())

describe.each(sizeNames)('%s', (name) => {
  let size: TestSize
  beforeAll(async () => {
    size = await openTestSize(name)
  })
  afterAll(() => size.close())
  beforeEach(async () => {
    await provider.admin.reset()
    const budget = { dayMicroUsd: null, monthMicroUsd: 6 * price + 1 }
    studio = await openTestStudio(provider, { size, overrides: () => ({ budget }) })
    imageId = (await studio.addImage({ width: 60, height: 40 })).id
  })
  afterEach(() => studio.close())

  const ask = (change: Partial<VariationsRequest> = {}, withKey: IdempotencyKey | null = null) =>
    requestVariations(studio.ports, { imageId, prompt: 'teal', seed: 482_913, count: 4, ...change }, withKey)
  const spent = () => readSpend(studio.ports.db, periodsOf(Date.now()).month)
  const rows = async () => ({
    edits: await studio.ports.db.selectFrom('edits').selectAll().execute(),
    ledger: await studio.ports.db.selectFrom('ledger').selectAll().execute(),
    keys: await studio.ports.db.selectFrom('idempotency_keys').selectAll().execute(),
  })

  test('every seed is sent once and becomes a version of the same picture, in the order of the seeds', async () => {
    await studio.worker.start()
    const edits = await ask()
    expect(edits.map(({ seed }) => seed)).toEqual([482_913, 482_914, 482_915, 482_916])
    expect(new Set(edits.map((edit) => edit.variation_set_id)).size).toBe(1)
    const done = await Promise.all(edits.map(({ id }) => studio.until(id)))
    expect(done.map(({ state, image_id }) => [state, image_id])).toEqual(done.map(() => ['done', imageId]))
    const ledger = await provider.admin.ledger()
    expect(ledger.map(({ seed }) => seed).toSorted()).toEqual(edits.map(({ seed }) => seed))
    expect(await spent()).toEqual({ charged: 4 * price, reserved: 0, unknown: 0 })
  })

  test('the same key makes them once, however often and from however many sides it is sent', async () => {
    const sets = await Promise.all([ask({}, key), ask({}, key), ask({}, key)])
    const again = await ask({}, key)
    for (const set of sets) expect(set.map(({ id }) => id)).toEqual(again.map(({ id }) => id))
    expect((await rows()).edits).toHaveLength(4)
    expect(await spent()).toEqual({ charged: 0, reserved: 4 * price, unknown: 0 })
    await expect(ask({}, { ...key, bodySha256: 'other' })).rejects.toMatchObject({ code: 'idempotency_conflict' })
  })

  test('where the budget holds not all of them, none is asked for and nothing is kept, the key neither', async () => {
    await ask({ count: 2 })
    const before = await rows()
    const refused = ask({ count: 5 }, key)
    await expect(refused).rejects.toMatchObject({
      code: 'budget_exceeded',
      details: { period: 'month', priceMicroUsd: 5 * price, leftMicroUsd: 4 * price + 1 },
    })
    expect(await rows()).toEqual(before)
    expect(await ask({ count: 4 }, key)).toHaveLength(4)
    expect(await spent()).toEqual({ charged: 0, reserved: 6 * price, unknown: 0 })
  })

  test('a set takes further ones up to eight, of its own picture only', async () => {
    const [first] = await ask({ count: 4 })
    const variationSetId = first.variation_set_id
    const all = await ask({ count: 2, seed: 482_917, variationSetId })
    expect(all.map(({ seed }) => seed)).toEqual([482_913, 482_914, 482_915, 482_916, 482_917, 482_918])
    expect(new Set(all.map((edit) => edit.variation_set_id)).size).toBe(1)
    const refused = { code: 'parameter_invalid', field: 'count' }
    await expect(ask({ count: 3, variationSetId })).rejects.toMatchObject(refused)
    const other = await studio.addImage({ width: 60, height: 40 })
    await expect(ask({ count: 2, variationSetId, imageId: other.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('sets that race for the last of the budget get all or nothing', async () => {
    const results = await Promise.allSettled([ask({ count: 4 }), ask({ count: 4 }), ask({ count: 4 })])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await rows()).edits).toHaveLength(4)
    expect(await spent()).toEqual({ charged: 0, reserved: 4 * price, unknown: 0 })
  })
})

test('seeds follow each other, and after the largest comes 0', () => {
  expect(seedsFrom(maxSeed - 1, 3)).toEqual([maxSeed - 1, maxSeed, 0])
})

test('two to eight are one act, none of which goes on from another edit', () => {
  const body = { imageId: 'a'.repeat(20), prompt: 'teal' }
  const takes = (change: object) => variationsRequestSchema.safeParse({ ...body, ...change }).success
  expect([2, 8].map((count) => takes({ count }))).toEqual([true, true])
  expect([1, 9, 2.5, undefined].map((count) => takes({ count }))).toEqual([false, false, false, false])
  expect(takes({ count: 2, after: 'b'.repeat(20) })).toBe(false)
})
