// Profiles of engines that were set up in the page, what was found out about any engine, and the lowered budgets.
import type { Budget } from '../edits/budget.ts'
import type { EngineId } from '../edits/edit.ts'
import { type Database, isPostgres } from './database.ts'
import type { EngineFactsRow, EngineProfileRow, EngineProfilesTable } from './schema.ts'

export const listProfiles = (db: Database): Promise<EngineProfileRow[]> =>
  db.selectFrom('engine_profiles').selectAll().orderBy('created_at').orderBy('id').execute()

/** Asked before every look for work: only what tells whether anything has changed. */
export const listRevisions = (db: Database): Promise<Pick<EngineProfileRow, 'id' | 'revision'>[]> =>
  db.selectFrom('engine_profiles').select(['id', 'revision']).orderBy('created_at').orderBy('id').execute()

/** For a transaction that goes on to write, or that must not find it deleted at its end. */
export async function lockProfile(tx: Database, id: EngineId): Promise<EngineProfileRow | undefined> {
  const query = tx.selectFrom('engine_profiles').selectAll().where('id', '=', id)
  return (isPostgres(tx) ? query.forUpdate() : query).executeTakeFirst()
}

/** For a transaction that only needs it to be there until its end. */
export async function holdProfile(tx: Database, id: EngineId): Promise<EngineProfileRow | undefined> {
  const query = tx.selectFrom('engine_profiles').selectAll().where('id', '=', id)
  return (isPostgres(tx) ? query.forShare() : query).executeTakeFirst()
}

export async function insertProfile(db: Database, profile: EngineProfilesTable): Promise<void> {
  await db.insertInto('engine_profiles').values(profile).execute()
}

/** Raises the revision, by which other processes see that theirs is old. */
export async function changeProfile(
  tx: Database,
  { id, ...change }: Pick<EngineProfilesTable, 'id' | 'settings' | 'sealed_key'>,
): Promise<void> {
  await tx
    .updateTable('engine_profiles')
    .set((eb) => ({ ...change, revision: eb('revision', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

export async function deleteProfile(tx: Database, id: EngineId): Promise<void> {
  await tx.deleteFrom('engine_facts').where('engine', '=', id).execute()
  await tx.deleteFrom('engine_pauses').where('engine', '=', id).execute()
  await tx.deleteFrom('engine_profiles').where('id', '=', id).execute()
}

/** Edits that still need their engine. */
export async function countUnsettledAt(db: Database, engine: EngineId): Promise<number> {
  const row = await db
    .selectFrom('edits')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('engine', '=', engine)
    .where('state', 'in', ['queued', 'sending', 'waiting', 'fetching'])
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

export const listFacts = (db: Database): Promise<EngineFactsRow[]> =>
  db.selectFrom('engine_facts').selectAll().execute()

/** Keeps what is not named. */
export async function keepFacts(
  db: Database,
  { engine, ...facts }: Pick<EngineFactsRow, 'engine'> & Partial<Omit<EngineFactsRow, 'engine'>>,
): Promise<void> {
  const none = { test: null, probe: null, probe_edit_id: null }
  await db
    .insertInto('engine_facts')
    .values({ engine, ...none, ...facts })
    .onConflict((conflict) => conflict.column('engine').doUpdateSet({ engine, ...facts }))
    .execute()
}

const budgetRow = 'all'

/** What the page has lowered the budgets to; null where it has not. */
export async function readLoweredBudget(db: Database): Promise<Budget> {
  const row = await db.selectFrom('budget_limits').selectAll().where('id', '=', budgetRow).executeTakeFirst()
  return { dayMicroUsd: row?.day ?? null, monthMicroUsd: row?.month ?? null }
}

export async function keepLoweredBudget(
  db: Database,
  { dayMicroUsd: day, monthMicroUsd: month }: Budget,
): Promise<void> {
  await db
    .insertInto('budget_limits')
    .values({ id: budgetRow, day, month })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ day, month }))
    .execute()
}
