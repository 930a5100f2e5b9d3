// The loop that carries edits forward: claims what is due, one lane per kind of work, and holds each claim by heartbeat.
import { setTimeout as sleep } from 'node:timers/promises'
import { endAttempt } from '../db/attempts.ts'
import { claimEdit, findQueuedExcept, nextDue, pendingDeadlines } from '../db/claims.ts'
import { findEdit, lifeOf, StaleWriteError } from '../db/edits.ts'
import { allowTrial, readAccess } from '../db/engine-pauses.ts'
import {
  breakLeases,
  claimAbandonedSend,
  countOutside,
  findAbandonedSends,
  heartbeat,
  releaseLeases,
} from '../db/leases.ts'
import type { EditRow } from '../db/schema.ts'
import { isEndangered } from '../edits/deadline.ts'
import type { EngineId } from '../edits/edit.ts'
import type { EditState } from '../edits/lifecycle.ts'
import type { StudioPorts } from '../studio/ports.ts'
import { feedBatches } from './feed-batches.ts'
import { fetchResult } from './fetch-result.ts'
import { finishEdit } from './finish-edit.ts'
import { type Step, writeMove } from './lease.ts'
import { reached } from './milestones.ts'
import { pollTicket } from './poll-ticket.ts'
import { sendEdit } from './send.ts'

const defaultLeaseMs = 30_000
const longestNapMs = 2_000
/** How many results are brought home at once. */
const downloads = 4

type Lane = {
  states: readonly EditState[]
  engine?: EngineId
  capacity: number
  step: Step
  running: number
  /** Takes places of the same engine: a ticket under way is a task there as a call is. */
  beside?: Lane
}

/** What is paid for, and would not outlive the night. */
const bringsHome = ({ step }: Lane): boolean => step === fetchResult || step === pollTicket

type Held = { edit: EditRow; lane: Lane; abort: AbortController; done: Promise<void> }

function newLanes(engine: EngineId): { waiting: Lane; queued: Lane } {
  const lane = { engine, capacity: 0, running: 0 }
  const waiting: Lane = { ...lane, states: ['waiting'], step: pollTicket }
  return { waiting, queued: { ...lane, states: ['queued'], step: sendEdit, beside: waiting } }
}

export type Worker = {
  /** Puts right what a crash left behind, then begins. */
  start(): Promise<void>
  wake(): void
  /** How many paid answers or results are still outside: what a stop has to wait for. */
  outside(): Promise<number>
  /** Sends nothing more, breaks off what a restart can repeat, and brings home what is paid for. */
  stop(): Promise<void>
}

export type WorkerOptions = {
  /**
   * True where nothing else can be carrying edits forward (the lock on the data folder proves it): whatever is held when
   * it starts is held by nobody. Among several, only leases that ran out say so.
   */
  alone: boolean
  /** How long a worker that fell silent keeps its edits. */
  leaseMs?: number
}

