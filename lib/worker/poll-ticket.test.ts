// Tickets: one place at the engine each, asked for until there is an answer, by whoever holds the lease.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { attemptsOf } from '../db/attempts.ts'
import { readSpend } from '../db/ledger.ts'
import { periodsOf } from '../edits/budget.ts'
import { enginePresets } from '../edits/engine-presets.ts'
import type { Engine, PollOutcome } from '../engines/engine.ts'
import { cancelEdit } from '../studio/act-on-edit.ts'
import { openTestSize, openTestStudio, type TestSize, type TestStudio } from './studio.fixture.ts'
import { createWorker } from './worker.ts'

let provider: Provider
let ground: TestSize
let studio: TestStudio
let answers: Map<string, PollOutcome>
let sent: string[]
let polled: string[]
let skippedMs: number

beforeAll(async () => {
  provider = await startProvider({ settings: { sizeShare: 0.25 } })
  ground = await openTestSize('embedded')
})
beforeEach(async () => {
  ;[answers, sent, polled, skippedMs] = [new Map(), [], [], 0]
  const engine: Engine = {
    id: 'bfl',
    name: 'Tickets',
    models: enginePresets.bfl.models,
    concurrency: 1,
    maxImageBytes: 20_000_000,
    crop: { ratios: ['3:2'], maxPixels: 1_000_000 },
    repeatable: false,
    async send({ prompt }) {
      sent.push(prompt)
      return { kind: 'ticket', ticket: prompt }
    },
    async poll(ticket) {
      polled.push(ticket)
      return answers.get(ticket) ?? { kind: 'pending' }
    },
    close: async () => undefined,
  }
  studio = await openTestStudio(provider, {
    size: ground,
    overrides: () => ({
      engines: new Map([['bfl', engine]]),
      environmentEngines: [{ id: 'bfl', profile: enginePresets.bfl, key: 'key' }],
      now: () => Date.now() + skippedMs,
    }),
  })
  await studio.worker.start()
})
afterEach(async () => {
  // A stop waits for tickets: what a test has left open is answered.
  for (const prompt of sent) answers.set(prompt, { kind: 'refused', code: 'engine_moderated' })
  await studio.close()
})
afterAll(async () => {
  await ground.close()
  await provider.close()
})

async function ask(prompt: string): Promise<string> {
  const image = await studio.addImage({ width: 300, height: 200 })
  return (await studio.request({ imageId: image.id, prompt, engine: 'bfl' })).id
}

const spend = async () => {
  const { reserved, charged, unknown } = await readSpend(studio.ports.db, periodsOf(studio.ports.now()).month)
  return { reserved, charged, unknown }
}
const untilPolled = (times: number) =>
  expect.poll(() => polled.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(times)

test('a ticket takes its engine’s place until it has an answer', async () => {
  const [first, second] = [await ask('one'), await ask('two')]
  await studio.until(first, 'waiting')
  await untilPolled(2)
  expect(sent).toEqual(['one'])
  answers.set('one', { kind: 'refused', code: 'engine_moderated' })
  expect((await studio.until(first)).state).toBe('failed')
  await studio.until(second, 'waiting')
  expect(sent).toEqual(['one', 'two'])
  expect(await spend()).toEqual({ reserved: 80_000, charged: 0, unknown: 0 })
})

test('an answer that is lost is unknown, and so is one that does not come within the hour', async () => {
  const first = await ask('one')
  await studio.until(first, 'waiting')
  answers.set('one', { kind: 'lost', code: 'engine_moderated', details: { reason: 'Content Moderated' } })
  expect((await studio.until(first)).state).toBe('unknown')
  expect(await attemptsOf(studio.ports.db, first)).toMatchObject([{ state: 'lost' }])
  const second = await ask('two')
  await studio.until(second, 'waiting')
  await untilPolled(2)
  skippedMs = 2 * 60 * 60_000
  expect((await studio.until(second)).state).toBe('unknown')
  skippedMs = 0
  expect(await spend()).toEqual({ reserved: 0, charged: 0, unknown: 160_000 })
  expect(sent).toEqual(['one', 'two'])
})

test('cancelled meanwhile, it is asked for all the same, and what comes is kept', async () => {
  const id = await ask('one')
  await studio.until(id, 'waiting')
  await cancelEdit(studio.ports, id)
  const image = await studio.addImage({ width: 300, height: 200 })
  const bytes = await studio.ports.objects.read(image.sha256)
  answers.set('one', { kind: 'bytes', bytes })
  expect((await studio.until(id)).state).toBe('done')
  expect(await spend()).toEqual({ reserved: 0, charged: 80_000, unknown: 0 })
})

test('whoever takes over asks for the same ticket, and calls nothing', async () => {
  const id = await ask('one')
  await studio.until(id, 'waiting')
  await untilPolled(1)
  // As a start after a crash does: the lock on the folder tells that all leases are dead.
  const heir = createWorker(studio.ports, { alone: true })
  const before = polled.length
  await heir.start()
  await untilPolled(before + 2)
  answers.set('one', { kind: 'refused', code: 'engine_moderated' })
  expect((await studio.until(id)).state).toBe('failed')
  expect([sent, new Set(polled)]).toEqual([['one'], new Set(['one'])])
  await heir.stop()
})
