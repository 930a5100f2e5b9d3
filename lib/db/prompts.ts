// What was asked for before, and what somebody wants to find again.
import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { StarredPromptsTable } from './schema.ts'

/** How far back it is looked: in a batch one prompt stands in many edits. */
const lookedAt = 1_000

/** Prompts of edits, each once, the last used first. */
export async function listRecentPrompts(db: Database, limit: number): Promise<string[]> {
  const latest = db
    .selectFrom('edits')
    .select(['prompt', 'queued_at'])
    .where('operation', 'is', null)
    .where('refinement', 'is', null)
    .orderBy('queued_at', 'desc')
    .limit(lookedAt)
    .as('latest')
  const rows = await db
    .selectFrom(latest)
    .select('prompt')
    .groupBy('prompt')
    .orderBy(sql`max(queued_at)`, 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ prompt }) => prompt)
}

/** The last starred first. */
export async function listStarredPrompts(
  db: Database,
  limit: number,
): Promise<Pick<StarredPromptsTable, 'id' | 'prompt'>[]> {
  return db
    .selectFrom('starred_prompts')
    .select(['id', 'prompt'])
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** @returns the id under which it is starred, from now or from before */
export async function starPrompt(db: Database, star: StarredPromptsTable): Promise<string> {
  await db
    .insertInto('starred_prompts')
    .values(star)
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute()
  const { id } = await db
    .selectFrom('starred_prompts')
    .select('id')
    .where('sha256', '=', star.sha256)
    .executeTakeFirstOrThrow()
  return id
}

/** @returns false where there was none */
export async function unstarPrompt(db: Database, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('starred_prompts').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}
