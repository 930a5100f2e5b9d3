import type { Database } from './database.ts'
import type { AttemptRow, AttemptsTable } from './schema.ts'

/** Records a call before it is made. Its number is one more than those before it. */
export async function insertAttempt(
  db: Database,
  attempt: Omit<AttemptsTable, 'number' | 'state' | 'detail' | 'ended_at'>,
): Promise<void> {
  const { n } = await db
    .selectFrom('attempts')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('edit_id', '=', attempt.edit_id)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('attempts')
    .values({ ...attempt, number: Number(n) + 1, state: 'sending', detail: null, ended_at: null })
    .execute()
}

export async function endAttempt(
  db: Database,
  end: { id: string; state: AttemptsTable['state']; detail: string | null; at: number },
): Promise<void> {
  await db
    .updateTable('attempts')
    .set({ state: end.state, detail: end.detail, ended_at: end.at })
    .where('id', '=', end.id)
    .execute()
}

export async function attemptsOf(db: Database, editId: string): Promise<AttemptRow[]> {
  return db.selectFrom('attempts').selectAll().where('edit_id', '=', editId).orderBy('number').execute()
}
