// One end for a whole undertaking: when its time is up (by the monotonic clock of timers), or when its caller gives up.
import { AppError } from '../core/errors.ts'

export type Deadline = {
  /** Aborts with `url_timeout`, or with the reason of the caller's signal. */
  signal: AbortSignal
  /** For work that cannot be told to stop, such as the system's resolver: it is left behind. */
  race<T>(work: Promise<T>): Promise<T>
  stop(): void
}

/** By hand rather than AbortSignal.any with AbortSignal.timeout, which may be garbage collected before they fire. */
export function startDeadline({ timeoutMs, signal: outer }: { timeoutMs: number; signal?: AbortSignal }): Deadline {
  const controller = new AbortController()
  const { signal } = controller
  const giveUp = () => controller.abort(outer?.reason)
  const timer = setTimeout(
    () => controller.abort(new AppError('url_timeout', { details: { timeoutMs }, retryable: true })),
    timeoutMs,
  )
  outer?.addEventListener('abort', giveUp)
  if (outer?.aborted) giveUp()

  return {
    signal,
    async race(work) {
      signal.throwIfAborted()
      const aborted = Promise.withResolvers<never>()
      const reject = () => aborted.reject(signal.reason)
      signal.addEventListener('abort', reject)
      try {
        return await Promise.race([work, aborted.promise])
      } finally {
        signal.removeEventListener('abort', reject)
      }
    },
    stop() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', giveUp)
    },
  }
}
