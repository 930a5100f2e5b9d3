// The loop that carries edits forward: claims what is due, one lane per kind of work, and holds each claim by heartbeat.
import { endAttempt } from '../db/attempts.ts'
import {
  breakLeases,
  claimEdit,
  findAbandonedSends,
  findEdit,
  heartbeat,
  lifeOf,
  nextDue,
  releaseLease,
  StaleWriteError,
} from '../db/edits.ts'
import type { EditRow } from '../db/schema.ts'
import type { EngineId } from '../edits/edit.ts'
import type { EditState } from '../edits/lifecycle.ts'
import type { StudioPorts } from '../studio/ports.ts'
import { fetchResult } from './fetch-result.ts'
import { finishEdit } from './finish-edit.ts'
import { type Step, writeMove } from './lease.ts'
import { sendEdit } from './send.ts'

const leaseMs = 30_000
const longestNapMs = 2_000

type Lane = { states: readonly EditState[]; engine?: EngineId; capacity: number; step: Step; running: number }

type Held = { edit: EditRow; lane: Lane; abort: AbortController; done: Promise<void> }

export type Worker = {
  /** Puts right what a crash left behind, then begins. */
  start(): Promise<void>
  wake(): void
  /** How many paid calls are under way: what a stop has to wait for. */
  paidCalls(): number
  /** Claims nothing more, breaks off what a restart can repeat, and waits for the answers of paid calls. */
  stop(): Promise<void>
}

export function createWorker(ports: StudioPorts): Worker {
  const owner = ports.newId()
  const lanes: Lane[] = [
    // What is paid for comes first: results are brought home and finished before anything new is sent.
    { states: ['fetching'], capacity: 4, step: fetchResult, running: 0 },
    { states: ['finishing'], capacity: 2, step: finishEdit, running: 0 },
    ...[...ports.engines.values()].map((engine) => ({
      states: ['queued'] as const,
      engine: engine.id,
      capacity: engine.concurrency,
      step: sendEdit,
      running: 0,
    })),
  ]
  const held = new Map<string, Held>()
  let stopping = false
  let timer: NodeJS.Timeout | undefined
  let pumping: Promise<void> | null = null
  let again = false

  function pump(): Promise<void> {
    again = true
    pumping ??= (async () => {
      while (again && !stopping) {
        again = false
        await breakOffCancelled()
        for (const lane of lanes) await fill(lane)
      }
      pumping = null
      await nap()
    })().catch((error: unknown) => {
      pumping = null
      ports.log.error({ err: error }, 'the worker could not look for work')
      schedule(longestNapMs)
    })
    return pumping
  }

  async function fill(lane: Lane): Promise<void> {
    while (!stopping && lane.running < lane.capacity) {
      const { states, engine } = lane
      const edit = await claimEdit(ports.db, { owner, now: ports.now(), leaseMs, states, engine })
      if (!edit) return
      hold(edit, lane)
    }
  }

  function hold(edit: EditRow, lane: Lane): void {
    const abort = new AbortController()
    const beat = setInterval(() => {
      heartbeat(ports.db, { id: edit.id, fence: edit.fence, until: ports.now() + leaseMs })
        .then((ours) => ours || abort.abort('lost'))
        .catch((error: unknown) => ports.log.error({ err: error, edit: edit.id }, 'a heartbeat failed'))
    }, leaseMs / 3)
    lane.running++
    const done = lane
      .step(ports, { edit, signal: abort.signal })
      .catch(async (error: unknown) => {
        const stale = error instanceof StaleWriteError
        ports.log[stale ? 'info' : 'error']({ err: error, edit: edit.id }, 'a step of an edit ended early')
        // Not a call under way: that is only ever ended by its answer or by recovery.
        const row = await findEdit(ports.db, edit.id)
        if (!stale && row?.state !== 'sending') await releaseLease(ports.db, edit)
      })
      .catch((error: unknown) => ports.log.error({ err: error, edit: edit.id }, 'a lease could not be released'))
      .finally(() => {
        clearInterval(beat)
        lane.running--
        held.delete(`${edit.id}.${edit.fence}`)
        if (!stopping) void pump()
      })
    held.set(`${edit.id}.${edit.fence}`, { edit, lane, abort, done })
  }

  /** A call that costs nothing is broken off when the user cancels it. */
  async function breakOffCancelled(): Promise<void> {
    for (const { edit, abort } of held.values()) {
      if (!ports.engines.get(edit.engine)?.repeatable || abort.signal.aborted) continue
      const row = await findEdit(ports.db, edit.id)
      if (row?.state === 'sending' && row.cancel_requested_at !== null) abort.abort('cancelled')
    }
  }

  async function recover(): Promise<void> {
    const now = ports.now()
    for (const edit of await findAbandonedSends(ports.db, now)) {
      if (held.has(`${edit.id}.${edit.fence}`)) continue
      const life = lifeOf(edit)
      if (life.state !== 'sending') continue
      const repeatable = ports.engines.get(edit.engine)?.repeatable ?? edit.price_micro_usd === 0
      ports.log.warn({ edit: edit.id, repeatable }, 'a call was under way when its process ended')
      await writeMove(
        ports,
        { edit, signal: new AbortController().signal },
        {
          event: { kind: 'recover', now, repeatable },
          at: now,
          attemptId: life.attemptId,
          also: (tx) => endAttempt(tx, { id: life.attemptId, state: 'lost', detail: 'the process ended', at: now }),
        },
      )
    }
  }

  async function nap(): Promise<void> {
    if (stopping) return
    await recover()
    const due = await nextDue(ports.db)
    const wait = due === null ? longestNapMs : Math.min(Math.max(due - ports.now(), 20), longestNapMs)
    schedule(wait)
  }

  function schedule(waitMs: number): void {
    clearTimeout(timer)
    if (!stopping) timer = setTimeout(() => void pump(), waitMs)
  }

  const paid = () => [...held.values()].filter(({ edit, lane }) => lane.engine && edit.price_micro_usd > 0)

  return {
    async start() {
      await breakLeases(ports.db)
      await recover()
      await pump()
    },
    wake: () => void (stopping || pump()),
    paidCalls: () => paid().length,
    async stop() {
      stopping = true
      clearTimeout(timer)
      const waited = new Set(paid())
      for (const one of held.values()) if (!waited.has(one)) one.abort.abort('stopping')
      await pumping
      await Promise.allSettled([...held.values()].map((one) => one.done))
    },
  }
}
