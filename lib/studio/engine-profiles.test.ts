// Engines that are set up in the page: kept with a sealed key, used by the same worker, changed and taken away under way.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { listProfiles } from '../db/engine-profiles.ts'
import { readSpend } from '../db/ledger.ts'
import { periodsOf } from '../edits/budget.ts'
import { enginePresets } from '../edits/engine-presets.ts'
import { type EngineProfile, engineProfileSchema } from '../edits/engine-profile.ts'
import { createBflEngine } from '../engines/bfl.ts'
import { createFluxEngine } from '../engines/flux.ts'
import { openTestSize, openTestStudio, sizeNames, type TestSize, type TestStudio } from '../worker/studio.fixture.ts'
import { lowerBudget } from './budget.ts'
import { addProfile, engineSettings, removeProfile, replaceProfile, testEngine } from './engine-profiles.ts'
import { createEngineShelf, type EngineShelf } from './engine-shelf.ts'
import { engineViews } from './engine-views.ts'
import { probeEngine } from './probe-engine.ts'

const key = 'page-key-0123456789-4f2c'
const size = { width: 300, height: 200 }

test('every preset is a whole profile', () => {
  for (const preset of Object.values(enginePresets)) expect(engineProfileSchema.parse(preset)).toEqual(preset)
})

test.each([
  ['no model for editing', { models: [{ ...enginePresets.apiyi.models[1] }] }],
  ['one model twice', { models: [enginePresets.apiyi.models[0], enginePresets.apiyi.models[0]] }],
  ['a user in the address', { baseUrl: 'https://me@api.example/v1' }],
  ['a query in the address', { baseUrl: 'https://api.example/v1?key=1' }],
  ['no http', { baseUrl: 'ftp://api.example' }],
  ['a field that is more than a name', { maskField: 'mask"; filename="x' }],
  ['a name over two lines', { name: 'one\ntwo' }],
  ['a price below nothing', { models: [{ ...enginePresets.apiyi.models[0], priceMicroUsd: -1 }] }],
])('%s is no profile', (_name, change) => {
  expect(engineProfileSchema.safeParse({ ...enginePresets.apiyi, ...change }).success).toBe(false)
})

