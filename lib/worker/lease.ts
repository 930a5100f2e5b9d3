// A claimed edit in the hands of one step.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Advance, advanceEdit, StaleWriteError } from '../db/edits.ts'
import type { EditRow } from '../db/schema.ts'
import type { StudioPorts } from '../studio/ports.ts'

export type Lease = {
  edit: EditRow
  /** Aborted when the studio stops, when the lease is lost, or when the user cancels a free edit. */
  signal: AbortSignal
  /** Lets another edit have its place in the lane, while this one only waits. */
  stepAside?: () => void
}

export type Step = (ports: StudioPorts, lease: Lease) => Promise<void>

type Written = Omit<Advance, 'id' | 'fence'>

/** One move of a claimed edit, with everything that belongs to it, in one transaction guarded by the fence. */
export async function writeMove(ports: StudioPorts, lease: Lease, written: Written): Promise<EditRow> {
  const { id, fence } = lease.edit
  const row = await ports.db.transaction().execute((tx) => advanceEdit(tx, { ...written, id, fence }))
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
