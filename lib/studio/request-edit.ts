// From a request to a queued edit: everything is judged first, then budget, edit and key are written in one commit.
import { AppError } from '../core/errors.ts'
import { findEdit, insertEdit, lockEdit } from '../db/edits.ts'
import { holdProfile } from '../db/engine-profiles.ts'
import { findMade, forgetOldKeys, type IdempotencyKey, takeKey } from '../db/idempotency.ts'
import { findImage, holdImage } from '../db/images.ts'
import { readSpend, reserve } from '../db/ledger.ts'
import type { EditRow, EditsTable, ImageRow } from '../db/schema.ts'
import { committed, periodEnd, periodsOf } from '../edits/budget.ts'
import { type EditRequest, type EngineId, type Frame, localEngineId } from '../edits/edit.ts'
import { isSettled } from '../edits/lifecycle.ts'
import { readBudget } from './budget.ts'
import { planEdit } from './plan-edit.ts'
import type { StudioPorts } from './ports.ts'

/**
 * @returns the edit, queued; with a key that was used before, the edit that it made then
 * @throws AppError; then nothing was written and nothing reserved
 */
export async function requestEdit(
  ports: StudioPorts,
  request: EditRequest,
  key: IdempotencyKey | null,
): Promise<EditRow> {
  const earlier = key && (await findMade(ports.db, key))
  if (earlier) return foundEdit(ports, earlier)
  const { edit, image } = await planEdit(ports, request)
  const start = (tx: StudioPorts['db']) =>
    request.after ? startAfter(tx, { afterId: request.after, image }) : Promise.resolve({})
  return foundEdit(ports, await commitEdits(ports, { edits: [edit], key, start }))
}

type Commit = {
  edits: readonly EditsTable[]
  key: IdempotencyKey | null
  /** Where they begin, read in the same transaction. */
  start: (tx: StudioPorts['db']) => Promise<Start>
}

/**
 * All or none: budget, edits, events and key in one commit.
 * @returns the first edit's id; with a key that another call has taken meanwhile, that of the edit that it made
 * @throws AppError budget_exceeded and what `start` throws; then nothing was written
 */
export async function commitEdits(ports: StudioPorts, { edits, key, start }: Commit): Promise<string> {
  const [first] = edits
  if (key) await forgetOldKeys(ports.db, first.created_at)
  const made = await ports.db.transaction().execute(async (tx) => {
    if (key && !(await takeKey(tx, key, { madeId: first.id, at: first.created_at }))) return findMade(tx, key)
    // Deleted meanwhile, with all that was made of it.
    if (!(await holdImage(tx, first.root_image_id))) throw new AppError('not_found', { field: 'imageId' })
    await holdEngine(ports, tx, first.engine)
    const begin = await start(tx)
    let reservedMicroUsd = 0
    for (const edit of edits) {
      const alike = { reservedMicroUsd, count: edits.length }
      await reserveOrRefuse(ports, tx, { edit, at: edit.queued_at, alike })
      reservedMicroUsd += edit.price_micro_usd
    }
    // Events last: their numbers are what every other commit waits for (events.ts).
    for (const edit of edits) await insertEdit(tx, { ...edit, ...begin })
    return first.id
  })
  ports.wake()
  return made ?? first.id
}

/**
 * Whoever deletes a profile sees the edits of this transaction, or this sees that it is gone.
 * @throws AppError engine_unavailable
 */
export async function holdEngine(
  { environmentEngines }: StudioPorts,
  tx: StudioPorts['db'],
  id: EngineId,
): Promise<void> {
  if (id === localEngineId || environmentEngines.some((known) => known.id === id)) return
  if (!(await holdProfile(tx, id))) throw new AppError('engine_unavailable', { field: 'engine' })
}

/** @throws AppError not_found */
export async function foundEdit({ db }: StudioPorts, id: string): Promise<EditRow> {
  const edit = await findEdit(db, id)
  if (!edit) throw new AppError('not_found')
  return edit
}

/** `at` is what the edit keeps as `reserved_at`: the day of one must be the day of the other. */
type Reservation = {
  edit: Pick<EditsTable, 'id' | 'price_micro_usd'>
  at: number
  /** One of several in the same commit, for which so much has been reserved in it already: a refusal is of them all. */
  alike?: { reservedMicroUsd: number; count: number }
}

/** @throws AppError budget_exceeded, which the caller's transaction rolls back on */
export async function reserveOrRefuse(
  ports: StudioPorts,
  tx: StudioPorts['db'],
  { edit, at, alike = { reservedMicroUsd: 0, count: 1 } }: Reservation,
): Promise<void> {
  const budget = await readBudget({ db: tx, budget: ports.budget })
  const amount = edit.price_micro_usd
  const period = await reserve(tx, { editId: edit.id, amount, at, budget })
  if (period === null) return
  const limit = (period === 'day' ? budget.dayMicroUsd : budget.monthMicroUsd) ?? 0
  // This act's own reservations are rolled back with it: they are no part of what was spent.
  const spent = committed(await readSpend(tx, periodsOf(at)[period])) - alike.reservedMicroUsd
  throw new AppError('budget_exceeded', {
    details: {
      period,
      priceMicroUsd: amount * alike.count,
      leftMicroUsd: Math.max(limit - spent, 0),
      limitMicroUsd: limit,
      startsAgainAt: new Date(periodEnd(period, at)).toISOString(),
    },
  })
}

type Start = Partial<Pick<EditsTable, 'image_id' | 'due_at'>>

/**
 * On the other's output where it is there already, else as soon as it is. Its size is known either way: an edit that
 * keeps the frame keeps it.
 * @throws AppError not_found, parameter_invalid; state_conflict where the other has ended without an output
 */
async function startAfter(
  tx: StudioPorts['db'],
  { afterId, image }: { afterId: string; image: ImageRow },
): Promise<Start> {
  const field = 'after'
  // Locked: either its end is seen here, or its end sees what waits for it.
  const other = await lockEdit(tx, afterId)
  const its = other && (await findImage(tx, other.image_id))
  if (!other || !its || its.root_image_id !== image.root_image_id) throw new AppError('not_found', { field })
  const frame: Frame = JSON.parse(other.frame)
  const fits = frame.kind === 'keep' && its.width === image.width && its.height === image.height
  if (!fits) throw new AppError('parameter_invalid', { field })
  if (other.output_image_id !== null) return { image_id: other.output_image_id }
  if (isSettled(other.state)) throw new AppError('state_conflict', { field, details: { state: other.state } })
  return { due_at: null }
}
