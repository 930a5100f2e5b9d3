// The real process, killed at the named points of the life of a paid edit, and started again.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { EditView } from '../lib/edits/edit.ts'
import { callsOf, maskPng } from './calls.ts'
import { whatIsKept } from './data-folder.ts'
import { picture } from './pictures.ts'
import type { Provider } from './provider/provider.ts'
import { type Studio, startCanaryProvider, startStudio } from './studio.ts'

const price = 70_000
const rounds = 3
let provider: Provider
let dataDir: string

test.beforeAll(async () => {
  provider = await startCanaryProvider()
})
test.afterAll(() => provider.close())
test.beforeEach(async () => {
  await provider.admin.reset()
  dataDir = await mkdtemp(join(tmpdir(), 'frisket-kill-'))
})
test.afterEach(() => rm(dataDir, { recursive: true, force: true }))

const start = (): Promise<Studio> => startStudio({ provider, dataDir })

/** A picture whose left third may change. */
async function ask(studio: Studio, size: { width: number; height: number }, prompt: string): Promise<EditView> {
  const calls = callsOf(studio.url)
  const image = await calls.upload(await picture('png', size))
  const raster = new Uint8Array(size.width * size.height)
  for (let i = 0; i < raster.length; i++) raster[i] = i % size.width < size.width / 3 ? 255 : 0
  const mask = await calls.mask(image.id, await maskPng(raster, size))
  return calls.edit({ imageId: image.id, maskId: mask.id, prompt })
}

/** What the provider charged is what we count; no file without a row, no row without its file. */
async function expectOrder(studio: Studio): Promise<void> {
  const { month } = await callsOf(studio.url).usage()
  const charged = (await provider.admin.ledger()).length * price
  expect(month.chargedMicroUsd + month.unknownMicroUsd).toBe(charged)
  expect(month.reservedMicroUsd).toBe(0)
  const { rows } = await whatIsKept(dataDir)
  const sum = (kinds: string[]) =>
    rows.ledger
      .map((line) => line as { kind: string; amount_micro_usd: number })
      .filter((line) => kinds.includes(line.kind))
      .reduce((total, line) => total + line.amount_micro_usd, 0)
  expect(sum(['charge', 'doubt'])).toBe(charged)
  const needed = new Set(
    [...rows.images, ...rows.masks].flatMap((row) => {
      const { sha256, original_sha256: original } = row as { sha256: string; original_sha256?: string | null }
      return original ? [sha256, original] : [sha256]
    }),
  )
  await expect
    .poll(async () => {
      const { files } = await whatIsKept(dataDir)
      return files
        .filter((file) => !file.startsWith('thumbnails'))
        .map((file) => file.replace(/^objects|\W/g, ''))
        .sort()
    })
    .toEqual([...needed].sort())
}

test('killed while sending: the call is not made again, and counts as spent until the user decides', async () => {
  const asked: string[] = []
  for (let round = 0; round < rounds; round++) {
    const studio = await start()
    await provider.admin.fault({ kind: 'hold' })
    const edit = await ask(studio, { width: 300, height: 200 }, `sending ${round}`)
    asked.push(edit.id)
    await provider.admin.untilHeld({ calls: 1 })
    await studio.kill()
  }
  const studio = await start()
  const calls = callsOf(studio.url)
  for (const id of asked) {
    const edit = await calls.until(id)
    expect(edit).toMatchObject({
      state: 'unknown',
      outputImageId: null,
      error: { code: 'answer_lost', charged: 'unknown' },
    })
  }
  expect(await provider.admin.ledger()).toHaveLength(rounds)
  await expectOrder(studio)

  await calls.act(asked[0], 'not-charged')
  expect((await calls.usage()).month.unknownMicroUsd).toBe((rounds - 1) * price)
  await calls.act(asked[1], 'retry')
  expect((await calls.until(asked[1])).state).toBe('done')
  expect(await provider.admin.ledger()).toHaveLength(rounds + 1)
  expect(await studio.stop()).toBe(0)
})

test('killed while fetching: the result is brought home by the next start, and nothing is sent twice', async () => {
  for (let round = 0; round < rounds; round++) {
    const studio = await start()
    await provider.admin.fault({ kind: 'download-hold' })
    const edit = await ask(studio, { width: 300, height: 200 }, `fetching ${round}`)
    await provider.admin.untilHeld({ downloads: 1 })
    await studio.kill()
    await provider.admin.release()

    const again = await start()
    const done = await callsOf(again.url).until(edit.id)
    expect(done).toMatchObject({ state: 'done', receipt: { protectedPixelsChanged: 0 } })
    await expectOrder(again)
    await again.kill()
  }
  expect(await provider.admin.ledger()).toHaveLength(rounds)
})

test('killed while finishing: the work is done again from what is stored', async () => {
  for (let round = 0; round < rounds; round++) {
    const studio = await start()
    const edit = await ask(studio, { width: 3000, height: 2400 }, `finishing ${round}`)
    await callsOf(studio.url).until(edit.id, 'finishing')
    await studio.kill()
    const downloads = (await provider.admin.downloads()).length

    const again = await start()
    const calls = callsOf(again.url)
    expect((await calls.look(edit.id)).state).not.toBe('done')
    const done = await calls.until(edit.id)
    expect(done).toMatchObject({ state: 'done', receipt: { protectedPixelsChanged: 0 } })
    expect((await provider.admin.downloads()).length).toBe(downloads)
    await expectOrder(again)
    await again.kill()
  }
  expect(await provider.admin.ledger()).toHaveLength(rounds)
})

test('killed before anything was sent: the edit is still in the queue, and is sent once', async () => {
  const studio = await start()
  await provider.admin.fault({ kind: 'status', status: 429, retryAfter: { as: 'seconds', seconds: 3 } })
  const edit = await ask(studio, { width: 300, height: 200 }, 'queued')
  const calls = callsOf(studio.url)
  await expect.poll(async () => (await provider.admin.requests()).length).toBe(1)
  await calls.until(edit.id, 'queued')
  await studio.kill()
  const again = await start()
  expect((await callsOf(again.url).until(edit.id)).state).toBe('done')
  expect(await provider.admin.ledger()).toHaveLength(1)
  await expectOrder(again)
  await again.stop()
})
