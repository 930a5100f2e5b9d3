// Jobs for the pool's tests: they answer, fail, die, and take their time.
import { threadId } from 'node:worker_threads'
import { AppError } from '../core/errors.ts'

export const jobs = {
  echo: async (input: unknown) => ({ input, threadId }),
  bytes: async (length: number) => ({ bytes: new Uint8Array(length).fill(7), more: 'text' }),
  refuse: async () => {
    throw new AppError('mask_empty', { field: 'mask', details: { pixels: 4 }, retryable: true })
  },
  fail: async () => {
    throw new TypeError('a mistake')
  },
  die: async () => process.exit(3),
  exhaust: async () => {
    const kept: number[][] = []
    while (true) kept.push(Array.from({ length: 10_000 }, (_, i) => i + 0.5))
  },
  spin: async (milliseconds: number) => {
    const end = performance.now() + milliseconds
    while (performance.now() < end);
    return threadId
  },
  count: async (steps: number, report: (progress: number) => void) => {
    for (let step = 1; step <= steps; step++) report(step / steps)
    return 'counted'
  },
  /** Garbage of which V8's own heap sees nothing. */
  litter: async (bytes: number) => new Uint8Array(bytes).fill(1).length,
  heldBytes: async () => process.memoryUsage().arrayBuffers,
  environment: async () => Object.keys(process.env),
}
