// Makes edits of the rows of running batches, a few at a time: as many as may be under way at once. So a batch of a
// thousand rows holds no budget for what is not sent yet, stands before nobody else in the queue, and stops where it is told to.
import { AppError, isAppError } from '../core/errors.ts'
import {
  countUnderWay,
  editsOfRow,
  findBatch,
  findRunningBatches,
  lockBatch,
  moveRow,
  nextWaitingRow,
  writeBatchState,
} from '../db/batches.ts'
import type { Database } from '../db/database.ts'
import { insertEdit } from '../db/edits.ts'
import { recordBatchEvent } from '../db/events.ts'
import { holdImage } from '../db/images.ts'
import type { BatchRowRow, BatchTableRow, EditRow, EditsTable } from '../db/schema.ts'
import { agreedPrice, type KeptRow, promptsOf } from '../edits/batch.ts'
import { retryWithin } from '../studio/act-on-edit.ts'
import { pricesOf } from '../studio/agreed-price.ts'
import { faultOf } from '../studio/batch-views.ts'
import { planEdit } from '../studio/plan-edit.ts'
import type { StudioPorts } from '../studio/ports.ts'
import { holdEngine, reserveOrRefuse } from '../studio/request-edit.ts'

/** @returns whether anything became of it */
export async function feedBatches(ports: StudioPorts): Promise<boolean> {
  let fed = false
  for (const { id } of await findRunningBatches(ports.db)) while (await feedOne(ports, id)) fed = true
  return fed
}

async function feedOne(ports: StudioPorts, batchId: string): Promise<boolean> {
  const { db } = ports
  const batch = await findBatch(db, batchId)
  if (batch?.state !== 'running') return false
  const row = await nextWaitingRow(db, batchId)
  const { calls, open } = await countUnderWay(db, batchId)
  if (!row) return open === 0 && endBatch(ports, batchId)
  if (calls >= batch.concurrency) return false
  try {
    return await begin(ports, batch, row)
  } catch (error) {
    if (!isAppError(error)) throw error
    // What meets every row holds them all; what is wrong with this one ends it alone.
    const holds = ['budget_exceeded', 'engine_unavailable', 'price_changed'].includes(error.code)
    if (!holds && !isFaultOfRow(error)) throw error
    return holds ? holdBatch(ports, batchId, error) : refuseRow(ports, row, error)
  }
}

/**
 * Makes the edits of a row, all its steps in one commit, from the first that is not done. Another may have been quicker at
 * any point before the lock: whatever it took, nothing is done twice.
 */
async function begin(ports: StudioPorts, batch: BatchTableRow, row: BatchRowRow): Promise<boolean> {
  const { id: batchId } = batch
  const { position } = row
  const kept: KeptRow = JSON.parse(row.request)
  const { nextPrompts: _further, reworded: _anew, ...request } = kept
  const prompts = promptsOf(kept)
  const earlier = await editsOfRow(ports.db, batchId, position)
  const first = Math.max(
    0,
    prompts.findIndex((_, step) => earlier[step]?.state !== 'done'),
  )
  const planned: EditsTable[] = []
  const priceMicroUsd = agreedPrice(pricesOf(batch), kept)
  for (const prompt of prompts) planned.push((await planEdit(ports, { ...request, prompt, priceMicroUsd })).edit)
  const begun = await ports.db.transaction().execute(async (tx) => {
    if (!(await isFree(tx, batchId))) return false
    if (!(await moveRow(tx, { batchId, position, from: 'waiting', to: 'begun' }))) return false
    if (!(await holdImage(tx, planned[0].root_image_id))) throw new AppError('not_found')
    await holdEngine(ports, tx, planned[0].engine)
    let before: EditRow | null = earlier[first - 1] ?? null
    for (const [step, edit] of planned.entries()) {
      if (step < first) continue
      const known = step === first ? earlier[step] : undefined
      const repeats = known?.state === 'failed' || known?.state === 'unknown'
      // Written anew it is another edit.
      if (known && repeats && known.prompt === edit.prompt) {
        before = await retryWithin(ports, tx, { id: known.id, at: ports.now(), agreedMicroUsd: priceMicroUsd })
      } else {
        const made: EditsTable = {
          ...edit,
          ...goingOn(before),
          batch_id: batchId,
          batch_position: position,
          batch_step: step,
        }
        await reserveOrRefuse(ports, tx, { edit: made, at: edit.created_at })
        await insertEdit(tx, made)
        before = made
      }
    }
    return true
  })
  if (begun) ports.wake()
  return begun
}

/** On the output of the step before, or once it is there (lib/db/chain.ts). */
function goingOn(before: EditRow | null): Partial<EditsTable> {
  if (before === null) return {}
  const after_edit_id = before.id
  return before.output_image_id === null
    ? { after_edit_id, due_at: null }
    : { after_edit_id, image_id: before.output_image_id }
}

async function isFree(tx: Database, batchId: string): Promise<boolean> {
  const batch = await lockBatch(tx, batchId)
  return batch.state === 'running' && (await countUnderWay(tx, batchId)).calls < batch.concurrency
}

const isFaultOfRow = ({ code }: AppError): boolean =>
  ['not_found', 'mask_size_mismatch', 'mask_empty', 'prompt_invalid', 'parameter_invalid', 'state_conflict'].includes(
    code,
  )

function refuseRow(
  ports: StudioPorts,
  { batch_id: batchId, position }: BatchRowRow,
  error: AppError,
): Promise<boolean> {
  return whileRunning(ports, batchId, async (tx) => {
    await moveRow(tx, { batchId, position, from: 'waiting', to: 'refused', error: faultOf(error) })
    await recordBatchEvent(tx, { batchId, position, state: 'running', at: ports.now() })
  })
}

const holdBatch = (ports: StudioPorts, batchId: string, error: AppError): Promise<boolean> =>
  whileRunning(ports, batchId, (tx) =>
    writeBatchState(tx, { batchId, at: ports.now(), stand: { state: 'held', hold: faultOf(error) } }),
  )

const endBatch = (ports: StudioPorts, batchId: string): Promise<boolean> =>
  whileRunning(ports, batchId, async (tx) => {
    if ((await nextWaitingRow(tx, batchId)) || (await countUnderWay(tx, batchId)).open > 0) return
    await writeBatchState(tx, { batchId, at: ports.now(), stand: { state: 'done' } })
  })

async function whileRunning(
  ports: StudioPorts,
  batchId: string,
  write: (tx: Database) => Promise<void>,
): Promise<boolean> {
  const written = await ports.db.transaction().execute(async (tx) => {
    if ((await lockBatch(tx, batchId)).state !== 'running') return false
    await write(tx)
    return true
  })
  if (written) ports.wake()
  return written
}
