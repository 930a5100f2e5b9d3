// The engine of this machine: no prompt, no key, no cost; an operation on what is painted, at full resolution.
import { isAppError } from '../core/errors.ts'
import type { Engine, EngineOutcome, EngineRequest } from './engine.ts'
import type { LocalEdit, LocalResult } from './local-worker.ts'

/** What `createPool<LocalJobs>` of lib/pixels/pool.ts makes: an argument, since siblings of a floor are strangers. */
type OnProgress = (share: number) => void
type Threads = {
  run(name: 'edit', input: LocalEdit, signal: AbortSignal, onProgress?: OnProgress): Promise<LocalResult>
  close(): Promise<void>
}
type ThreadOptions = {
  root: string
  module: string
  workers: number
  resourceLimits: { maxOldGenerationSizeMb: number }
}

type LocalEngineOptions = {
  /** The project's folder. */
  root: string
  createPool: (options: ThreadOptions) => Threads
}

export function createLocalEngine({ root, createPool }: LocalEngineOptions): Engine {
  const threads = createPool({
    root,
    module: 'lib/engines/local-worker.ts',
    // One edit may take 700 MB, so one at a time.
    workers: 1,
    // Pixels live outside of V8's heap, which holds 30 MB here: the limit is for a mistake, and generous, because one
    // large allocation beyond it takes the whole process along.
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  return {
    id: 'local',
    name: 'Local',
    models: [{ model: 'local-1', label: 'Local', use: 'edit', priceMicroUsd: 0 }],
    concurrency: 1,
    // Nothing has to go over a wire.
    maxImageBytes: Number.MAX_SAFE_INTEGER,
    crop: null,
    repeatable: true,
    send: (request, signal, onProgress) => send(threads, request, { signal, onProgress }),
    close: () => threads.close(),
  }
}

type Call = { signal: AbortSignal; onProgress?: OnProgress }

/** An aborted call rejects with the signal's reason: it has had no effect, and may simply be made again. */
async function send(threads: Threads, request: EngineRequest, { signal, onProgress }: Call): Promise<EngineOutcome> {
  const { image, maskPng, avoidPng = null, operation, seed } = request
  if (operation === null) return refused('no_operation')
  if (operation.kind === 'fill' && maskPng === null) return refused('no_mask')
  try {
    const task = { image: image.bytes, maskPng, avoidPng, operation, seed }
    const { bytes, factor } = await threads.run('edit', task, signal, onProgress)
    return factor > 1 ? { kind: 'bytes', bytes, reducedBy: factor } : { kind: 'bytes', bytes }
  } catch (error) {
    signal.throwIfAborted()
    if (isAppError(error) && error.code === 'local_failed')
      return { kind: 'refused', code: error.code, details: error.details }
    // The first line of what went wrong: what follows is a stack, with paths of this machine.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return refused(cause.split('\n', 1)[0])
  }
}

const refused = (reason: string): EngineOutcome => ({ kind: 'refused', code: 'local_failed', details: { reason } })
