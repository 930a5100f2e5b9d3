// Batches and their rows. A row has no life of its own: once an edit is made of it, that edit's state is its state.
import { AppError } from '../core/errors.ts'
import type { BatchRowState, BatchSpend, BatchState } from '../edits/batch.ts'
import type { EditState } from '../edits/lifecycle.ts'
import { type Database, isPostgres } from './database.ts'
import { recordBatchEvent } from './events.ts'
import type { BatchesTable, BatchRowRow, BatchRowsTable, BatchTableRow, EditRow } from './schema.ts'

/** SQLite takes 32,766 values in one statement; a row has eight. */
const rowsAtOnce = 1_000
/** A call is under way, or about to be: what `concurrency` counts. */
const callStates = ['queued', 'sending', 'waiting'] as const satisfies EditState[]
const openStates = [...callStates, 'fetching', 'finishing'] as const satisfies EditState[]

export async function insertBatch(tx: Database, batch: BatchesTable, rows: readonly BatchRowsTable[]): Promise<void> {
  await tx.insertInto('batches').values(batch).execute()
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await tx
      .insertInto('batch_rows')
      .values(rows.slice(from, from + rowsAtOnce))
      .execute()
  }
  await recordBatchEvent(tx, { batchId: batch.id, position: null, state: batch.state, at: batch.created_at })
}

export const findBatch = (db: Database, id: string): Promise<BatchTableRow | undefined> =>
  db.selectFrom('batches').selectAll().where('id', '=', id).executeTakeFirst()

/**
 * For a transaction that goes on to write it or to make an edit of one of its rows: taken before all other locks, so
 * that of several workers one at a time counts what is under way.
 * @throws AppError not_found
 */
export async function lockBatch(tx: Database, id: string): Promise<BatchTableRow> {
  const query = tx.selectFrom('batches').selectAll().where('id', '=', id)
  const batch = await (isPostgres(tx) ? query.forUpdate() : query).executeTakeFirst()
  if (!batch) throw new AppError('not_found')
  return batch
}

export const findRunningBatches = (db: Database): Promise<{ id: string }[]> =>
  db.selectFrom('batches').select('id').where('state', '=', 'running').orderBy('created_at').execute()

/** Newest first. */
export const listBatches = (db: Database, limit: number): Promise<BatchTableRow[]> =>
  db.selectFrom('batches').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()

export const rowsOfBatch = (db: Database, batchId: string): Promise<BatchRowRow[]> =>
  db.selectFrom('batch_rows').selectAll().where('batch_id', '=', batchId).orderBy('position').execute()

export const findBatchRow = (db: Database, batchId: string, position: number): Promise<BatchRowRow | undefined> =>
  db
    .selectFrom('batch_rows')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('position', '=', position)
    .executeTakeFirst()

/** The next row for which an edit is to be made. */
export const nextWaitingRow = (db: Database, batchId: string): Promise<BatchRowRow | undefined> =>
  db
    .selectFrom('batch_rows')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('state', '=', 'waiting')
    .orderBy('position')
    .limit(1)
    .executeTakeFirst()

/** Of each row the newest edit of each step, in their order; by position. */
export async function editsOfBatch(db: Database, batchId: string): Promise<Map<number, EditRow[]>> {
  const edits = await stepsQuery(db, batchId).execute()
  return newestSteps(edits)
}

/** The same of one row. */
export async function editsOfRow(db: Database, batchId: string, position: number): Promise<EditRow[]> {
  const edits = await stepsQuery(db, batchId).where('batch_position', '=', position).execute()
  return newestSteps(edits).get(position) ?? []
}

const stepsQuery = (db: Database, batchId: string) =>
  db
    .selectFrom('edits')
    .selectAll()
    .where('batch_id', '=', batchId)
    .orderBy('created_at')
    .orderBy('batch_step')
    .orderBy('id')

function newestSteps<T extends Pick<EditRow, 'batch_position' | 'batch_step'>>(edits: readonly T[]): Map<number, T[]> {
  const rows = new Map<number, T[]>()
  for (const edit of edits) {
    const position = edit.batch_position ?? 0
    const steps = rows.get(position) ?? []
    steps[edit.batch_step ?? 0] = edit
    rows.set(position, steps)
  }
  return rows
}

/** Where each row stands, and nothing else of it: a list of batches reads thousands. */
export async function standingsOfBatch(
  db: Database,
  batchId: string,
): Promise<{ state: BatchRowState; edits: { state: EditState }[] }[]> {
  const rows = await db.selectFrom('batch_rows').select(['position', 'state']).where('batch_id', '=', batchId).execute()
  const edits = await db
    .selectFrom('edits')
    .select(['batch_position', 'batch_step', 'state'])
    .where('batch_id', '=', batchId)
    .orderBy('created_at')
    .orderBy('batch_step')
    .orderBy('id')
    .execute()
  const steps = newestSteps(edits)
  return rows.map(({ position, state }) => ({ state, edits: steps.get(position) ?? [] }))
}

