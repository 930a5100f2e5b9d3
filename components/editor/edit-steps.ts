// The four steps of an edit and how long each took: Queued, Sent, Received, Stored. Pure.
import { type EditErrorCode, isEnginePauseCode } from '#lib/core/errors.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { isSettled } from '#lib/edits/lifecycle.ts'

export type StepName = 'queued' | 'sent' | 'received' | 'stored'

export type Step = {
  readonly name: StepName
  readonly state: 'done' | 'now' | 'failed' | 'todo'
  /** How long it took, or has taken so far; null where that was not measured. */
  readonly ms: number | null
}

export type EditProgress = {
  readonly steps: readonly Step[]
  /** From the request to now; of an edit that has ended, to its last known time. */
  readonly elapsedMs: number
  readonly slow: boolean
}

/** After this long an edit is called slow. */
export const slowAfterMs = 30_000

/**
 * A step that is over is the difference of two times of the server, so a wrong clock here does not show; the one under
 * way runs to `nowMs`. The steps after a failed one are left out.
 * @param nowMs the server's time now, epoch ms (see server-clock.ts)
 */
export function editProgress(edit: EditView, nowMs: number): EditProgress {
  const at = (time: string | null): number | null => (time === null ? null : Date.parse(time))
  const fresh = edit.state === 'queued'
  const queuedAt = Date.parse(edit.steps.queuedAt)
  const sentAt = fresh ? null : at(edit.steps.sentAt)
  const receivedAt = fresh ? null : at(edit.steps.receivedAt)
  const storedAt = fresh ? null : at(edit.steps.storedAt)

  // Sending has no end of its own that the studio could see: it is done as soon as it is begun, without a figure.
  const spans: { name: StepName; from: number | null; to: number | null; timed: boolean }[] = [
    { name: 'queued', from: queuedAt, to: sentAt, timed: true },
    { name: 'sent', from: sentAt, to: sentAt, timed: false },
    { name: 'received', from: sentAt, to: receivedAt, timed: true },
    { name: 'stored', from: receivedAt, to: storedAt, timed: true },
  ]
  const settled = isSettled(edit.state)
  const open = spans.findIndex(({ to }) => to === null)
  const steps = spans.flatMap<Step>(({ name, from, to, timed }, index) => {
    const ms = timed && from !== null ? Math.max(0, (to ?? nowMs) - from) : null
    if (to !== null) return [{ name, state: 'done', ms }]
    if (index > open) return settled ? [] : [{ name, state: 'todo', ms: null }]
    // When it ended here is not told, so neither is how long it took.
    return settled ? [{ name, state: 'failed', ms: null }] : [{ name, state: 'now', ms }]
  })
  const end = settled ? (storedAt ?? receivedAt ?? sentAt ?? queuedAt) : nowMs
  const elapsedMs = Math.max(0, end - queuedAt)
  return { steps, elapsedMs, slow: !settled && elapsedMs >= slowAfterMs }
}

/** Whole seconds until an edit that was put off is tried again, with the reason; null where it only waits its turn. */
export function queueWait(
  { state, deferred }: EditView,
  nowMs: number,
): { code: EditErrorCode; seconds: number } | null {
  if (state !== 'queued' || deferred === null || isEnginePauseCode(deferred.code)) return null
  const seconds = Math.ceil((Date.parse(deferred.until) - nowMs) / 1000)
  return seconds > 0 ? { code: deferred.code, seconds } : null
}

/**
 * A paid result that is not home from minute nine on, and when its address ends, epoch ms; null where all is well. An
 * address may outlive its time: it is tried on.
 */
export function lateResult(
  { resultExpiresAt }: EditView,
  nowMs: number,
): { kind: 'soon' | 'over'; expiresAt: number } | null {
  if (resultExpiresAt === null) return null
  const expiresAt = Date.parse(resultExpiresAt)
  if (nowMs >= expiresAt) return { kind: 'over', expiresAt }
  return nowMs >= expiresAt - 60_000 ? { kind: 'soon', expiresAt } : null
}

/** 9 s → "0:09", 3 min 5 s → "3:05". */
export function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
