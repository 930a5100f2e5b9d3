// Who holds what: prolonged, let go, broken, taken over. Claims themselves are in claims.ts.
import type { EngineId } from '../edits/edit.ts'
import type { Database } from './database.ts'
import type { EditRow } from './schema.ts'

/** Prolongs a lease. False where the fence has moved on: the holder must stop. */
export async function heartbeat(
  db: Database,
  { id, fence, until }: { id: string; fence: number; until: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('edits')
    .set({ lease_until: until })
    .where('id', '=', id)
    .where('fence', '=', fence)
    // A beat that is late must not hold what its step has let go.
    .where('lease_until', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The lock on the data folder proves that whoever held these leases is gone. */
export async function breakLeases(db: Database): Promise<void> {
  await db
    .updateTable('edits')
    .set({ lease_owner: null, lease_until: null })
    .where('lease_until', 'is not', null)
    .execute()
}

/** A worker that has stopped lets go of what is left in its hands, so that the next one need not wait for the leases. */
export async function releaseLeases(db: Database, owner: string): Promise<void> {
  await db.updateTable('edits').set({ lease_owner: null, lease_until: null }).where('lease_owner', '=', owner).execute()
}

/** Edits that a call was under way for, whose holder has let its lease run out. */
export async function findAbandonedSends(db: Database, now: number): Promise<EditRow[]> {
  return db
    .selectFrom('edits')
    .selectAll()
    .where('state', '=', 'sending')
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now)]))
    .execute()
}

/**
 * Takes over one of them, unless another was quicker or its holder came back. Its fence rises, so that whatever the
 * holder still writes is refused.
 */
export async function claimAbandonedSend(
  db: Database,
  { edit, owner, now, leaseMs }: { edit: EditRow; owner: string; now: number; leaseMs: number },
): Promise<EditRow | undefined> {
  return db
    .updateTable('edits')
    .set({ lease_owner: owner, lease_until: now + leaseMs, fence: edit.fence + 1 })
    .where('id', '=', edit.id)
    .where('fence', '=', edit.fence)
    .where('state', '=', 'sending')
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now)]))
    .returningAll()
    .executeTakeFirst()
}

/**
 * Paid edits whose answer or result is still outside, and that no other worker holds: what a stop has to wait for.
 * A ticket of an engine that is not there can be asked for by nobody here.
 */
export async function countOutside(
  db: Database,
  { owner, engines }: { owner: string; engines: readonly EngineId[] },
): Promise<number> {
  const row = await db
    .selectFrom('edits')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('price_micro_usd', '>', 0)
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'sending'), eb('lease_owner', '=', owner)]),
        eb.and([
          eb.or([
            eb('state', '=', 'fetching'),
            eb.and([eb('state', '=', 'waiting'), eb.or(engines.map((engine) => eb('engine', '=', engine)))]),
          ]),
          eb.or([eb('lease_owner', 'is', null), eb('lease_owner', '=', owner)]),
        ]),
      ]),
    )
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
