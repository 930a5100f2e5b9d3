// What the user may do with a batch and its rows.
import { AppError } from '../core/errors.ts'
import type { MicroUsd } from '../core/money.ts'
import {
  editsOfBatch,
  editsOfRow,
  findBatchRow,
  leaveOutWaiting,
  lockBatch,
  moveRow,
  queuedEditsOfBatch,
  rowsOfBatch,
  writeBatchState,
  writeRowRequest,
  writeVerdict,
} from '../db/batches.ts'
import { recordBatchEvent } from '../db/events.ts'
import type { BatchRowRow, BatchTableRow, EditRow } from '../db/schema.ts'
import { agreeTo, type BatchState, currentStep, type KeptRow, promptsOf, type Verdict } from '../edits/batch.ts'
import { isPrompt } from '../edits/edit.ts'
import { cancelEdit } from './act-on-edit.ts'
import { dearerPrice, pricesOf } from './agreed-price.ts'
import type { StudioPorts } from './ports.ts'
import { foundBatch } from './request-batch.ts'

type Tx = StudioPorts['db']

/** Takes the lock, refuses the states from which there is no way, and wakes whoever goes on with it. */
async function change(
  ports: StudioPorts,
  { id, from }: { id: string; from: readonly BatchState[] },
  write: (tx: Tx, batch: BatchTableRow, at: number) => Promise<void>,
): Promise<BatchTableRow> {
  const at = ports.now()
  await ports.db.transaction().execute(async (tx) => {
    const batch = await lockBatch(tx, id)
    if (!from.includes(batch.state)) throw new AppError('state_conflict', { details: { state: batch.state } })
    await write(tx, batch, at)
  })
  ports.wake()
  return foundBatch(ports, id)
}

const stand =
  (state: BatchState) =>
  (tx: Tx, { id }: BatchTableRow, at: number) =>
    writeBatchState(tx, { batchId: id, at, stand: { state } })

const run = (tx: Tx, { id }: BatchTableRow, at: number): Promise<void> =>
  writeBatchState(tx, { batchId: id, at, stand: { state: 'running', resumed_at: at } })

/** Nothing more is sent. What has been sent comes home. */
export const pauseBatch = (ports: StudioPorts, id: string): Promise<BatchTableRow> =>
  change(ports, { id, from: ['running', 'held'] }, stand('paused'))

/**
 * Where a price has risen it goes on at that price only if `agreedMicroUsd` says so: whoever has seen a lower one has not
 * agreed to this.
 */
export const resumeBatch = (
  ports: StudioPorts,
  id: string,
  agreedMicroUsd: MicroUsd | null = null,
): Promise<BatchTableRow> =>
  change(ports, { id, from: ['paused', 'held'] }, async (tx, batch, at) => {
    const dearer = dearerPrice(batch)
    if (dearer === null) return run(tx, batch, at)
    if (agreedMicroUsd === null || agreedMicroUsd < dearer.priceMicroUsd) {
      throw new AppError('price_changed', { field: 'priceMicroUsd', details: dearer })
    }
    const prices = JSON.stringify(agreeTo(pricesOf(batch), dearer))
    await writeBatchState(tx, { batchId: id, at, stand: { state: 'running', resumed_at: at, prices } })
  })

/** For good: what waits is left out, what is queued is cancelled, what has been sent comes home. */
export async function stopBatch(ports: StudioPorts, id: string): Promise<BatchTableRow> {
  const batch = await change(ports, { id, from: ['running', 'paused', 'held'] }, async (tx, found, at) => {
    await leaveOutWaiting(tx, id)
    await stand('stopped')(tx, found, at)
  })
  for (const edit of await queuedEditsOfBatch(ports.db, id)) {
    // One that has ended meanwhile needs no cancelling.
    await cancelEdit(ports, edit.id).catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === 'state_conflict')) throw error
    })
  }
  return batch
}

const anyState: readonly BatchState[] = ['running', 'paused', 'held', 'stopped', 'done']

/** A row may be tried again where it is no picture and nothing is under way for it. */
const isOver = (row: BatchRowRow, edit: EditRow | null): boolean =>
  row.state === 'refused' ||
  row.state === 'left_out' ||
  (row.state === 'begun' && (edit?.state === 'failed' || edit?.state === 'cancelled' || edit?.state === 'unknown'))

async function askAgain(
  tx: Tx,
  { batch, rows, at }: { batch: BatchTableRow; rows: readonly BatchRowRow[]; at: number },
) {
  for (const { position, state } of rows) {
    await moveRow(tx, { batchId: batch.id, position, from: state, to: 'waiting' })
    await recordBatchEvent(tx, { batchId: batch.id, position, state: batch.state, at })
  }
  // Whoever has paused it goes on when they want to; a retry in any other is the wish that it goes on.
  if (batch.state !== 'paused' && batch.state !== 'running') await run(tx, batch, at)
}

/**
 * Everything that failed or was refused. A lost answer is not among them: sending that again may charge twice, and is
 * asked for one by one.
 */
export const retryFailedRows = (ports: StudioPorts, id: string): Promise<BatchTableRow> =>
  change(ports, { id, from: anyState }, async (tx, batch, at) => {
    const edits = await editsOfBatch(tx, id)
    const rows = (await rowsOfBatch(tx, id)).filter(
      ({ state, position }) =>
        state === 'refused' || (state === 'begun' && currentStep(edits.get(position) ?? [])?.state === 'failed'),
    )
    await askAgain(tx, { batch, rows, at })
  })

type RowAct = (ports: StudioPorts, row: { batchId: string; position: number }) => Promise<BatchTableRow>

/**
 * One row, whatever became of it. It waits for room like any other; a lost answer may be charged again. With a `prompt` the
 * step that did not get through is asked with that from now on.
 */
export const retryRow = (
  ports: StudioPorts,
  { batchId, position, prompt = null }: { batchId: string; position: number; prompt?: string | null },
): Promise<BatchTableRow> =>
  change(ports, { id: batchId, from: anyState }, async (tx, batch, at) => {
    if (prompt !== null && !isPrompt(prompt)) throw new AppError('prompt_invalid', { field: 'prompt' })
    const row = await foundRow(tx, batchId, position)
    const edits = await editsOfRow(tx, batchId, position)
    const edit = currentStep(edits)
    if (!isOver(row, edit)) throw new AppError('state_conflict', { details: { state: edit?.state ?? row.state } })
    if (prompt !== null) {
      const kept: KeptRow = JSON.parse(row.request)
      const step = Math.max(
        0,
        edits.findIndex(({ id }) => id === edit?.id),
      )
      const reworded = promptsOf(kept).map((_, at) => (at === step ? prompt.trim() : (kept.reworded?.[at] ?? null)))
      await writeRowRequest(tx, { batchId, position, request: JSON.stringify({ ...kept, reworded }) })
    }
    await askAgain(tx, { batch, rows: [row], at })
  })

const judge =
  (verdict: Verdict | null): RowAct =>
  (ports, { batchId, position }) =>
    change(ports, { id: batchId, from: anyState }, async (tx, batch, at) => {
      await foundRow(tx, batchId, position)
      await writeVerdict(tx, { batch, position, verdict, at })
    })

export const acceptRow = judge('accepted')
export const rejectRow = judge('rejected')
export const undecideRow = judge(null)

async function foundRow(tx: Tx, batchId: string, position: number): Promise<BatchRowRow> {
  const row = await findBatchRow(tx, batchId, position)
  if (!row) throw new AppError('not_found')
  return row
}
