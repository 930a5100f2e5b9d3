// The state machine on its real worker, database and objects, cut off at every named point, twenty times each and then at
// random, with answers, acts of the user and jumps of the clock at random in between.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareSpend } from '../../e2e/books.ts'
import { milestones, strayBytes, unknowable } from '../../e2e/kill-rounds.ts'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { findEdit } from '../db/edits.ts'
import type { EditRow } from '../db/schema.ts'
import { cancelEdit, dismissEdit, markNotCharged, retryEdit, undecideEdit } from '../studio/act-on-edit.ts'
import { sweepObjects } from '../studio/sweep.ts'
import { type Answer, type CrashStudio, openCrashStudio } from './crash-studio.fixture.ts'
import { openTestSize, type TestSize } from './studio.fixture.ts'

let provider: Provider
let size: TestSize
beforeAll(async () => {
  provider = await startProvider({ settings: { sizeShare: 0.25 } })
  size = await openTestSize('embedded')
})
afterAll(async () => {
  await provider.close()
  await size.close()
})

const rounds = 20

test(`cut off at each named point, ${rounds} times: no second call, nothing lost whose answer was known, no stray file`, async () => {
  const studio = await openCrashStudio(provider, size)
  for (const milestone of milestones) {
    for (let round = 0; round < rounds; round++) {
      const prompt = `${milestone.replaceAll(' ', '-')}-${round}`
      studio.answers = [milestone === 'answer bytes stored' ? 'bytes' : 'url']
      await studio.begin(milestone)
      const id = await studio.ask(prompt)
      expect([prompt, await studio.rest()]).toEqual([prompt, 'cut off'])
      await studio.begin(null)
      await studio.rest()
      const expected = unknowable.includes(milestone) ? 'unknown' : 'done'
      expect([prompt, (await findEdit(studio.ports.db, id))?.state]).toEqual([prompt, expected])
      const calls = milestone === 'sending committed' ? 0 : 1
      expect([prompt, studio.charged.filter((one) => one === prompt).length]).toEqual([prompt, calls])
    }
  }
  await compareSpend(studio.ports.db)
  await sweepObjects(studio.ports, new AbortController().signal)
  expect(await strayBytes(studio.ports.db, studio.ports.objects)).toEqual({ orphans: 0, missing: 0 })
  await studio.close()
})

type Command =
  /** And cut off on the way, at once or at a point. */
  | { kind: 'ask'; crashAt: (typeof milestones)[number] | null }
  | { kind: 'answer'; answer: Answer }
  | { kind: 'download fails'; times: number }
  | { kind: 'clock'; byMs: number }
  | { kind: 'crash' }
  | { kind: 'act'; act: keyof typeof acts; on: number }

const acts = {
  cancel: cancelEdit,
  retry: retryEdit,
  dismiss: dismissEdit,
  notCharged: markNotCharged,
  undecide: undecideEdit,
}

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.option(fc.constantFrom(...milestones)).map((crashAt): Command => ({ kind: 'ask', crashAt })),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<Answer>('url', 'bytes', 'later', 'refused', 'lost', 'may-repeat')
      .map((answer): Command => ({ kind: 'answer', answer })),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map((times): Command => ({ kind: 'download fails', times })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(-3_600_000, 3_600_000, -600_000, 600_000)
      .map((byMs): Command => ({ kind: 'clock', byMs })),
  },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: 'crash' }) },
  {
    weight: 3,
    arbitrary: fc
      .record({ act: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])), on: fc.nat(5) })
      .map((wish): Command => ({ kind: 'act', ...wish })),
  },
)

describe('any order of events, crashes and jumps of the clock', () => {
  test('makes no second call without an act of the user, ends nothing as done without bytes, and keeps the books', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCommand, { minLength: 3, maxLength: 14 }), async (commands) => {
        const studio = await openCrashStudio(provider, size)
        try {
          await play(studio, commands)
        } finally {
          await studio.close()
        }
      }),
      { numRuns: 25, seed: 20_261_126, endOnFailure: true },
    )
  })
})

async function play(studio: CrashStudio, commands: readonly Command[]): Promise<void> {
  const { ports } = studio
  const prompts = new Map<string, string>()
  /** How often the user has asked for each to be sent. */
  const wishes = new Map<string, number>()
  await studio.begin(null)
  for (const command of commands) {
    switch (command.kind) {
      case 'ask': {
        const prompt = `edit-${prompts.size}`
        const id = await studio.ask(prompt)
        prompts.set(id, prompt)
        wishes.set(id, 1)
        if (command.crashAt) await studio.crashAt(command.crashAt)
        break
      }
      case 'answer':
        studio.answers.push(command.answer)
        break
      case 'download fails':
        studio.failingDownloads += command.times
        break
      case 'clock':
        studio.clockOffset += command.byMs
        break
      case 'crash':
        await studio.crashAt(null)
        break
      case 'act': {
        const id = [...prompts.keys()][command.on]
        if (id === undefined) break
        const before = await findEdit(ports.db, id)
        const done = await acts[command.act](ports, id).catch(() => null)
        // Where the result is here, trying again calls nobody.
        const calls = command.act === 'retry' && done?.state === 'queued'
        if (calls && before) wishes.set(id, (wishes.get(id) ?? 0) + 1)
        break
      }
    }
  }
  await studio.crashAt(null)
  await studio.rest()
  const edits = await Promise.all([...prompts.keys()].map((id) => findEdit(ports.db, id)))
  for (const edit of edits) if (edit) await expectKept(studio, edit, wishes.get(edit.id) ?? 0)
  await compareSpend(ports.db)
}

async function expectKept({ charged, ports, mayRepeat }: CrashStudio, edit: EditRow, wishes: number): Promise<void> {
  const calls = charged.filter((prompt) => prompt === edit.prompt).length
  expect(calls).toBeLessThanOrEqual(wishes + mayRepeat.filter((prompt) => prompt === edit.prompt).length)
  if (edit.state === 'done') {
    expect(calls).toBeGreaterThanOrEqual(1)
    const image = await ports.db
      .selectFrom('images')
      .select('sha256')
      .where('id', '=', edit.output_image_id)
      .executeTakeFirstOrThrow()
    expect(await ports.objects.stat(image.sha256)).not.toBeNull()
  }
  // What was answered, is brought home: no address was ever dead here.
  if (edit.state === 'failed') expect(JSON.parse(edit.life).error.code).not.toBe('result_lost')
}
