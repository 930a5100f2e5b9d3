// Worker threads for heavy work, so that the server's own thread stays free for requests.
import { join } from 'node:path'
import type { ResourceLimits, Worker } from 'node:worker_threads'
import { AppError, type ErrorCode, type ErrorDetails } from '../core/errors.ts'

/** What a job module exports as `jobs`. Input and output are copied between threads: plain data and byte arrays. */
// biome-ignore lint/suspicious/noExplicitAny: the only type to which functions of every input are assignable
export type Jobs = Readonly<Record<string, (input: any, report: OnProgress) => Promise<unknown>>>

export type Call = { name: string; input: unknown }
export type Answer =
  | { ok: true; value: unknown }
  /** Not the end yet: how far the job is. */
  | { progress: number }
  | {
      ok: false
      error: {
        code: ErrorCode
        field: string | undefined
        details: ErrorDetails
        retryable: boolean
        reason: string
      }
    }

export type PoolOptions = {
  /** The project's folder. Threads run its TypeScript sources as they are, outside of any bundle. */
  root: string
  /** The job module, relative to `root`. */
  module: string
  workers: number
  /**
   * A thread without work for so long is ended, and the next job starts another. By default ten minutes, longer than a user
   * takes from one edit to the next: a new thread compiles its code anew, and the first edit of 20 MP takes two to three
   * times as much of a core as the fourth.
   */
  idleMs?: number
  resourceLimits?: ResourceLimits
}

/** Gets what a job reports of its progress. */
export type OnProgress = (progress: number) => void

export type Pool<J extends Jobs> = {
  /**
   * Runs a job on the next free thread. Abortion ends the thread that works on it.
   * @throws AppError as the job threw it; internal_error where the thread died; the signal's reason
   */
  run<K extends keyof J>(
    name: K,
    input: Parameters<J[K]>[0],
    signal?: AbortSignal,
    onProgress?: OnProgress,
  ): Promise<Awaited<ReturnType<J[K]>>>
  /** Ends all threads; what is still under way is rejected. */
  close(): Promise<void>
}

type Job = { call: Call; onProgress?: OnProgress; resolve(value: unknown): void; reject(error: unknown): void }
type Slot = { thread: Worker | null; job: Job | null; idle: NodeJS.Timeout | null }

export function createPool<J extends Jobs>(options: PoolOptions): Pool<J> {
  const { root, workers, idleMs = 600_000, resourceLimits } = options
  const slots: Slot[] = Array.from({ length: workers }, () => ({ thread: null, job: null, idle: null }))
  const waiting: Job[] = []
  let closed = false

  function startThread(slot: Slot): Worker {
    // Turbopack rewrites every `new Worker` that it sees, comment or not, and would bundle the thread without sharp.
    const { Worker: Thread } = process.getBuiltinModule('node:worker_threads')
    const thread = new Thread(join(root, 'lib', 'pixels', 'thread.ts'), {
      workerData: { module: join(root, options.module) },
      // The threads need no settings, least of all the engine's key, nor the flags of the process around them.
      env: {},
      execArgv: [],
      resourceLimits,
    })
    const died = (cause: unknown): void => {
      if (slot.thread !== thread) return
      slot.thread = null
      void thread.terminate()
      settle(slot, (job) => job.reject(new AppError('internal_error', { cause, retryable: true })))
    }
    thread.on('message', (answer: Answer) => {
      if ('progress' in answer) return slot.thread === thread ? slot.job?.onProgress?.(answer.progress) : undefined
      settle(slot, (job) => (answer.ok ? job.resolve(answer.value) : job.reject(toError(answer.error))))
    })
    thread.on('messageerror', died)
    thread.on('error', died)
    thread.on('exit', (code) => died(new Error(`worker thread ended with code ${code}`)))
    slot.thread = thread
    return thread
  }

  function settle(slot: Slot, end: (job: Job) => void): void {
    const { job } = slot
    slot.job = null
    if (job) end(job)
    if (slot.thread) rest(slot, slot.thread)
    dispatch()
  }

  function rest(slot: Slot, thread: Worker): void {
    // An idle thread keeps no process alive.
    thread.unref()
    slot.idle = setTimeout(() => endThread(slot), idleMs).unref()
  }

  function endThread(slot: Slot): Promise<unknown> {
    const { thread } = slot
    slot.thread = null
    if (slot.idle) clearTimeout(slot.idle)
    return thread ? thread.terminate() : Promise.resolve()
  }

  function dispatch(): void {
    while (waiting.length > 0 && !closed) {
      // A thread that runs already has its code loaded.
      const slot = slots.find((s) => s.thread && !s.job) ?? slots.find((s) => !s.job)
      if (!slot) return
      const job = waiting.shift()!
      if (slot.idle) clearTimeout(slot.idle)
      slot.job = job
      const thread = slot.thread ?? startThread(slot)
      thread.ref()
      try {
        thread.postMessage(job.call)
      } catch (cause) {
        // Input that cannot be copied between threads.
        settle(slot, () => job.reject(new AppError('internal_error', { cause })))
      }
    }
  }

  function abandon(job: Job, reason: unknown): void {
    job.reject(reason)
    const place = waiting.indexOf(job)
    if (place >= 0) waiting.splice(place, 1)
    const slot = slots.find((s) => s.job === job)
    if (!slot) return
    slot.job = null
    void endThread(slot)
    dispatch()
  }

  return {
    run(name, input, signal, onProgress) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new AppError('internal_error', { cause: new Error('the pool is closed') }))
        if (signal?.aborted) return reject(signal.reason)
        const job: Job = {
          call: { name: String(name), input },
          onProgress,
          resolve: settled(resolve),
          reject: settled(reject),
        }
        const onAbort = (): void => abandon(job, signal?.reason)
        function settled<T>(end: (value: T) => void): (value: T) => void {
          return (value) => {
            signal?.removeEventListener('abort', onAbort)
            end(value)
          }
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        waiting.push(job)
        dispatch()
      })
    },
    async close() {
      closed = true
      const error = new AppError('internal_error', { cause: new Error('the pool was closed'), retryable: true })
      for (const job of waiting.splice(0)) job.reject(error)
      await Promise.all(
        slots.map((slot) => {
          slot.job?.reject(error)
          slot.job = null
          return endThread(slot)
        }),
      )
    },
  }
}

function toError({ code, field, details, retryable, reason }: Extract<Answer, { ok: false }>['error']): AppError {
  return new AppError(code, { field, details, retryable, cause: new Error(reason) })
}
