// A studio whose workers can be cut off at any named point of an edit's life, hundreds of times in seconds: real database,
// real objects, the real worker, and in place of the engine and of work on pixels what takes no time. A worker that is cut
// off reaches nothing any more, neither rows nor objects nor engine; the next one finds what it left. Real processes that
// are really killed are in e2e/kill-*.test.ts, a few at each point.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Provider } from '../../e2e/provider/provider.ts'
import { AppError } from '../core/errors.ts'
import type { Database } from '../db/database.ts'
import { insertImage } from '../db/images.ts'
import { isSettled } from '../edits/lifecycle.ts'
import type { Engine, EngineOutcome } from '../engines/engine.ts'
import type { GuardedFetch } from '../net/guarded-fetch.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { StudioPorts } from '../studio/ports.ts'
import type { Milestone } from './milestones.ts'
import { openTestStudio, type TestSize, type TestStudio } from './studio.fixture.ts'
import { createWorker, type Worker } from './worker.ts'

/** What the engine does with the next call. */
export type Answer = 'url' | 'bytes' | 'later' | 'refused' | 'lost' | 'may-repeat'

export type CrashStudio = {
  ports: StudioPorts
  studio: TestStudio
  /** Prompts of the calls that the engine has charged, in their order. */
  charged: string[]
  /** Of those, the ones that may be repeated once by themselves. */
  mayRepeat: string[]
  /** What it answers next; then always by an address. */
  answers: Answer[]
  /** How many of the next downloads fail. */
  failingDownloads: number
  /** From the true time, ms. */
  clockOffset: number
  ask(prompt: string): Promise<string>
  /** A worker that is cut off where it reaches `milestone`. */
  begin(milestone: Milestone | null): Promise<void>
  /** The worker now at work is cut off at `milestone` if it comes there (at once with null), and another begins. */
  crashAt(milestone: Milestone | null): Promise<void>
  /** Until the worker has been cut off, or all edits have settled. */
  rest(): Promise<'cut off' | 'settled'>
  close(): Promise<void>
}

class CutOff extends Error {
  override name = 'CutOff'
}

type Generation = { worker: Worker; dead: boolean }

