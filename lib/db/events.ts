// What has changed, numbered: readers go on from the last number that they have seen, so a number must not become
// visible before a smaller one.
//
// PostgreSQL gives out numbers as rows are written and shows rows as they are committed, and the two orders differ: a
// reader that saw 6 while 5 was not committed yet would never see 5. Here a transaction takes its number under a lock
// that it holds until its commit, so that the order of numbers is the order of commits. What lost: reading only below
// pg_snapshot_xmin needs a cursor of two parts and stands still while any transaction of the server is open, a backup's,
// say; waiting for gaps to close cannot tell a slow commit from one that was rolled back.
//
// The lock is the last thing that a transaction waits for (after key, image, edits and spend), so nobody who holds it
// waits for another, and it makes no deadlock.
import { type Insertable, sql } from 'kysely'
import type { BatchState } from '../edits/batch.ts'
import type { EditState } from '../edits/lifecycle.ts'
import { type Database, isPostgres } from './database.ts'
import type { EditRow, EventsTable } from './schema.ts'

/** Our numbers among PostgreSQL's advisory locks: "Fris" and which one. */
export const lockSpace = 0x46_72_69_73
const eventOrder = 1

/** The channel on which PostgreSQL says that rows have changed. */
export const changeChannel = 'frisket_change'

export type EditEvent = { editId: string; state: EditState; at: number }

/** All events of a transaction about edits, in their order, as its last act. */
export const recordEvents = (tx: Database, events: readonly EditEvent[]): Promise<void> =>
  writeEvents(
    tx,
    events.map(({ editId, state, at }) => ({ edit_id: editId, state, at, batch_id: null, batch_position: null })),
  )

/** `position` is that of the row that changed; null where it is the batch as a whole. */
export type BatchEvent = { batchId: string; position: number | null; state: BatchState; at: number }

export const recordBatchEvent = (tx: Database, { batchId, position, state, at }: BatchEvent): Promise<void> =>
  writeEvents(tx, [{ edit_id: '', state, at, batch_id: batchId, batch_position: position }])

async function writeEvents(tx: Database, events: readonly Insertable<EventsTable>[]): Promise<void> {
  if (events.length === 0) return
  if (isPostgres(tx)) await sql`select pg_advisory_xact_lock(${lockSpace}::int, ${eventOrder}::int)`.execute(tx)
  await tx.insertInto('events').values(events).execute()
  await announceChange(tx)
}

/** Wakes the workers and streams of all processes at the commit. Inside one process `wake` does that. */
export async function announceChange(tx: Database): Promise<void> {
  if (isPostgres(tx)) await sql`select pg_notify(${changeChannel}, '')`.execute(tx)
}

export type Told =
  | { kind: 'edit'; seq: number; edit: EditRow }
  | { kind: 'batch'; seq: number; batchId: string; position: number | null }

/** Events after `seq`, oldest first, each edit as it is now. */
export async function eventsAfter(db: Database, seq: number, limit: number): Promise<Told[]> {
  const events = await db.selectFrom('events').selectAll().where('seq', '>', seq).orderBy('seq').limit(limit).execute()
  const ids = [...new Set(events.flatMap(({ edit_id: id }) => (id === '' ? [] : [id])))]
  const rows = ids.length === 0 ? [] : await db.selectFrom('edits').selectAll().where('id', 'in', ids).execute()
  const edits = new Map(rows.map((edit) => [edit.id, edit]))
  return events.flatMap(({ seq: at, edit_id: id, batch_id: batchId, batch_position: position }): Told[] => {
    if (batchId !== null) return [{ kind: 'batch', seq: at, batchId, position }]
    const edit = edits.get(id)
    return edit ? [{ kind: 'edit', seq: at, edit }] : []
  })
}

export async function lastEvent(db: Database): Promise<number> {
  const row = await db
    .selectFrom('events')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirst()
  return row?.seq ?? 0
}
