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
}

export type Reading = { now: number; secret: string | null }

/** These are given before any work is done. Others, 408 and 499 among them, may come from a gateway that gave up waiting. */
const freeRefusals = new Set([400, 401, 402, 403, 404, 405, 413, 415, 422])

export function readStatus(refusal: Refusal, { now, secret }: Reading): EngineOutcome {
  const { status, headers } = refusal
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
  return { kind: 'lost', code: 'answer_lost', details }
}

const isModeration = ({ reason, kind = '' }: Refusal): boolean =>
  /moderat|content.?polic|safety|nsfw/i.test(`${kind} ${reason}`)

/** What the engine said, short enough to show, and without the key, should it repeat that. */
const reasonOf = ({ reason }: Refusal, secret: string | null): string =>
  (secret === null ? reason : reason.replaceAll(secret, '…')).replace(/\s+/g, ' ').slice(0, 300)