export async function openCrashStudio(provider: Provider, size: TestSize): Promise<CrashStudio> {
  const studio = await openTestStudio(provider, { size })
  const { db, objects } = studio.ports
  const flux: Engine | undefined = studio.ports.engines.get('flux')
  if (!flux) throw new Error('there is no flux')
  const paidEngine = flux
  const state = {
    charged: [] as string[],
    mayRepeat: [] as string[],
    answers: [] as Answer[],
    failingDownloads: 0,
    clockOffset: 0,
  }
  let pictures = 0
  let generation: Generation | null = null
  let milestone: Milestone | null = null

  function send(prompt: string): EngineOutcome {
    const answer = state.answers.shift() ?? 'url'
    switch (answer) {
      case 'later':
        return { kind: 'later', code: 'engine_busy', retryAfterMs: 1_000 }
      case 'refused':
        return { kind: 'refused', code: 'engine_rejected' }
    }
    state.charged.push(prompt)
    switch (answer) {
      case 'url':
        return { kind: 'url', url: `http://results.test/${prompt}` }
      case 'bytes':
        return { kind: 'bytes', bytes: new Uint8Array(Buffer.from(`picture ${pictures++}`)) }
      case 'lost':
        return { kind: 'lost', code: 'answer_lost' }
      case 'may-repeat':
        state.mayRepeat.push(prompt)
        return { kind: 'lost', code: 'answer_lost', mayRepeat: true }
    }
  }

  const fetchResults: GuardedFetch = async (url) => {
    if (state.failingDownloads > 0) {
      state.failingDownloads--
      throw new AppError('url_failed', { retryable: true })
    }
    async function* body() {
      yield new Uint8Array(Buffer.from(`result of ${url} ${pictures++}`))
    }
    return { ...answered, body: body() }
  }

  const onMilestone = (reached: unknown): void => {
    if (generation && reached === milestone) generation.dead = true
  }
  subscribe('frisket:milestone', onMilestone)

  function portsOf(own: Generation): StudioPorts {
    const alive = () => {
      if (own.dead) throw new CutOff()
    }
    const engine: Engine = {
      ...paidEngine,
      send: async ({ prompt }) => {
        alive()
        return send(prompt)
      },
    }
    return {
      ...studio.ports,
      db: mortalDatabase(db, alive),
      objects: mortalObjects(objects, alive),
      engines: new Map([['flux', engine]]),
      fetchResults,
      pixels: {
        ...studio.ports.pixels,
        prepareForEngine: async () => ({
          bytes: new Uint8Array([1]),
          format: 'png',
          width: 8,
          height: 8,
          maskPng: null,
        }),
        checkResult: async () => ({ width: 8, height: 8, format: 'png', bytes: 9, tiny: false }),
        finishEdit: async ({ scratchFolder }) => {
          const outputPath = join(scratchFolder, `${studio.ports.newId()}.output`)
          await writeFile(outputPath, `output ${pictures++}`)
          const found = { pasted: null, coverage: null, outside: null, place: null, colour: null, odd: null }
          const shape = { format: 'png', width: 8, height: 8, bytes: 9, lossless: true } as const
          return { outputPath, ...shape, protectedPixels: null, protectedPixelsChanged: null, found }
        },
      },
      now: () => Date.now() + state.clockOffset,
      wake: () => own.worker.wake(),
    }
  }

  const imageId = studio.ports.newId()
  const { sha256 } = await objects.put(new Uint8Array([9]))
  const shape = { width: 8, height: 8, format: 'png', bytes: 1, sha256 } as const
  const original = { original_format: 'png', original_bytes: 1, original_sha256: sha256 }
  await insertImage(db, {
    ...{ id: imageId, kind: 'upload', name: 'a.png', root_image_id: imageId, edit_id: null, created_at: 1 },
    ...shape,
    ...original,
  })

  /** Nothing that was put off has to be waited for. */
  async function nudge(): Promise<void> {
    await db.updateTable('edits').set({ due_at: 0 }).where('due_at', '>', 0).execute()
    generation?.worker.wake()
  }

  const crashStudio: CrashStudio = Object.assign(state, {
    ports: { ...studio.ports, now: () => Date.now() + state.clockOffset, wake: () => generation?.worker.wake() },
    studio,
    async ask(prompt: string) {
      const { id } = await studio.request({ imageId, prompt })
      generation?.worker.wake()
      return id
    },
    async begin(at: Milestone | null) {
      milestone = at
      const own: Generation = { dead: false, worker: nobody }
      own.worker = createWorker(portsOf(own), { alone: true })
      generation = own
      await own.worker.start().catch((error: unknown) => {
        if (!own.dead) throw error
      })
    },
    async crashAt(at: Milestone | null) {
      milestone = at
      if (at !== null) await crashStudio.rest()
      if (generation) generation.dead = true
      await crashStudio.begin(null)
    },
    async rest() {
      const own = generation
      for (let looks = 0; looks < 5_000; looks++) {
        if (own?.dead) return 'cut off' as const
        const open = await db.selectFrom('edits').select(['id', 'state']).execute()
        if (open.every((edit) => isSettled(edit.state))) return 'settled' as const
        if (looks % 5 === 4) await nudge()
        await sleep(2)
      }
      const stuck = await db.selectFrom('edits').select('life').where('due_at', 'is not', null).execute()
      throw new Error(`edits did not settle: ${JSON.stringify(stuck)}`)
    },
    async close() {
      unsubscribe('frisket:milestone', onMilestone)
      if (generation && !generation.dead) await generation.worker.stop()
      await studio.close()
    },
  })
  return crashStudio
}

const nobody: Worker = { start: async () => {}, wake: () => {}, outside: async () => 0, stop: async () => {} }

const answered = { status: 200, headers: {}, finalUrl: '' }

/** Every query of somebody who is cut off fails before it is made; what it has committed stays. */
const mortalDatabase = (db: Database, alive: () => void): Database =>
  db.withPlugin({
    transformQuery({ node }) {
      alive()
      return node
    },
    transformResult: async ({ result }) => result,
  })

function mortalObjects(objects: ObjectStore, alive: () => void): ObjectStore {
  return new Proxy(objects, {
    get(target, name: keyof ObjectStore) {
      const member = target[name]
      if (typeof member !== 'function') return member
      return (...args: unknown[]) => {
        alive()
        return Reflect.apply(member, target, args)
      }
    },
  })
}
