// Edits that go on from another's output: they wait, without a time at which they fall due, until it is there.
import { type Database, isPostgres } from './database.ts'
import type { EditRow } from './schema.ts'

/**
 * What waits for an edit, and what waits for that, locked until the commit: each after the one that it waits for, and
 * those side by side by id. Whoever takes a part of a chain takes it in this order, so that nobody waits in a circle.
 * The caller holds the edit itself, so that nothing new comes to wait for it.
 */
export async function lockWaiting(tx: Database, afterEditId: string): Promise<EditRow[]> {
  const all: EditRow[] = []
  for (let level = [afterEditId]; level.length > 0; ) {
    const query = tx
      .selectFrom('edits')
      .selectAll()
      .where('after_edit_id', 'in', level)
      .where('state', '=', 'queued')
      .where('due_at', 'is', null)
      .orderBy('id')
    // Waits for whoever cancels one of them at this moment, and then passes over it.
    const found = await (isPostgres(tx) ? query.forUpdate() : query).execute()
    all.push(...found)
    level = found.map(({ id }) => id)
  }
  return all
}

/** Their image is there: from now on they are edits of that image like any other. */
export async function beginOn(
  db: Database,
  { id, imageId, at }: { id: string; imageId: string; at: number },
): Promise<void> {
  await db.updateTable('edits').set({ image_id: imageId, due_at: at }).where('id', '=', id).execute()
}
