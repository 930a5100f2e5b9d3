// Runs inside a worker thread: loads the module it is told to and calls its jobs by name, one at a time.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'
import { isAppError } from '../core/errors.ts'
import type { Answer, Call, Jobs } from './pool.ts'

if (!parentPort) throw new Error('thread.ts runs in a worker thread only.')
const port = parentPort
const { jobs }: { jobs: Jobs } = await import(workerData.module)

// The one way to this that needs no flag on the command line of every program.
setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/**
 * What a job leaves behind is rasters, which lie outside of V8's heap: it feels no need to collect them, and a thread that
 * is kept for its compiled code would keep 200 MB along.
 */
const restMs = 1_000
let rest: NodeJS.Timeout | undefined

port.on('message', async ({ name, input }: Call) => {
  clearTimeout(rest)
  try {
    const value = await jobs[name](input, (progress) => port.postMessage({ progress } satisfies Answer))
    port.postMessage({ ok: true, value } satisfies Answer, movable(value))
  } catch (error) {
    port.postMessage({ ok: false, error: describe(error) } satisfies Answer)
  }
  rest = setTimeout(collectGarbage, restMs)
})

/** Bytes at the top of an answer move to the server's thread; Node's own buffers cannot, and are copied. */
function movable(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return []
  return (value instanceof Uint8Array ? [value] : Object.values(value))
    .filter((field) => field instanceof Uint8Array && !Buffer.isBuffer(field))
    .map((field) => field.buffer)
}

/** Errors lose their class and their fields on the way between threads. */
function describe(error: unknown): Extract<Answer, { ok: false }>['error'] {
  if (isAppError(error)) {
    const { code, field, details, retryable } = error
    return { code, field, details, retryable, reason: String(error.cause ?? code) }
  }
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: 'internal_error', field: undefined, details: {}, retryable: false, reason }
}
