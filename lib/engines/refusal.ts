// Which statuses mean "not charged" and which mean "nobody knows": the table of docs/guide/money.md.
import type { ErrorDetails } from '../core/errors.ts'
import type { EngineOutcome } from './engine.ts'
import { retryAfterMs } from './retry-after.ts'

export type Refusal = {
  status: number
  headers: Headers | undefined
  /** What the engine said. */
  reason: string
  /** What it calls that, where it has a word for it. */
  kind?: string
  /** Whether the engine itself says so, and no gateway before it. */
  ownWords?: boolean
}

export type Reading = {
  now: number
  secret: string | null
  /** Allows one more call after a 500 in the engine's own words. */
  repeatServerErrors?: boolean
}

/** These are given before any work is done. Others, 408 and 499 among them, may come from a gateway that gave up waiting. */
const freeRefusals = new Set([400, 401, 402, 403, 404, 405, 413, 415, 422])

export function readStatus(refusal: Refusal, { now, secret, repeatServerErrors }: Reading): EngineOutcome {
  const { status, headers, ownWords } = refusal
  const details: ErrorDetails = { status, reason: reasonOf(refusal, secret) }
  const wait = retryAfterMs(headers, now)
  if (status === 429 || (status === 503 && wait !== null)) {
    return { kind: 'later', code: 'engine_busy', retryAfterMs: wait, details }
  }
  if (status === 401 || status === 403) return { kind: 'paused', code: 'engine_key_refused', details }
  if (status === 402) return { kind: 'paused', code: 'engine_no_credit', details }
  if ((status >= 300 && status < 400) || freeRefusals.has(status)) {
    return { kind: 'refused', code: isModeration(refusal) ? 'engine_moderated' : 'engine_rejected', details }
  }
  // 500, 502, 504, 524 and their kin: the call may have run to its end behind a gateway that gave up.
  const lost: EngineOutcome = { kind: 'lost', code: 'answer_lost', details }
  return status === 500 && ownWords && repeatServerErrors ? { ...lost, mayRepeat: true } : lost
}

const isModeration = ({ reason, kind = '' }: Refusal): boolean =>
  /moderat|content.?polic|safety|nsfw/i.test(`${kind} ${reason}`)

/** What the engine said, short enough to show, and without the key, should it repeat that. */
const reasonOf = ({ reason }: Refusal, secret: string | null): string =>
  (secret === null ? reason : reason.replaceAll(secret, '…')).replace(/\s+/g, ' ').slice(0, 300)
