// Edits that go on from another's output: they wait, without a time at which they fall due, until it is there.
import type { Database } from './database.ts'
import type { EditRow } from './schema.ts'

export async function findWaiting(db: Database, afterEditId: string): Promise<EditRow[]> {
  return db
    .selectFrom('edits')
    .selectAll()
    .where('after_edit_id', '=', afterEditId)
    .where('state', '=', 'queued')
    .where('due_at', 'is', null)
    .execute()
}

/** Their image is there: from now on they are edits of that image like any other. */
export async function beginOn(
  db: Database,
  { id, imageId, at }: { id: string; imageId: string; at: number },
): Promise<void> {
  await db
    .updateTable('edits')
    .set({ image_id: imageId, due_at: at })
    .where('id', '=', id)
    // Cancelled since it was found, it stays so.
    .where('state', '=', 'queued')
    .execute()
}
