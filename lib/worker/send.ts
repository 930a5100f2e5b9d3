// queued → sending → what came of it. The attempt is committed before the socket opens, and the answer before anything else.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAppError } from '../core/errors.ts'
import { never } from '../core/result.ts'
import { endAttempt, insertAttempt } from '../db/attempts.ts'
import type { Database } from '../db/database.ts'
import { type Advance, advanceEdit, BudgetPassedError, lifeOf, StaleWriteError } from '../db/edits.ts'
import { liftPause, pauseEngine } from '../db/engine-pauses.ts'
import { insertImage } from '../db/images.ts'
import type { AttemptsTable } from '../db/schema.ts'
import { deadlineFrom } from '../edits/deadline.ts'
import { type LifeEvent, maxRepeats } from '../edits/lifecycle.ts'
import type { Engine, EngineOutcome, EngineRequest } from '../engines/engine.ts'
import type { StudioPorts } from '../studio/ports.ts'
import { keepMerged, type Merged } from './keep-merged.ts'
import { backoffMs, insist, type Lease, type Step, writeMove } from './lease.ts'
import { reached } from './milestones.ts'
import { readRequest } from './read-request.ts'

const maxDeferrals = 5

export const sendEdit: Step = async (ports, lease) => {
  const { edit } = lease
  const engine = ports.engines.get(edit.engine)
  if (!engine) return
  const request = await prepare(ports, lease, engine)
  // A stop takes back what was not sent yet.
  if (!request || lease.signal.aborted) return
  reached('prepared')

  const attemptId = ports.newId()
  const begin = () => beginAttempt(ports, lease, { attemptId, request })
  // What is kept of two pictures has no row until the attempt has one: nothing may sweep it away meanwhile.
  if (!(await (edit.composition === null ? begin() : ports.gate.run(begin)))) return
  reached('sending committed')

  const onProgress = (share: number): void => ports.tellProgress({ editId: edit.id, share })
  const outcome = await callEngine(engine, request, { signal: lease.signal, onProgress })
  reached('answered')
  if (engine.repeatable && lease.signal.aborted) return abandon(ports, lease, attemptId)
  await commitOutcome(ports, lease, { attemptId, outcome })
  reached('answer committed')
}

type Begun = { attemptId: string; request: EngineRequest }

/** False where what would be sent could not be kept: then nothing is sent. */
async function beginAttempt(ports: StudioPorts, lease: Lease, { attemptId, request }: Begun): Promise<boolean> {
  const { edit } = lease
  let merged: Merged | null
  try {
    merged = await keepMerged(ports, edit, request.image)
  } catch (error) {
    await postpone(ports, lease, error)
    return false
  }
  const sentAt = ports.now()
  await writeMove(ports, lease, {
    event: { kind: 'send', attemptId },
    at: sentAt,
    attemptId,
    keepLease: true,
    change: { sent_at: sentAt, ...(merged && { composition: merged.composition }) },
    also: async (tx) => {
      if (merged) await insertImage(tx, merged.image)
      await insertAttempt(tx, {
        id: attemptId,
        edit_id: edit.id,
        engine: edit.engine,
        model: edit.model,
        price_micro_usd: edit.price_micro_usd,
        sent_width: request.image.width,
        sent_height: request.image.height,
        sent_bytes: request.image.bytes.byteLength,
        started_at: sentAt,
      })
    },
  })
  return true
}

type Call = { signal: AbortSignal; onProgress: (share: number) => void }

async function callEngine(
  engine: Engine,
  request: EngineRequest,
  { signal, onProgress }: Call,
): Promise<EngineOutcome> {
  // A paid call is never broken off by us: the engine would bill it all the same, and its answer would be lost.
  const whole = engine.repeatable ? signal : new AbortController().signal
  try {
    return await engine.send(request, whole, onProgress)
  } catch {
    return { kind: 'lost', code: 'answer_lost' }
  }
}

/** Reads and encodes before anything is committed: trouble on this side never costs a call. */
async function prepare(ports: StudioPorts, lease: Lease, engine: Engine): Promise<EngineRequest | null> {
  try {
    return await readRequest(ports, lease.edit, engine)
  } catch (error) {
    await postpone(ports, lease, error)
    return null
  }
}

async function postpone(ports: StudioPorts, lease: Lease, error: unknown): Promise<void> {
  const { edit } = lease
  const life = lifeOf(edit)
  const deferrals = life.state === 'queued' ? life.deferrals : 0
  ports.log.error({ err: error, edit: edit.id, deferrals }, 'could not prepare an edit')
  const at = ports.now()
  const event: LifeEvent =
    deferrals < maxDeferrals
      ? { kind: 'postpone', notBefore: at + backoffMs(deferrals), fault: true }
      : { kind: 'refuse', code: 'preparation_failed' }
  await writeMove(ports, lease, { event, at, attemptId: null })
}

/** The user cancelled a free edit, or the studio stops: in the second case a restart begins it again. */
async function abandon(ports: StudioPorts, lease: Lease, attemptId: string): Promise<void> {
  if (lease.signal.reason !== 'cancelled') return
  const at = ports.now()
  await writeMove(ports, lease, {
    event: { kind: 'abandon' },
    at,
    attemptId,
    also: (tx) => endAttempt(tx, { id: attemptId, state: 'refused', detail: 'cancelled', at }),
  })
}

type Outcome = { attemptId: string; outcome: EngineOutcome }

