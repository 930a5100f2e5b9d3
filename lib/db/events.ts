// What has changed, numbered: readers go on from the last number that they have seen, so a number must not become
// visible before a smaller one.
//
// PostgreSQL gives out numbers as rows are written and shows rows as they are committed, and the two orders differ: a
// reader that saw 6 while 5 was not committed yet would never see 5. Here a transaction takes its number under a lock
// that it holds until its commit, so that the order of numbers is the order of commits. What lost: reading only below
// pg_snapshot_xmin needs a cursor of two parts and stands still while any transaction of the server is open, a backup's,
// say; waiting for gaps to close cannot tell a slow commit from one that was rolled back.
//
// The lock is the last thing that a transaction waits for (after key, edit and spend), so nobody who holds it waits for
// another, and it makes no deadlock.
import { sql } from 'kysely'
import type { EditState } from '../edits/lifecycle.ts'
import { type Database, isPostgres } from './database.ts'
import type { EditRow } from './schema.ts'

/** Our numbers among PostgreSQL's advisory locks: "Fris" and which one. */
export const lockSpace = 0x46_72_69_73
const eventOrder = 1

/** The channel on which PostgreSQL says that rows have changed. */
export const changeChannel = 'frisket_change'

export async function recordEvent(
  tx: Database,
  { editId, state, at }: { editId: string; state: EditState; at: number },
): Promise<void> {
  if (isPostgres(tx)) await sql`select pg_advisory_xact_lock(${lockSpace}::int, ${eventOrder}::int)`.execute(tx)
  await tx.insertInto('events').values({ edit_id: editId, state, at }).execute()
  await announceChange(tx)
}

/** Wakes the workers and streams of all processes at the commit. Inside one process `wake` does that. */
export async function announceChange(tx: Database): Promise<void> {
  if (isPostgres(tx)) await sql`select pg_notify(${changeChannel}, '')`.execute(tx)
}

export type EventWithEdit = { seq: number; edit: EditRow }

/** Events after `seq`, oldest first, each with the edit as it is now. */
export async function eventsAfter(db: Database, seq: number, limit: number): Promise<EventWithEdit[]> {
  const rows = await db
    .selectFrom('events')
    .innerJoin('edits', 'edits.id', 'events.edit_id')
    .select('events.seq')
    .selectAll('edits')
    .where('events.seq', '>', seq)
    .orderBy('events.seq')
    .limit(limit)
    .execute()
  return rows.map(({ seq: at, ...edit }) => ({ seq: at, edit }))
}

export async function lastEvent(db: Database): Promise<number> {
  const row = await db
    .selectFrom('events')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirst()
  return row?.seq ?? 0
}
