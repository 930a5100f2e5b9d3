// A claimed edit in the hands of one step.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../db/database.ts'
import { type Advance, advanceEdit, StaleWriteError } from '../db/edits.ts'
import type { EditRow } from '../db/schema.ts'
import type { LifeEvent } from '../edits/lifecycle.ts'
import type { StudioPorts } from '../studio/ports.ts'

export type Lease = {
  edit: EditRow
  /** Aborted when the studio stops, when the lease is lost, or when the user cancels a free edit. */
  signal: AbortSignal
}

export type Step = (ports: StudioPorts, lease: Lease) => Promise<void>

type Written = Pick<Advance, 'attemptId' | 'change' | 'keepLease'> & {
  event: LifeEvent
  at: number
  /** Further rows of the same commit. */
  also?: (tx: Database) => Promise<void>
}

/** One move of a claimed edit, with everything that belongs to it, in one transaction guarded by the fence. */
export async function writeMove(ports: StudioPorts, lease: Lease, written: Written): Promise<EditRow> {
  const { event, at, attemptId, change, keepLease, also } = written
  const { id, fence } = lease.edit
  const row = await ports.db.transaction().execute(async (tx) => {
    const moved = await advanceEdit(tx, { id, fence, event, at, attemptId, change, keepLease })
    await also?.(tx)
    return moved
  })
  ports.wake()
  return row
}

/**
 * Repeats a write that must not be given up, such as the answer of a paid call while the disk is full.
 * Only a later fence ends it.
 */
export async function insist<T>(ports: StudioPorts, what: string, write: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await write()
    } catch (error) {
      if (error instanceof StaleWriteError) throw error
      ports.log.error({ err: error, what, tries }, 'a write that must not be lost failed; trying again')
      await sleep(backoffMs(tries))
    }
  }
}

/** 1, 2, 4 … at most 30 s, each ± 20 % so that many do not come back at once. */
export const backoffMs = (tries: number, random = Math.random()): number =>
  Math.round(Math.min(1000 * 2 ** tries, 30_000) * (0.8 + 0.4 * random))