describe.each(sizeNames)('%s', (sizeName) => {
  let provider: Provider
  let ground: TestSize
  let studio: TestStudio
  let shelf: EngineShelf

  beforeAll(async () => {
    provider = await startProvider({ apiKey: key })
    ground = await openTestSize(sizeName)
  })
  beforeEach(async () => {
    await provider.admin.reset()
    studio = await openTestStudio(provider, {
      size: ground,
      overrides: (base) => {
        shelf = createEngineShelf({
          db: base.db,
          secrets: base.secrets,
          standing: [],
          log: base.log,
          open: (id, profile, given) =>
            profile.protocol === 'bfl'
              ? createBflEngine({ id, profile, key: given ?? '', guard: null, now: Date.now })
              : createFluxEngine({ id, profile, key: given, guard: null, now: Date.now }),
        })
        return {
          engines: shelf.engines,
          refreshEngines: shelf.refresh,
          environmentEngines: [],
          admitsEngine: (url) => !url.startsWith('http://10.'),
        }
      },
    })
    await studio.worker.start()
  })
  afterEach(async () => {
    await studio.close()
    await shelf.close()
  })
  afterAll(async () => {
    await ground.close()
    await provider.close()
  })

  const profileHere = (): EngineProfile => ({ ...enginePresets.apiyi, baseUrl: provider.baseUrl, timeoutS: 20 })

  test('a key is sealed in the database, shown by its end only, and opens for its own server', async () => {
    const id = await addProfile(studio.ports, { profile: profileHere(), key })
    const { engines } = await engineSettings(studio.ports)
    expect(engines).toMatchObject([{ id, locked: false, state: 'ready', key: { state: 'set', tail: '4f2c' } }])
    expect(JSON.stringify(engines)).not.toContain(key)
    expect(JSON.stringify(await listProfiles(studio.ports.db))).not.toContain(key)
    if (sizeName === 'embedded') {
      const bytes = await readFile(join(studio.folder, 'frisket.sqlite'))
      expect(bytes.includes(key)).toBe(false)
    }
    // Without a key it stays; at another server it is gone.
    await replaceProfile(studio.ports, id, { profile: { ...profileHere(), name: 'Mine' } })
    expect((await engineSettings(studio.ports)).engines[0]).toMatchObject({ key: { state: 'set' } })
    const elsewhere = { ...profileHere(), baseUrl: 'https://elsewhere.example/v1' }
    await replaceProfile(studio.ports, id, { profile: elsewhere })
    expect((await engineSettings(studio.ports)).engines[0]).toMatchObject({
      state: 'no-key',
      key: { state: 'missing' },
    })
    expect(studio.ports.engines.has(id)).toBe(false)
  })

  test('an address that was changed behind our back does not get the key', async () => {
    const id = await addProfile(studio.ports, { profile: profileHere(), key })
    const settings = JSON.stringify({ ...profileHere(), baseUrl: 'https://thief.example/v1' })
    await studio.ports.db.updateTable('engine_profiles').set({ settings, revision: 9 }).where('id', '=', id).execute()
    expect((await engineSettings(studio.ports)).engines[0]).toMatchObject({ key: { state: 'unreadable' } })
    expect(studio.ports.engines.has(id)).toBe(false)
  })

  test('an edit is booked with engine, model and price of that moment', async () => {
    const id = await addProfile(studio.ports, { profile: profileHere(), key })
    const image = await studio.addImage(size)
    const asked = { imageId: image.id, prompt: 'Teal', engine: id }
    const edits = [await studio.request(asked), await studio.request({ ...asked, model: 'flux-kontext-pro' })]
    expect(edits.map(({ engine, model, price_micro_usd }) => [engine, model, price_micro_usd])).toEqual([
      [id, 'flux-kontext-max', 70_000],
      [id, 'flux-kontext-pro', 35_000],
    ])
    for (const edit of edits) expect((await studio.until(edit.id)).state).toBe('done')
    expect((await provider.admin.ledger()).map(({ priceMicroUsd }) => priceMicroUsd).toSorted()).toEqual([
      35_000, 70_000,
    ])
    const [max, pro] = enginePresets.apiyi.models
    const dearer = { ...profileHere(), models: [{ ...max, priceMicroUsd: 90_000 }, pro] }
    await replaceProfile(studio.ports, id, { profile: dearer })
    expect((await studio.request(asked)).price_micro_usd).toBe(90_000)
    await expect(studio.request({ ...asked, model: 'other' })).rejects.toMatchObject({ code: 'engine_unavailable' })
    expect((await engineViews(studio.ports))[0]).toMatchObject({ id, label: 'APIYI', priceMicroUsd: 90_000 })
  })

  test('what an edit under way needs is neither deleted nor moved away', async () => {
    const id = await addProfile(studio.ports, { profile: profileHere(), key })
    const image = await studio.addImage(size)
    await provider.admin.fault({ kind: 'hold' })
    const edit = await studio.request({ imageId: image.id, prompt: 'Teal', engine: id })
    await provider.admin.untilHeld({ calls: 1 })
    const elsewhere = { ...profileHere(), baseUrl: 'https://elsewhere.example/v1' }
    const inUse = { code: 'engine_in_use' }
    await expect(removeProfile(studio.ports, id)).rejects.toMatchObject(inUse)
    await expect(replaceProfile(studio.ports, id, { profile: elsewhere, key })).rejects.toMatchObject(inUse)
    await expect(replaceProfile(studio.ports, id, { profile: profileHere(), key: null })).rejects.toMatchObject(inUse)
    // What only changes its words does not cut the call off.
    await replaceProfile(studio.ports, id, { profile: { ...profileHere(), name: 'Other' } })
    await provider.admin.release()
    expect((await studio.until(edit.id)).state).toBe('done')
    await removeProfile(studio.ports, id)
    expect((await engineSettings(studio.ports)).engines).toEqual([])
    await expect(studio.request({ imageId: image.id, prompt: 'Teal', engine: id })).rejects.toMatchObject({
      code: 'engine_unavailable',
    })
  })

  test('an address that is not allowed, and a profile that is not there, are refused', async () => {
    const inside = { ...profileHere(), baseUrl: 'http://10.0.0.5/v1' }
    await expect(addProfile(studio.ports, { profile: inside, key })).rejects.toMatchObject({ code: 'url_not_allowed' })
    await expect(removeProfile(studio.ports, 'x'.repeat(20))).rejects.toMatchObject({ code: 'not_found' })
    await expect(removeProfile(studio.ports, 'local')).rejects.toMatchObject({ code: 'engine_locked' })
    const keyless = { ...studio.ports, secrets: null }
    await expect(addProfile(keyless, { profile: profileHere(), key })).rejects.toMatchObject({ code: 'keys_not_kept' })
    expect(await listProfiles(studio.ports.db)).toEqual([])
  })

  test('the free test is kept, and costs nothing', async () => {
    const id = await addProfile(studio.ports, { profile: profileHere(), key })
    await testEngine(studio.ports, id)
    expect((await engineSettings(studio.ports)).engines[0].test).toMatchObject({
      outcome: 'accepted',
      modelsOffered: 2,
      modelsAsked: 2,
    })
    expect(await provider.admin.ledger()).toEqual([])
  })

  test.each(['honours', 'ignores'] as const)(
    'a probe is one booked call, and tells that a mask is %s',
    async (maskMode) => {
      await provider.admin.settings({ maskMode })
      const id = await addProfile(studio.ports, { profile: profileHere(), key })
      const wish = { model: 'flux-kontext-pro', priceMicroUsd: 35_000 }
      const dearer = { ...wish, priceMicroUsd: 34_999 }
      await expect(probeEngine(studio.ports, id, { wish: dearer, key: null })).rejects.toMatchObject({
        code: 'price_changed',
      })
      const probe = async () => {
        const edit = await probeEngine(studio.ports, id, { wish, key: null })
        await studio.until(edit.id)
        return (await engineSettings(studio.ports)).engines[0].probe
      }
      expect(await probe()).toMatchObject({
        model: 'flux-kontext-pro',
        priceMicroUsd: 35_000,
        mask: maskMode === 'honours' ? 'honoured' : 'ignored',
        seed: 'not-told',
        ratio: 'honoured',
        ratioAsked: '3:2',
        sent: { width: 1536, height: 1024 },
        back: { width: 1248, height: 832 },
      })
      expect(await provider.admin.ledger()).toHaveLength(1)
      if (maskMode === 'ignores') return
      // The second one can be held against the first.
      await provider.admin.fault({ kind: 'other-ratio', aspectRatio: '1:1' })
      expect(await probe()).toMatchObject({ ratio: 'ignored', ratioAsked: '3:2', back: { width: 1024, height: 1024 } })
      await probe()
      expect(await probe()).toMatchObject({ seed: 'honoured', ratio: 'honoured' })
      expect((await readSpend(studio.ports.db, periodsOf(Date.now()).month)).charged).toBe(140_000)
    },
  )

  test('a budget that was lowered holds in the same conditional update', async () => {
    const id = await addProfile(studio.ports, { profile: profileHere(), key })
    const image = await studio.addImage(size)
    const limited = { ...studio.ports, budget: { dayMicroUsd: 1_000_000, monthMicroUsd: null } }
    await expect(lowerBudget(limited, { dayMicroUsd: 1_000_001, monthMicroUsd: null })).rejects.toMatchObject({
      code: 'parameter_invalid',
      field: 'dayMicroUsd',
    })
    await lowerBudget(limited, { dayMicroUsd: null, monthMicroUsd: 210_000 })
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => studio.request({ imageId: image.id, prompt: 'Teal', engine: id })),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    const refused = results.find((result) => result.status === 'rejected')
    expect(refused?.reason).toMatchObject({
      code: 'budget_exceeded',
      details: { period: 'month', limitMicroUsd: 210_000 },
    })
  })

  test('tickets of Black Forest Labs are asked for until they are ready', async () => {
    const profile: EngineProfile = { ...enginePresets.bfl, baseUrl: provider.baseUrl }
    const id = await addProfile(studio.ports, { profile, key })
    const image = await studio.addImage(size)
    const mask = await studio.addMask(image, new Uint8Array(size.width * size.height).fill(255, 0, 30_000))
    const fill = { imageId: image.id, prompt: 'Teal', engine: id, model: 'flux-pro-1.0-fill' }
    await expect(studio.request(fill)).rejects.toMatchObject({ code: 'mask_empty' })
    const edits = [
      await studio.request({ imageId: image.id, prompt: 'Teal', engine: id }),
      await studio.request({ ...fill, maskId: mask.id }),
    ]
    for (const edit of edits) expect((await studio.until(edit.id)).state).toBe('done')
    expect((await provider.admin.ledger()).map(({ priceMicroUsd }) => priceMicroUsd).toSorted()).toEqual([
      50_000, 80_000,
    ])
    expect((await readSpend(studio.ports.db, periodsOf(Date.now()).month)).charged).toBe(130_000)
  })
})
