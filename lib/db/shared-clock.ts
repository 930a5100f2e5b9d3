// One clock for all processes: the database's, carried on by this machine's steady one. Leases are compared between
// machines, and a wall clock that is an hour off, or is set while we run, would take every edit from its worker.
import { sql } from 'kysely'
import type { Database } from './database.ts'

const askEveryMs = 20_000

export type SharedClock = {
  /** Epoch ms. */
  now(): number
  close(): void
}

export async function openSharedClock(
  db: Database,
  { onError, steadyMs = () => performance.now() }: { onError: (error: Error) => void; steadyMs?: () => number },
): Promise<SharedClock> {
  let base = 0
  let asOf = 0

  async function ask(): Promise<void> {
    const before = steadyMs()
    const answer = await sql<{ now: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::bigint as now
    `.execute(db)
    const after = steadyMs()
    base = answer.rows[0].now
    asOf = (before + after) / 2
  }

  await ask()
  const timer = setInterval(() => void ask().catch(onError), askEveryMs)
  timer.unref()
  return {
    now: () => Math.round(base + steadyMs() - asOf),
    close: () => clearInterval(timer),
  }
}
