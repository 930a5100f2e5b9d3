// What a period's edits came to, counted by the database: figures of a year cost no more memory than those of a day.
// An edit counts on the UTC day on which it was last asked for, its money on the day of each reservation.
import { type SelectQueryBuilder, sql } from 'kysely'
import type { EditErrorCode } from '../core/errors.ts'
import type { MicroUsd } from '../core/money.ts'
import type { Spend } from '../edits/budget.ts'
import type { EditState } from '../edits/lifecycle.ts'
import { dayMs, dayOf, type Span, type UnfinishedReason } from '../edits/usage-report.ts'
import { type Database, isPostgres } from './database.ts'
import type { EditRow, Tables } from './schema.ts'

/** What was asked of an engine: not what was only shown anew. */
const asked = (db: Database, { start, end }: Span) =>
  db.selectFrom('edits').where('queued_at', '>=', start).where('queued_at', '<', end).where('refinement', 'is', null)

const countAll = sql<number>`count(*)`

export async function countEditsByDay(
  db: Database,
  span: Span,
): Promise<{ day: string; state: EditState; edits: number }[]> {
  // A literal, not a parameter: PostgreSQL would not see that it groups by what it selects. Whole numbers divide to whole ones.
  const day = sql<number>`queued_at / ${sql.lit(dayMs)}`
  const rows = await asked(db, span)
    .select(['state', day.as('day'), countAll.as('n')])
    .groupBy([day, 'state'])
    .execute()
  return rows.map(({ day, state, n }) => ({ day: dayOf(Number(day) * dayMs), state, edits: Number(n) }))
}

export async function countStored(db: Database, span: Span): Promise<number> {
  const row = await asked(db, span).select(countAll.as('n')).where('state', '=', 'done').executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** Most used first. */
export async function countFrames(db: Database, span: Span): Promise<{ frame: string; edits: number }[]> {
  const frame = sql<string>`case when frame like '%"kind":"reframe"%' then aspect_ratio else 'keep' end`
  const rows = await asked(db, span)
    .select([frame.as('frame'), countAll.as('n')])
    .groupBy(frame)
    .orderBy(countAll, 'desc')
    .orderBy(frame)
    .execute()
  return rows.map(({ frame, n }) => ({ frame, edits: Number(n) }))
}

const errorCode = (db: Database) =>
  isPostgres(db)
    ? sql<EditErrorCode>`(life::json -> 'error' ->> 'code')`
    : sql<EditErrorCode>`json_extract(life, '$.error.code')`

/** Why there is no picture, most frequent first. */
export async function countUnfinished(
  db: Database,
  span: Span,
): Promise<{ reason: UnfinishedReason; edits: number }[]> {
  const code = errorCode(db)
  const rows = await asked(db, span)
    .select([code.as('code'), countAll.as('n')])
    .where('state', 'in', ['failed', 'unknown', 'cancelled'])
    .groupBy(code)
    .orderBy(countAll, 'desc')
    .execute()
  return rows.map(({ code, n }) => ({ reason: code ?? 'cancelled', edits: Number(n) }))
}

/** How long the given share of the stored edits took at most from their call, ms; null where there is none. */
export async function storedWithin(
  db: Database,
  { span, share }: { span: Span; share: number },
): Promise<number | null> {
  const timed = <O>(query: SelectQueryBuilder<Tables, 'edits', O>) =>
    query.where('state', '=', 'done').where('sent_at', 'is not', null).where('stored_at', 'is not', null)
  const all = await timed(asked(db, span)).select(countAll.as('n')).executeTakeFirst()
  const n = Number(all?.n ?? 0)
  if (n === 0) return null
  const took = sql<number>`stored_at - sent_at`
  const row = await timed(asked(db, span))
    .select(took.as('ms'))
    .orderBy(took)
    .limit(1)
    .offset(Math.max(0, Math.ceil(n * share) - 1))
    .executeTakeFirst()
  return row ? Math.max(0, Number(row.ms)) : null
}

/** The sums that the budgets are held against, by day; only days with any. */
export async function spendByDay(db: Database, { start, end }: Span): Promise<({ day: string } & Spend)[]> {
  const rows = await db
    .selectFrom('spend')
    .selectAll()
    .where('period', '>=', dayOf(start))
    .where('period', '<', dayOf(end))
    // Months stand in the same table.
    .where(sql`length(period)`, '=', 10)
    .orderBy('period')
    .execute()
  return rows.map(({ period, reserved, charged, unknown }) => ({ day: period, reserved, charged, unknown }))
}

/** What became of one reservation, from the lines of the ledger. */
export type Round = { editId: string; reservedAt: number; charged: MicroUsd; reserved: MicroUsd; unknown: MicroUsd }

/** Every reservation made in the span: an edit that was tried again has several, and each counts where it was made. */
export async function readRounds(db: Database, { start, end }: Span): Promise<Round[]> {
  const { rows } = await sql<{ edit_id: string; at: number; charged: number; reserved: number; unknown: number }>`
    with lines as (
      select edit_id, kind, amount_micro_usd as amount, at,
        sum(case when kind = 'reserve' then 1 else 0 end) over (partition by edit_id order by seq) as round
      from ledger
      where edit_id in (select edit_id from ledger where kind = 'reserve' and at >= ${start} and at < ${end})
    ), rounds as (
      select edit_id, min(case when kind = 'reserve' then at end) as at,
        sum(case when kind in ('charge', 'confirm', 'admit') then amount else 0 end) as charged,
        sum(case kind when 'reserve' then amount when 'charge' then -amount when 'release' then -amount
          when 'doubt' then -amount else 0 end) as reserved,
        sum(case when kind in ('doubt', 'redoubt') then amount when kind in ('absolve', 'confirm') then -amount
          else 0 end) as unknown
      from lines group by edit_id, round
    )
    select * from rounds where at >= ${start} and at < ${end} order by at, edit_id
  `.execute(db)
  return rows.map((row) => ({
    editId: row.edit_id,
    reservedAt: Number(row.at),
    charged: Number(row.charged),
    reserved: Number(row.reserved),
    unknown: Number(row.unknown),
  }))
}

/** Edits that were asked for in the span, and those that are named. */
export async function findAsked(
  db: Database,
  { span, ids }: { span: Span; ids: readonly string[] },
): Promise<EditRow[]> {
  const found = await asked(db, span).selectAll().orderBy('queued_at').orderBy('id').execute()
  const known = new Set(found.map(({ id }) => id))
  const others = ids.filter((id) => !known.has(id))
  for (let from = 0; from < others.length; from += 1_000) {
    const some = others.slice(from, from + 1_000)
    found.push(...(await db.selectFrom('edits').selectAll().where('id', 'in', some).execute()))
  }
  return found
}
