// Whether this node can serve, and what is wrong with the studio around it.
import { sql } from 'kysely'
import { pendingDeadlines } from '../db/claims.ts'
import { type Database, isPostgres } from '../db/database.ts'
import { expiryOf, isLate } from '../edits/deadline.ts'

export type Problem = {
  code: 'database' | 'storage' | 'no_worker' | 'notifications' | 'results_late'
  message: string
}

export type Health = {
  status: 'ok' | 'degraded' | 'down'
  /** The process answers. */
  alive: true
  /** It can take requests: where not, a balancer should ask another. */
  ready: boolean
  problems: Problem[]
}

export type HealthSource = {
  db: Database
  now: () => number
  checkStorage(): Promise<void>
  /** Null in one process. */
  listening: (() => boolean) | null
}

const answerLimitMs = 5_000

export async function readHealth({ db, now, checkStorage, listening }: HealthSource): Promise<Health> {
  const problems: Problem[] = []
  const database = await answers(sql`select 1`.execute(db))
  if (!database) problems.push({ code: 'database', message: 'The database does not answer.' })
  if (!(await answers(checkStorage()))) problems.push({ code: 'storage', message: 'Pictures cannot be stored.' })
  const ready = problems.length === 0
  if (database && isPostgres(db) && (await countWorkers(db)) === 0) {
    problems.push({ code: 'no_worker', message: 'No worker is connected: edits wait. Start one with npm run worker.' })
  }
  if (listening?.() === false) {
    problems.push({
      code: 'notifications',
      message: 'Changes are looked for, not heard: the database connection is down.',
    })
  }
  const late = database ? await lateResults(db, now()) : null
  if (late !== null) problems.push({ code: 'results_late', message: late })
  return { status: !ready ? 'down' : problems.length > 0 ? 'degraded' : 'ok', alive: true, ready, problems }
}

/** Whoever hangs is as good as gone. */
async function answers(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, answerLimitMs, false)
  })
  const done = work.then(
    () => true,
    () => false,
  )
  return Promise.race([done, late]).finally(() => clearTimeout(timer))
}

/** A sentence where paid results have not been fetched for nine minutes. */
async function lateResults(db: Database, now: number): Promise<string | null> {
  const late = (await pendingDeadlines(db)).filter((deadline) => isLate(deadline, now))
  if (late.length === 0) return null
  const first = new Date(expiryOf(late[0])).toISOString()
  return `Paid results could not be fetched yet (${late.length}); the first address ends at ${first}. Nothing else is sent.`
}

/** By the one connection on which each listens: a worker that died has none. */
async function countWorkers(db: Database): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from pg_stat_activity
    where datname = current_database() and application_name = 'frisket worker, listening'
  `.execute(db)
  return found.rows[0]?.n ?? 0
}
