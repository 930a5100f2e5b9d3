// The gate of lib/studio/keep-gate.ts between processes: whoever stores holds an advisory lock that many can share,
// whoever removes holds it alone.
//
// On connections of its own: a task inside the gate takes one of the pool's for its commit, and with one pool for both,
// as many tasks as there are connections would wait for each other for ever.
import pg from 'pg'
import { AppError } from '../core/errors.ts'
import { lockSpace } from './events.ts'
import { clientConfig, type PostgresOptions } from './postgres.ts'

const keepLock = 2
const gateSize = 4
/** A remover that waits holds up everybody who comes after it: it gives up soon. Orphans can be swept another day. */
const aloneWaitMs = 5_000

export type SharedGate = {
  run: <T>(task: () => Promise<T>) => Promise<T>
  /** @throws AppError storage_failed (retryable) where others store all the time */
  alone: <T>(task: () => Promise<T>) => Promise<T>
  close: () => Promise<void>
}

export function createSharedGate(options: PostgresOptions): SharedGate {
  const pool = new pg.Pool({ ...clientConfig(options), max: gateSize })
  pool.on('error', options.onError)

  async function locked<T>({ lock, unlock, waitMs }: Lock, task: () => Promise<T>): Promise<T> {
    const client = await pool.connect()
    // Told of by the query that fails; without a listener it would end the process.
    client.on('error', options.onError)
    const release = (broken?: Error) => {
      client.off('error', options.onError)
      client.release(broken)
    }
    try {
      await client.query(`set lock_timeout = ${waitMs}`)
      await client.query(`select ${lock}(${lockSpace}, ${keepLock})`)
    } catch (cause) {
      release(cause instanceof Error ? cause : new Error(String(cause)))
      throw new AppError('storage_failed', { cause, retryable: true })
    }
    try {
      return await task()
    } finally {
      // A connection that cannot unlock is closed, and its lock ends with it: what the task has done is done.
      await client.query(`select ${unlock}(${lockSpace}, ${keepLock})`).then(() => release(), release)
    }
  }

  return {
    run: (task) => locked({ lock: 'pg_advisory_lock_shared', unlock: 'pg_advisory_unlock_shared', waitMs: 0 }, task),
    alone: (task) => locked({ lock: 'pg_advisory_lock', unlock: 'pg_advisory_unlock', waitMs: aloneWaitMs }, task),
    close: () => pool.end(),
  }
}

type Lock = { lock: string; unlock: string; waitMs: number }
