// Which edits wait for somebody: claimed by lease in one statement, found by engine, by deadline, by when they fall due.
import type { ExpressionBuilder } from 'kysely'
import type { EngineId } from '../edits/edit.ts'
import type { EditState, Life } from '../edits/lifecycle.ts'
import { type Database, isPostgres } from './database.ts'
import type { EditRow, Tables } from './schema.ts'

export type Claim = {
  owner: string
  now: number
  leaseMs: number
  /** No lease reaches further ahead: one that does is from before the clock went back. */
  longestLeaseMs?: number
  states: readonly EditState[]
  engine?: EngineId
}

/**
 * Nothing is ever put off, or held, for longer. What seems to be has been written before the clock went back, and is due:
 * an hour's wait would outlast the address of a paid result.
 */
const furthestMs: Readonly<Partial<Record<EditState, number>>> = {
  queued: 360_000,
  fetching: 60_000,
  finishing: 60_000,
}

/**
 * Takes one due edit that nobody holds, earliest deadline first, in one statement. On PostgreSQL several look at once:
 * each passes over what another is taking at this moment, and judges again what another has taken meanwhile.
 */
export async function claimEdit(db: Database, claim: Claim): Promise<EditRow | undefined> {
  return db
    .updateTable('edits')
    .set((eb) => ({
      lease_owner: claim.owner,
      lease_until: claim.now + claim.leaseMs,
      fence: eb('fence', '+', 1),
    }))
    .where('id', '=', (eb) => {
      const { now, leaseMs, states, longestLeaseMs = 2 * leaseMs } = claim
      const beyond = now + Math.max(...states.map((state) => furthestMs[state] ?? 0))
      let due = eb
        .selectFrom('edits')
        .select('id')
        .where('state', 'in', states)
        .where((e) => e.or([e('due_at', '<=', now), e('due_at', '>', beyond)]))
        .where((e) =>
          e.or([e('lease_until', 'is', null), e('lease_until', '<', now), e('lease_until', '>', now + longestLeaseMs)]),
        )
        .orderBy('received_at')
        .orderBy('due_at')
        .orderBy('created_at')
        .limit(1)
      if (claim.engine) due = due.where('engine', '=', claim.engine)
      // What the user has paused sends nothing; what is paid for already comes home.
      if (claim.states.includes('queued')) due = due.where(isFree)
      return isPostgres(db) ? due.forUpdate().skipLocked() : due
    })
    .returningAll()
    .executeTakeFirst()
}

/** Whether no pause of its batch holds it. */
const isFree = (eb: ExpressionBuilder<Tables, 'edits'>) =>
  eb.or([
    eb('edits.batch_id', 'is', null),
    eb.not(
      eb.exists(
        eb
          .selectFrom('batches')
          .select('batches.id')
          .whereRef('batches.id', '=', 'edits.batch_id')
          .where('batches.state', '=', 'paused'),
      ),
    ),
  ])

/** When the next unheld edit falls due, or null. What is due already waits for a free lane, whose end is heard. */
export async function nextDue(db: Database, now: number): Promise<number | null> {
  const row = await db
    .selectFrom('edits')
    .select((eb) => eb.fn.min('due_at').as('due'))
    .where('state', 'in', ['queued', 'waiting', 'fetching', 'finishing'])
    .where('lease_until', 'is', null)
    .where('due_at', '>', now)
    .executeTakeFirst()
  return row?.due ?? null
}

/** Edits in the queue of engines that are not among these. */
export async function findQueuedExcept(db: Database, engines: readonly EngineId[]): Promise<EditRow[]> {
  const queued = db.selectFrom('edits').selectAll().where('state', '=', 'queued')
  // An empty list is a syntax error to PostgreSQL.
  return (engines.length === 0 ? queued : queued.where('engine', 'not in', engines)).execute()
}

/** The deadlines of all results that are still at their address, earliest first. Epoch ms. */
export async function pendingDeadlines(db: Database): Promise<number[]> {
  const rows = await db.selectFrom('edits').select('life').where('state', '=', 'fetching').execute()
  const deadlines = rows.flatMap((row) => {
    const life: Life = JSON.parse(row.life)
    return life.state === 'fetching' && life.source.kind === 'url' ? [life.deadlineAt] : []
  })
  return deadlines.sort((one, other) => one - other)
}