export function createWorker(ports: StudioPorts, { alone, leaseMs = defaultLeaseMs }: WorkerOptions): Worker {
  const owner = ports.newId()
  // Another worker may be set to the longest that the settings allow.
  const longestLeaseMs = 2 * (alone ? leaseMs : 600_000)
  const lanes: Lane[] = [
    // What is paid for comes first: results are brought home and finished before anything new is sent.
    { states: ['fetching'], capacity: downloads, step: fetchResult, running: 0 },
    { states: ['finishing'], capacity: 2, step: finishEdit, running: 0 },
  ]
  /** Two for each engine that is there: its tickets are asked for before anything new is sent to it. */
  const engineLanes = new Map<EngineId, { waiting: Lane; queued: Lane }>()

  function lanesNow(): Lane[] {
    const open = [...ports.engines.values()].map(({ id: engine, concurrency: capacity }) => {
      const known = engineLanes.get(engine) ?? newLanes(engine)
      engineLanes.set(engine, known)
      known.waiting.capacity = capacity
      known.queued.capacity = capacity
      return known
    })
    return [...lanes, ...open.map(({ waiting }) => waiting), ...open.map(({ queued }) => queued)]
  }
  const held = new Map<string, Held>()
  let trustsFrom = 0
  let waiting = false
  let started = false
  let stopping = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let pumping: Promise<void> | null = null
  let again = false

  function pump(): Promise<void> {
    again = true
    pumping ??= (async () => {
      while (again) {
        again = false
        await breakOffCancelled()
        await refresh()
        await feed()
        for (const lane of lanesNow()) await fill(lane)
      }
    })()
      .catch((error: unknown) => ports.log.error({ err: error }, 'the worker could not look for work'))
      .finally(() => {
        pumping = null
        void nap()
      })
    return pumping
  }

  /** Trouble with a profile stops no lane: it goes on with the engines that it has. */
  const refresh = (): Promise<void> =>
    ports.refreshEngines().catch((error: unknown) => {
      ports.log.error({ err: error }, 'engines could not be taken over from their profiles')
    })

  /** Trouble with a batch stops no lane. Its row still waits, and is tried again. */
  async function feed(): Promise<void> {
    if (stopping) return
    await feedBatches(ports).catch((error: unknown) => {
      if (!(error instanceof StaleWriteError)) ports.log.error({ err: error }, 'a batch could not go on')
    })
  }

  async function fill(lane: Lane): Promise<void> {
    // A stop sends nothing more, but still brings home what is paid for: its address would not outlive the night.
    while ((!stopping || bringsHome(lane)) && lane.running + (lane.beside?.running ?? 0) < lane.capacity) {
      const { states, engine } = lane
      const access = engine && lane.step === sendEdit ? await readAccess(ports.db, engine) : 'open'
      if (access === 'paused') return
      // What is paid for comes first: nothing new is sent while a result could miss its deadline.
      if (engine && (await waitsForDownloads(engine))) {
        if (access === 'trial') await allowTrial(ports.db, engine)
        return
      }
      const edit = await claimEdit(ports.db, { owner, now: ports.now(), leaseMs, longestLeaseMs, states, engine })
      if (!edit) {
        // Nothing was due for the trial: the wish stands.
        if (engine && access === 'trial') await allowTrial(ports.db, engine)
        return
      }
      reached('claimed')
      hold(edit, lane)
    }
  }

  async function waitsForDownloads(engine: EngineId): Promise<boolean> {
    if (ports.engines.get(engine)?.repeatable) return false
    const endangered = isEndangered(await pendingDeadlines(ports.db), { now: ports.now(), places: downloads })
    if (endangered && !waiting) ports.log.warn('nothing is sent: results that are paid for could miss their deadline')
    waiting = endangered
    return endangered
  }

  function hold(edit: EditRow, lane: Lane): void {
    const abort = new AbortController()
    const beat = setInterval(() => {
      heartbeat(ports.db, { id: edit.id, fence: edit.fence, until: ports.now() + leaseMs })
        .then((ours) => ours || abort.abort('lost'))
        .catch((error: unknown) => {
          trustsFrom = performance.now() + leaseMs
          ports.log.error({ err: error, edit: edit.id }, 'a heartbeat failed')
        })
    }, leaseMs / 3)
    lane.running++
    let inLane = true
    const stepAside = () => {
      if (!inLane) return
      inLane = false
      lane.running--
      void pump()
    }
    const done = lane
      .step(ports, { edit, signal: abort.signal, stepAside })
      .catch((error: unknown) => {
        // Its lease is left to run out: that is the pause before the next try.
        const stale = error instanceof StaleWriteError
        ports.log[stale ? 'info' : 'error']({ err: error, edit: edit.id }, 'a step of an edit ended early')
      })
      .finally(() => {
        clearInterval(beat)
        held.delete(`${edit.id}.${edit.fence}`)
        stepAside()
        void pump()
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
    for (const abandoned of await findAbandonedSends(ports.db, now)) {
      if (held.has(`${abandoned.id}.${abandoned.fence}`)) continue
      const edit = await claimAbandonedSend(ports.db, { edit: abandoned, owner, now, leaseMs })
      if (!edit) continue
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
      ).catch((error: unknown) => {
        // Its answer came after all.
        if (!(error instanceof StaleWriteError)) throw error
      })
    }
  }

  async function nap(): Promise<void> {
    let waitMs = longestNapMs
    try {
      // Whoever was cut off from the database finds everybody's leases run out, its own among them: each holder has one
      // lease's time to hold on again before anything is taken from it.
      if (!stopping && performance.now() >= trustsFrom) await recover()
      const now = ports.now()
      const due = await nextDue(ports.db, now)
      if (due !== null) waitMs = Math.min(Math.max(due - now, 20), longestNapMs)
    } catch (error) {
      trustsFrom = performance.now() + leaseMs
      ports.log.error({ err: error }, 'the worker could not see what is due')
    }
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void pump(), waitMs)
  }

  /** An engine whose key was taken away: nobody would ever send these. Among several, another may have the key. */
  async function refuseOrphans(): Promise<void> {
    const at = ports.now()
    for (const edit of await findQueuedExcept(ports.db, [...ports.engines.keys()])) {
      const lease = { edit, signal: new AbortController().signal }
      const event = { kind: 'refuse', code: 'engine_missing' } as const
      // One that waited for another of them has ended along with it.
      await writeMove(ports, lease, { event, at, attemptId: null }).catch((error: unknown) => {
        if (!(error instanceof StaleWriteError)) throw error
      })
    }
  }

  const outside = (): Promise<number> => countOutside(ports.db, { owner, engines: [...ports.engines.keys()] })

  return {
    async start() {
      started = true
      if (alone) await breakLeases(ports.db)
      await recover()
      if (alone) await refuseOrphans()
      // Whoever starts the studio anew may have changed the key.
      for (const engine of ports.engines.keys()) await allowTrial(ports.db, engine)
      await pump()
    },
    // Whoever has not been started must take nothing: another process may be meant to.
    wake: () => void (!started || stopped || pump()),
    outside,
    async stop() {
      stopping = true
      for (const { lane, abort } of held.values()) if (!bringsHome(lane)) abort.abort('stopping')
      // Whoever has not been started brings nothing home.
      while (held.size > 0 || (started && (await outside()) > 0)) {
        // Between two tries nothing is held, and the next try needs the turn that a wait for nothing would never give.
        const work = [...held.values()].map(({ done }) => done)
        await Promise.race([...(work.length > 0 ? [Promise.allSettled(work)] : []), sleep(200)])
      }
      stopped = true
      clearTimeout(timer)
      await pumping
      await Promise.allSettled([...held.values()].map((one) => one.done))
      await releaseLeases(ports.db, owner)
    },
  }
}