export async function commitOutcome(ports: StudioPorts, lease: Lease, { attemptId, outcome }: Outcome): Promise<void> {
  const at = ports.now()
  const { engine } = lease.edit
  // An address is committed at once: only bytes have to go through the gate, and nothing must wait behind a slow disk.
  const throughGate = outcome.kind === 'bytes' ? ports.gate.run : <T>(task: () => Promise<T>) => task()
  const commit = (write: (answered: Answered) => Promise<unknown>) =>
    insist(ports, 'the answer of an engine', () =>
      throughGate(async () => {
        try {
          await write(await storeAnswer(ports, lease, { attemptId, outcome, at }))
        } catch (error) {
          if (!(error instanceof BudgetPassedError) || outcome.kind !== 'lost') throw error
          const once = { ...outcome, mayRepeat: false }
          await write(await storeAnswer(ports, lease, { attemptId, outcome: once, at }))
        }
      }),
    )
  const writtenOf = ({ event, state, detail }: Answered) => ({
    event,
    at,
    attemptId,
    change: timesOf(event, at),
    ...(event.kind === 'repeat' && { budget: ports.budget }),
    also: async (tx: Database) => {
      await endAttempt(tx, { id: attemptId, state, detail, at })
      if (outcome.kind === 'paused') await pauseEngine(tx, { engine, code: outcome.code, at })
      else if (provesAccess(outcome)) await liftPause(tx, engine)
    },
  })
  try {
    await commit((answered) => writeMove(ports, lease, writtenOf(answered)))
  } catch (error) {
    const brings = outcome.kind === 'url' || outcome.kind === 'bytes'
    const repeatable = ports.engines.get(engine)?.repeatable ?? false
    if (!(error instanceof StaleWriteError) || !brings || repeatable) throw error
    // Taken for lost meanwhile, because this process was stopped or cut off: it is paid for, and here it is.
    await commit((answered) => takeLate(ports, lease, { written: writtenOf(answered), outcome }))
  }
}

type Late = { written: Omit<Advance, 'id' | 'fence'>; outcome: Extract<EngineOutcome, { kind: 'url' | 'bytes' }> }

/** Where the user has sent the edit again already, both calls count, and the first picture is kept aside. */
async function takeLate(ports: StudioPorts, { edit }: Lease, { written, outcome }: Late): Promise<void> {
  const { id } = edit
  try {
    await ports.db.transaction().execute((tx) => advanceEdit(tx, { ...written, id, fence: null }))
    ports.log.warn({ edit: id }, 'an answer that was taken for lost has come after all')
    ports.wake()
  } catch (error) {
    if (!isAppError(error) || error.code !== 'state_conflict') throw error
    ports.log.warn({ edit: id, attempt: written.attemptId }, 'an answer came late, and is kept aside')
    await mkdir(ports.asideFolder, { recursive: true })
    const kept = outcome.kind === 'url' ? outcome.url : outcome.bytes
    await writeFile(join(ports.asideFolder, `${written.attemptId}.late`), kept)
  }
}

/** Whoever answers, or judges the wish itself, has accepted the key. What was lost or put off tells nothing. */
const provesAccess = ({ kind }: EngineOutcome): boolean => kind !== 'lost' && kind !== 'later' && kind !== 'paused'

function timesOf(event: LifeEvent, at: number) {
  if (event.kind === 'answer') return { received_at: at }
  return event.kind === 'defer' || event.kind === 'hold' || event.kind === 'repeat' ? { sent_at: null } : {}
}

type Answered = { event: LifeEvent; state: AttemptsTable['state']; detail: string | null }

/** What is committed of an outcome. Bytes are stored first: they exist nowhere else. */
async function storeAnswer(
  ports: StudioPorts,
  lease: Lease,
  { attemptId, outcome, at }: Outcome & { at: number },
): Promise<Answered> {
  const deadlineAt = deadlineFrom(at)
  switch (outcome.kind) {
    case 'url':
      return answered({ kind: 'answer', attemptId, source: { kind: 'url', url: outcome.url }, deadlineAt })
    case 'bytes': {
      const { sha256 } = await ports.objects.put(outcome.bytes)
      reached('answer bytes stored')
      const { reducedBy } = outcome
      return {
        ...answered({ kind: 'answer', attemptId, source: { kind: 'object', sha256 }, deadlineAt }),
        detail: reducedBy === undefined ? null : JSON.stringify({ reducedBy }),
      }
    }
    case 'ticket':
      return answered({ kind: 'ticket', ticket: outcome.ticket })
    case 'paused': {
      const event: LifeEvent = { kind: 'hold', now: at, reason: outcome.code }
      return { event, state: 'deferred', detail: detailOf(outcome) }
    }
    case 'refused':
      return { event: { ...outcome, kind: 'refuse' }, state: 'refused', detail: detailOf(outcome) }
    case 'lost': {
      const { code, details } = outcome
      const life = lifeOf(lease.edit)
      const repeats = life.state === 'queued' ? (life.repeats ?? 0) : maxRepeats
      const event: LifeEvent =
        outcome.mayRepeat && repeats < maxRepeats
          ? { kind: 'repeat', notBefore: at + backoffMs(repeats), code, details }
          : { kind: 'lose', code, details }
      return { event, state: 'lost', detail: detailOf(outcome) }
    }
    case 'later': {
      const life = lifeOf(lease.edit)
      const deferrals = life.state === 'queued' ? life.deferrals : 0
      const detail = detailOf(outcome)
      if (deferrals >= maxDeferrals) {
        const { code, details } = outcome
        return { event: { kind: 'refuse', code, details }, state: 'refused', detail }
      }
      const notBefore = at + Math.max(outcome.retryAfterMs ?? 0, backoffMs(deferrals))
      return { event: { kind: 'defer', notBefore, reason: outcome.code }, state: 'deferred', detail }
    }
    default:
      return never(outcome)
  }
}

const answered = (event: LifeEvent): Answered => ({ event, state: 'answered', detail: null })

const detailOf = ({ code, details, answer }: { code: string; details?: object; answer?: string }): string =>
  JSON.stringify({ code, ...details, answer })
