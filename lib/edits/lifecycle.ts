// The life of a paid edit: which states there are, which events move it, and what each move means for the money.
//
//   queued ─► sending ─► waiting ─► fetching ─► finishing ─► done
//     │          ├──► unknown   sent, but the answer was lost: never repeated by itself
//     └► cancelled └► failed    with reason, and whether it was charged
//
// An answer that still comes for a call that was given up as lost is taken: unknown ─► fetching, and it counts as charged.
import type { EditErrorCode, ErrorDetails } from '../core/errors.ts'
import { err, never, ok, type Result } from '../core/result.ts'

export const editStates = [
  'queued',
  'sending',
  'waiting',
  'fetching',
  'finishing',
  'done',
  'failed',
  'cancelled',
  'unknown',
] as const
export type EditState = (typeof editStates)[number]

export type Charged = 'yes' | 'no' | 'unknown'
export type EditError = { code: EditErrorCode; charged: Charged; details?: ErrorDetails }

/** Where the bytes of an answer are: still at the provider, or already among our objects. */
export type AnswerSource = { kind: 'url'; url: string } | { kind: 'object'; sha256: string }
export type RawResult = {
  sha256: string
  width: number
  height: number
  format: 'png' | 'jpeg' | 'webp' | 'gif'
  bytes: number
}

/** How often a call was put off, and how often it was made again by itself, since the user last asked for one. */
type Sendings = { deferrals: number; repeats?: number }

/** Everything a restart needs to carry on, by state. Times are epoch milliseconds, UTC. */
export type Life =
  /** `reason` tells why it was put off, where it was. */
  | ({ state: 'queued'; notBefore: number; reason?: EditErrorCode } & Sendings)
  | ({ state: 'sending'; attemptId: string } & Sendings)
  | { state: 'waiting'; attemptId: string; ticket: string }
  | {
      state: 'fetching'
      attemptId: string
      source: AnswerSource
      deadlineAt: number
      notBefore: number
      tries: number
      /** How many of the tries count towards giving up. */
      faults: number
    }
  /** Without an attempt, nothing was called for it: it works on the raw result of an edit that it refines. */
  | { state: 'finishing'; attemptId: string | null; raw: RawResult; notBefore: number; tries: number; faults: number }
  | { state: 'done' }
  /** With `raw`, what was paid for is here, and a retry only works on it again. */
  | { state: 'failed'; error: EditError; raw?: { attemptId: string | null; result: RawResult }; lost?: LostCall }
  | { state: 'cancelled' }
  | { state: 'unknown'; attemptId: string; error: EditError }

/** The user has decided about a call whose answer was lost, and may still change the decision. */
export type LostCall = { attemptId: string }

export type LifeEvent =
  /** The worker is about to open the socket. */
  | { kind: 'send'; attemptId: string }
  /** Surely not sent, or refused with "later": wait and send again. Costs nothing. */
  | { kind: 'defer'; notBefore: number; reason: EditErrorCode }
  /** Refused for a reason that meets every edit of this engine, such as no credit: wait until the engine goes on. */
  | { kind: 'hold'; now: number; reason: EditErrorCode }
  /** Also late: for a call whose answer was believed lost, whatever the user has decided about it. */
  | { kind: 'answer'; attemptId: string; source: AnswerSource; deadlineAt: number }
  | { kind: 'ticket'; ticket: string }
  /** The engine said no, or could not be reached: nothing was charged. */
  | { kind: 'refuse'; code: EditErrorCode; details?: ErrorDetails }
  /** Sent, but what became of it cannot be known. */
  | { kind: 'lose'; code: EditErrorCode; details?: ErrorDetails }
  /** As `lose`, but the operator allows one more call, with a reservation of its own. */
  | { kind: 'repeat'; notBefore: number; code: EditErrorCode; details?: ErrorDetails }
  /** Something is in the way: try the same step again later. Without `fault`, as often as it takes. */
  | { kind: 'postpone'; notBefore: number; fault: boolean }
  | { kind: 'fetch'; raw: RawResult }
  /** Paid for, but the result is gone or broken for good. */
  | { kind: 'spoil'; code: EditErrorCode; details?: ErrorDetails }
  | { kind: 'finish' }
  | { kind: 'cancel' }
  /** A call that costs nothing was broken off at the user's wish. */
  | { kind: 'abandon' }
  /** A restart found a call under way. `repeatable` engines cost nothing and start again. */
  | { kind: 'recover'; now: number; repeatable: boolean }
  /** Acts of the user. */
  | { kind: 'retry'; now: number }
  | { kind: 'mark-not-charged' }
  | { kind: 'dismiss' }
  /** Takes the last decision about a lost answer back. */
  | { kind: 'undecide' }

