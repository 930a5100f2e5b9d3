// From a request to a batch of wishes: every row is judged as its edit would be, and nothing is written while one is wrong.
// No budget is reserved here: each row reserves when its edit is made of it (decision 26).
import { AppError, isAppError } from '../core/errors.ts'
import { findBatch, insertBatch } from '../db/batches.ts'
import { findMade, forgetOldKeys, type IdempotencyKey, takeKey } from '../db/idempotency.ts'
import type { BatchesTable, BatchRowsTable, BatchTableRow } from '../db/schema.ts'
import {
  type AgreedPrice,
  agreedPrice,
  agreeTo,
  type BatchRequest,
  type BatchRow,
  defaultBatchConcurrency,
} from '../edits/batch.ts'
import { type Frame, isPrompt } from '../edits/edit.ts'
import { type PlannedEdit, planEdit } from './plan-edit.ts'
import type { StudioPorts } from './ports.ts'

export type JudgedRow = { request: BatchRow } & ({ ok: true; planned: PlannedEdit } | { ok: false; error: AppError })

/**
 * Every step is judged, the first as an edit of its picture. The picture that a further step begins on is not there yet, but
 * its size is known: only what keeps the frame can go on.
 * @returns the first
 */
async function planSteps(ports: StudioPorts, row: BatchRow): Promise<PlannedEdit> {
  const { nextPrompts = [], ...request } = row
  const first = await planEdit(ports, request)
  const frame: Frame = JSON.parse(first.edit.frame)
  if (nextPrompts.length > 0 && frame.kind !== 'keep') throw new AppError('parameter_invalid', { field: 'nextPrompts' })
  const [wrong] = nextPrompts.flatMap((prompt, index) => (isPrompt(prompt) ? [] : [index]))
  if (wrong !== undefined) throw new AppError('prompt_invalid', { field: `nextPrompts.${wrong}` })
  return first
}

/** What each row would become. Nothing is kept. */
export async function judgeRows(ports: StudioPorts, request: BatchRequest): Promise<JudgedRow[]> {
  const judged: JudgedRow[] = []
  for (const row of request.rows) {
    const wish: BatchRow = { ...row, engine: row.engine ?? request.engine }
    try {
      const planned = await planSteps(ports, wish)
      // From now on it is this engine and this model, whatever the settings say when its turn comes.
      judged.push({ request: { ...wish, engine: planned.edit.engine, model: planned.edit.model }, ok: true, planned })
    } catch (error) {
      if (!isAppError(error) || error.code === 'internal_error') throw error
      judged.push({ request: wish, ok: false, error })
    }
  }
  return judged
}

/**
 * @returns the batch, running; with a key that was used before, the batch that it made then
 * @throws AppError of the first wrong row, with `rows.<position>.<field>`; then nothing was written
 */
export async function requestBatch(
  ports: StudioPorts,
  request: BatchRequest,
  key: IdempotencyKey | null,
): Promise<BatchTableRow> {
  const { db } = ports
  const earlier = key && (await findMade(db, key))
  if (earlier) return foundBatch(ports, earlier)

  const now = ports.now()
  const id = ports.newId()
  const rows: BatchRowsTable[] = []
  let prices: AgreedPrice[] = []
  let most = Number.POSITIVE_INFINITY
  for (const [position, judged] of (await judgeRows(ports, request)).entries()) {
    if (!judged.ok) throw atRow(judged.error, position)
    const { image, edit } = judged.planned
    const { engine, model } = edit
    most = Math.min(most, ports.engines.get(engine)?.concurrency ?? 1)
    // What was shown, else what it is now; where rows were shown different prices, the lowest.
    const { priceMicroUsd: shown, ...kept } = judged.request
    const agreed = agreedPrice(prices, edit) ?? Number.POSITIVE_INFINITY
    prices = agreeTo(prices, { engine, model, priceMicroUsd: Math.min(agreed, shown ?? edit.price_micro_usd) })
    rows.push({
      batch_id: id,
      position,
      image_id: image.id,
      image_name: image.name,
      request: JSON.stringify(kept),
      state: 'waiting',
      error: null,
      verdict: null,
    })
  }
  if (request.concurrency !== undefined && request.concurrency > most) {
    throw new AppError('parameter_invalid', { field: 'concurrency' })
  }
  const batch: BatchesTable = {
    id,
    name: request.name?.trim() ?? '',
    layout: request.layout ?? 'list',
    concurrency: request.concurrency ?? Math.min(defaultBatchConcurrency, most),
    state: 'running',
    hold: null,
    prices: JSON.stringify(prices),
    resumed_at: now,
    created_at: now,
  }
  if (key) await forgetOldKeys(db, now)
  const made = await db.transaction().execute(async (tx) => {
    if (key && !(await takeKey(tx, key, { madeId: id, at: now }))) return findMade(tx, key)
    await insertBatch(tx, batch, rows)
    return id
  })
  ports.wake()
  return foundBatch(ports, made ?? id)
}

/** @throws AppError not_found */
export async function foundBatch({ db }: Pick<StudioPorts, 'db'>, id: string): Promise<BatchTableRow> {
  const batch = await findBatch(db, id)
  if (!batch) throw new AppError('not_found')
  return batch
}

function atRow(error: AppError, position: number): AppError {
  const field = ['rows', position, ...(error.field ? [error.field] : [])].join('.')
  return new AppError(error.code, { field, details: error.details, cause: error })
}