/** How many rows have a call under way, and how many an edit that has not ended. */
export async function countUnderWay(db: Database, batchId: string): Promise<{ calls: number; open: number }> {
  const rows = await db
    .selectFrom('edits')
    .select(['batch_position', 'state'])
    .where('batch_id', '=', batchId)
    .where('state', 'in', openStates)
    .execute()
  const positions = (states: readonly EditState[]) =>
    new Set(rows.filter(({ state }) => states.includes(state)).map(({ batch_position: position }) => position)).size
  return { calls: positions(callStates), open: positions(openStates) }
}

export const queuedEditsOfBatch = (db: Database, batchId: string): Promise<{ id: string }[]> =>
  db.selectFrom('edits').select('id').where('batch_id', '=', batchId).where('state', '=', 'queued').execute()

export type BatchStand = Pick<BatchesTable, 'state'> & Partial<Pick<BatchesTable, 'hold' | 'prices' | 'resumed_at'>>

/** Inside a transaction that holds the lock. What holds it is gone unless it is given. */
export async function writeBatchState(
  tx: Database,
  { batchId, at, stand }: { batchId: string; at: number; stand: BatchStand },
): Promise<void> {
  await tx
    .updateTable('batches')
    .set({ hold: null, ...stand })
    .where('id', '=', batchId)
    .execute()
  await recordBatchEvent(tx, { batchId, position: null, state: stand.state, at })
}

type RowMove = {
  batchId: string
  position: number
  from: BatchRowState
  to: BatchRowState
  error?: string | null
}

/** False where the row was no longer `from`: another was quicker. */
export async function moveRow(tx: Database, { batchId, position, from, to, error = null }: RowMove): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('batch_rows')
    .set({ state: to, error })
    .where('batch_id', '=', batchId)
    .where('position', '=', position)
    .where('state', '=', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function writeRowRequest(
  tx: Database,
  { batchId, position, request }: { batchId: string; position: number; request: string },
): Promise<void> {
  await tx
    .updateTable('batch_rows')
    .set({ request })
    .where('batch_id', '=', batchId)
    .where('position', '=', position)
    .execute()
}

/** All rows that still wait. */
export async function leaveOutWaiting(tx: Database, batchId: string): Promise<void> {
  await tx
    .updateTable('batch_rows')
    .set({ state: 'left_out' })
    .where('batch_id', '=', batchId)
    .where('state', '=', 'waiting')
    .execute()
}

export async function writeVerdict(
  tx: Database,
  {
    batch,
    position,
    verdict,
    at,
  }: { batch: BatchTableRow; position: number; at: number } & Pick<BatchRowsTable, 'verdict'>,
): Promise<void> {
  await tx
    .updateTable('batch_rows')
    .set({ verdict })
    .where('batch_id', '=', batch.id)
    .where('position', '=', position)
    .execute()
  await recordBatchEvent(tx, { batchId: batch.id, position, state: batch.state, at })
}

/** What the ledger says of a batch, all attempts together. */
export async function spendOfBatch(db: Database, batchId: string): Promise<BatchSpend> {
  const lines = await db
    .selectFrom('ledger')
    .innerJoin('edits', 'edits.id', 'ledger.edit_id')
    .select(['ledger.kind', (eb) => eb.fn.sum<number>('ledger.amount_micro_usd').as('sum')])
    .where('edits.batch_id', '=', batchId)
    .groupBy('ledger.kind')
    .execute()
  const sum = (kind: (typeof lines)[number]['kind']) => Number(lines.find((line) => line.kind === kind)?.sum ?? 0)
  return {
    chargedMicroUsd: sum('charge') + sum('confirm') + sum('admit'),
    reservedMicroUsd: sum('reserve') - sum('charge') - sum('release') - sum('doubt'),
    unknownMicroUsd: sum('doubt') - sum('absolve') + sum('redoubt') - sum('confirm'),
  }
}

/** What each edit of a batch has cost so far. */
export async function chargedByEdit(db: Database, batchId: string): Promise<Map<string, number>> {
  const lines = await db
    .selectFrom('ledger')
    .innerJoin('edits', 'edits.id', 'ledger.edit_id')
    .select(['ledger.edit_id', (eb) => eb.fn.sum<number>('ledger.amount_micro_usd').as('sum')])
    .where('edits.batch_id', '=', batchId)
    .where('ledger.kind', 'in', ['charge', 'confirm', 'admit'])
    .groupBy('ledger.edit_id')
    .execute()
  return new Map(lines.map(({ edit_id: id, sum }) => [id, Number(sum)]))
}

/** Rows that still wait for a picture of this family, in batches that may go on. */
export async function countWishesOf(db: Database, rootImageId: string): Promise<number> {
  const row = await db
    .selectFrom('batch_rows')
    .innerJoin('images', 'images.id', 'batch_rows.image_id')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('images.root_image_id', '=', rootImageId)
    .where('batch_rows.state', '=', 'waiting')
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** A studio that comes back from a backup begins nothing by itself: it may have gone on elsewhere. */
export async function pauseBatches(db: Database): Promise<void> {
  const paused: BatchState = 'paused'
  await db.updateTable('batches').set({ state: paused, hold: null }).where('state', 'in', ['running', 'held']).execute()
}