/**
 * What a move does to the price of the attempt:
 * `charge` reserved → charged · `release` reserved → free · `doubt` reserved → unknown
 * `reserve` free → reserved · `absolve` unknown → free · `redoubt` free → unknown again
 * `repeat` reserved → unknown, and reserved anew for one more call
 * `confirm` unknown → charged · `admit` free → charged, although the user took it for not charged
 */
export type MoneyMove =
  | 'none'
  | 'reserve'
  | 'charge'
  | 'release'
  | 'doubt'
  | 'absolve'
  | 'redoubt'
  | 'repeat'
  | 'confirm'
  | 'admit'
export type Move = { life: Life; money: MoneyMove }

/** One more call by itself, at most, and only where a setting allows it. */
export const maxRepeats = 1

export const isSettled = (state: EditState): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled' || state === 'unknown'

/** The one table of legal moves. An illegal one is an error that names both, and changes nothing. */
export function move(life: Life, event: LifeEvent): Result<Move, string> {
  const next = (to: Life, money: MoneyMove = 'none'): Result<Move, string> => ok({ life: to, money })
  const illegal = (): Result<Move, string> => err(`${event.kind} in ${life.state}`)
  const failed = (code: EditErrorCode, charged: Charged, details?: ErrorDetails): Life => ({
    state: 'failed',
    error: { code, charged, details },
  })

  switch (life.state) {
    case 'queued':
      if (event.kind === 'send') {
        return next({ state: 'sending', attemptId: event.attemptId, ...sendingsOf(life) })
      }
      if (event.kind === 'cancel') return next({ state: 'cancelled' }, 'release')
      if (event.kind === 'postpone') {
        const { notBefore } = event
        return next({ state: 'queued', notBefore, ...putOff(life), reason: 'preparation_failed' })
      }
      if (event.kind === 'refuse') return next(failed(event.code, 'no', event.details), 'release')
      return illegal()

    case 'sending':
      switch (event.kind) {
        case 'answer':
          return event.attemptId === life.attemptId ? next(fetching(event), 'charge') : illegal()
        case 'ticket':
          return next({ state: 'waiting', attemptId: life.attemptId, ticket: event.ticket })
        case 'defer':
          return next({ state: 'queued', notBefore: event.notBefore, ...putOff(life), reason: event.reason })
        case 'hold':
          return next({ state: 'queued', notBefore: event.now, ...sendingsOf(life), reason: event.reason })
        case 'refuse':
          return next(failed(event.code, 'no', event.details), 'release')
        case 'lose':
          return next(lost(life.attemptId, event.code, event.details), 'doubt')
        case 'repeat': {
          const { deferrals, repeats = 0 } = life
          if (repeats >= maxRepeats) return illegal()
          const { notBefore, code: reason } = event
          return next({ state: 'queued', notBefore, deferrals, repeats: repeats + 1, reason }, 'repeat')
        }
        case 'abandon':
          return next({ state: 'cancelled' }, 'release')
        case 'recover':
          return event.repeatable
            ? next({ state: 'queued', notBefore: event.now, ...sendingsOf(life) })
            : next(lost(life.attemptId, 'answer_lost'), 'doubt')
        default:
          return illegal()
      }

    case 'waiting':
      if (event.kind === 'answer' && event.attemptId === life.attemptId) return next(fetching(event), 'charge')
      if (event.kind === 'refuse') return next(failed(event.code, 'no', event.details), 'release')
      if (event.kind === 'lose') return next(lost(life.attemptId, event.code, event.details), 'doubt')
      return illegal()

    case 'fetching':
      if (event.kind === 'fetch') {
        return next({
          state: 'finishing',
          attemptId: life.attemptId,
          raw: event.raw,
          notBefore: 0,
          tries: 0,
          faults: 0,
        })
      }
      if (event.kind === 'postpone') {
        return next(postponed(life, event))
      }
      if (event.kind === 'spoil') return next(failed(event.code, 'yes', event.details))
      return illegal()

    case 'finishing':
      if (event.kind === 'finish') return next({ state: 'done' })
      if (event.kind === 'postpone') return next(postponed(life, event))
      if (event.kind === 'spoil') {
        const { code, details } = event
        const raw = { attemptId: life.attemptId, result: life.raw }
        const charged = life.attemptId === null ? 'no' : 'yes'
        return next({ state: 'failed', error: { code, charged, details }, raw })
      }
      return illegal()

    case 'unknown':
      if (event.kind === 'answer' && event.attemptId === life.attemptId) return next(fetching(event), 'confirm')
      if (event.kind === 'retry') return next({ state: 'queued', notBefore: event.now, deferrals: 0 }, 'reserve')
      if (event.kind === 'mark-not-charged') {
        return next(decided(life, 'no'), 'absolve')
      }
      if (event.kind === 'dismiss') return next(decided(life, 'unknown'))
      return illegal()

    case 'failed':
      if (event.kind === 'answer' && event.attemptId === life.lost?.attemptId) {
        return next(fetching(event), life.error.charged === 'no' ? 'admit' : 'confirm')
      }
      if (life.lost && event.kind === 'mark-not-charged' && life.error.charged === 'unknown') {
        return next(decided({ error: life.error, attemptId: life.lost.attemptId }, 'no'), 'absolve')
      }
      if (life.lost && event.kind === 'undecide') {
        const error: EditError = { ...life.error, charged: 'unknown' }
        const money = life.error.charged === 'no' ? 'redoubt' : 'none'
        return next({ state: 'unknown', attemptId: life.lost.attemptId, error }, money)
      }
      if (event.kind === 'retry' && life.raw) {
        const { attemptId, result } = life.raw
        return next({ state: 'finishing', attemptId, raw: result, notBefore: event.now, tries: 0, faults: 0 })
      }
      if (event.kind === 'retry') return next({ state: 'queued', notBefore: event.now, deferrals: 0 }, 'reserve')
      return illegal()

    case 'cancelled':
    case 'done':
      return illegal()

    default:
      return never(life)
  }
}

function fetching({ attemptId, source, deadlineAt }: Extract<LifeEvent, { kind: 'answer' }>): Life {
  return { state: 'fetching', attemptId, source, deadlineAt, notBefore: 0, tries: 0, faults: 0 }
}

const sendingsOf = ({ deferrals, repeats }: Sendings): Sendings => ({ deferrals, ...(repeats && { repeats }) })

const putOff = (life: Sendings): Sendings => ({ ...sendingsOf(life), deferrals: life.deferrals + 1 })

const postponed = <L extends { tries: number; faults: number }>(
  life: L,
  { notBefore, fault }: { notBefore: number; fault: boolean },
) => ({ ...life, notBefore, tries: life.tries + 1, faults: life.faults + (fault ? 1 : 0) })

function decided({ error, attemptId }: { error: EditError; attemptId: string }, charged: Charged): Life {
  return { state: 'failed', error: { ...error, charged }, lost: { attemptId } }
}

function lost(attemptId: string, code: EditErrorCode, details?: ErrorDetails): Life {
  return { state: 'unknown', attemptId, error: { code, charged: 'unknown', details } }
}
