// An engine whose account is out of credit, or whose key is refused, is paused once for all its edits.
import type { EnginePauseCode } from '../core/errors.ts'
import type { EngineId } from '../edits/edit.ts'
import type { Database } from './database.ts'

export type EnginePause = {
  code: EnginePauseCode
  /** Epoch ms of the first refusal. */
  since: number
  /** How many edits wait for it. */
  waiting: number
}

/** Of several calls that are refused together the first one tells since when. */
export async function pauseEngine(
  db: Database,
  { engine, code, at }: { engine: EngineId; code: EnginePauseCode; at: number },
): Promise<void> {
  await db
    .insertInto('engine_pauses')
    .values({ engine, code, since: at, trial: 0 })
    .onConflict((conflict) => conflict.column('engine').doUpdateSet({ code }))
    .execute()
}

/** A call got through. */
export async function liftPause(db: Database, engine: EngineId): Promise<void> {
  await db.deleteFrom('engine_pauses').where('engine', '=', engine).execute()
}

export async function findPause(db: Database, engine: EngineId): Promise<EnginePause | null> {
  const row = await db.selectFrom('engine_pauses').selectAll().where('engine', '=', engine).executeTakeFirst()
  return row ? { code: row.code, since: row.since, waiting: await countQueued(db, engine) } : null
}

/** Lets one edit through to find out, or all where none waits: then the next one finds out. */
export async function allowTrial(db: Database, engine: EngineId): Promise<void> {
  if ((await countQueued(db, engine)) === 0) return liftPause(db, engine)
  await db.updateTable('engine_pauses').set({ trial: 1 }).where('engine', '=', engine).execute()
}

/** @returns whether an edit may be sent now; of all that ask during a pause, one hears `trial` for each wish to try */
export async function readAccess(db: Database, engine: EngineId): Promise<'open' | 'trial' | 'paused'> {
  const pause = await db.selectFrom('engine_pauses').select('trial').where('engine', '=', engine).executeTakeFirst()
  if (!pause) return 'open'
  if (pause.trial === 0) return 'paused'
  const { numUpdatedRows } = await db
    .updateTable('engine_pauses')
    .set({ trial: 0 })
    .where('engine', '=', engine)
    .where('trial', '=', 1)
    .executeTakeFirst()
  return numUpdatedRows === 1n ? 'trial' : 'paused'
}

async function countQueued(db: Database, engine: EngineId): Promise<number> {
  const row = await db
    .selectFrom('edits')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('engine', '=', engine)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
