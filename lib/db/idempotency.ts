// Same key and body: the same edit, picture, mask or batch. Same key, other body: a conflict. Kept for at least 24 hours.
import { AppError } from '../core/errors.ts'
import type { Database } from './database.ts'

const keptMs = 48 * 3_600_000

export type IdempotencyKey = { scope: string; key: string; bodySha256: string }

/**
 * @returns the id of what this key made before, or null
 * @throws AppError idempotency_conflict
 */
export async function findMade(db: Database, key: IdempotencyKey): Promise<string | null> {
  const row = await db
    .selectFrom('idempotency_keys')
    .select(['made_id', 'body_sha256'])
    .where('scope', '=', key.scope)
    .where('key', '=', key.key)
    .executeTakeFirst()
  if (!row) return null
  if (row.body_sha256 !== key.bodySha256) throw new AppError('idempotency_conflict', { field: 'Idempotency-Key' })
  return row.made_id
}

/**
 * Takes the key for what is new, inside the transaction that makes it and before anything else there: of several at once
 * the others wait here for the first one's commit.
 * @returns false where it is taken
 */
export async function takeKey(
  tx: Database,
  key: IdempotencyKey,
  made: { madeId: string; at: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('idempotency_keys')
    .values({ scope: key.scope, key: key.key, body_sha256: key.bodySha256, made_id: made.madeId, created_at: made.at })
    .onConflict((conflict) => conflict.columns(['scope', 'key']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export async function forgetOldKeys(db: Database, now: number): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', now - keptMs)
    .execute()
}
