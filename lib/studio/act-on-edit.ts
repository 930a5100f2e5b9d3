// What the user may do with an edit that has been asked for.
import { AppError } from '../core/errors.ts'
import type { MicroUsd } from '../core/money.ts'
import { advanceEdit, cancelWaiting, findEdit, lifeOf, lockEdit } from '../db/edits.ts'
import { announceChange } from '../db/events.ts'
import { holdImage } from '../db/images.ts'
import type { EditRow } from '../db/schema.ts'
import { chooseModel } from '../edits/engine-profile.ts'
import { isSettled } from '../edits/lifecycle.ts'
import { refuseDearer } from './agreed-price.ts'
import type { StudioPorts } from './ports.ts'
import { reserveOrRefuse } from './request-edit.ts'

/**
 * Free while queued. Later the call cannot be taken back: the wish is noted, and a result that still comes is kept.
 * What waits for it is cancelled in any case.
 * @throws AppError state_conflict where the edit has ended
 */
export async function cancelEdit(ports: StudioPorts, id: string): Promise<EditRow> {
  const at = ports.now()
  const edit = await ports.db.transaction().execute(async (tx) => {
    const found = await lockEdit(tx, id)
    if (!found) throw new AppError('not_found')
    if (found.state === 'queued') {
      return advanceEdit(tx, { id, fence: null, event: { kind: 'cancel' }, at, attemptId: null })
    }
    if (isSettled(found.state)) throw new AppError('state_conflict', { details: { state: found.state } })
    // What was to go on from its output is not wanted either, whether one comes or not.
    const wished = await tx
      .updateTable('edits')
      .set({ cancel_requested_at: found.cancel_requested_at ?? at })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await cancelWaiting(tx, { id, at })
    // The worker that holds a free call breaks it off.
    await announceChange(tx)
    return wished
  })
  ports.wake()
  return edit
}

/**
 * A new attempt of the same edit, with a reservation of its own: it may charge again. What is booked is today's price, not
 * that of the first attempt.
 * @param agreedMicroUsd the price that was shown; null agrees to any
 * @throws AppError price_changed where it is dearer by now
 */
export async function retryEdit(
  ports: StudioPorts,
  id: string,
  agreedMicroUsd: MicroUsd | null = null,
): Promise<EditRow> {
  const at = ports.now()
  await ports.refreshEngines()
  const edit = await ports.db.transaction().execute((tx) => retryWithin(ports, tx, { id, at, agreedMicroUsd }))
  ports.wake()
  return edit
}

/** The same inside a transaction of the caller's, who wakes the worker afterwards. */
export async function retryWithin(
  ports: StudioPorts,
  tx: StudioPorts['db'],
  { id, at, agreedMicroUsd = null }: { id: string; at: number; agreedMicroUsd?: MicroUsd | null },
): Promise<EditRow> {
  const known = await findEdit(tx, id)
  // Before the edit: an image's row comes first in the order of locks. Without it there is nothing to work on.
  if (!known || !(await holdImage(tx, known.root_image_id))) throw new AppError('not_found')
  const found = await lockEdit(tx, id)
  if (!found) throw new AppError('not_found')
  const life = lifeOf(found)
  // Where the raw result is here, only the work on it is done again: nothing is called and nothing is paid.
  if (life.state === 'failed' && life.raw) {
    return advanceEdit(tx, { id, fence: null, event: { kind: 'retry', now: at }, at, attemptId: null })
  }
  const engine = ports.engines.get(found.engine)
  const model = engine && (chooseModel(engine.models, found.model) ?? chooseModel(engine.models, null))
  if (!model) throw new AppError('engine_unavailable')
  refuseDearer({ engine: found.engine, model }, agreedMicroUsd)
  // Reserved first: the event's number is the last thing that a transaction waits for (events.ts).
  await reserveOrRefuse(ports, tx, { edit: { id, price_micro_usd: model.priceMicroUsd }, at })
  return advanceEdit(tx, {
    id,
    fence: null,
    event: { kind: 'retry', now: at },
    at,
    attemptId: null,
    change: {
      model: model.model,
      price_micro_usd: model.priceMicroUsd,
      reserved_at: at,
      queued_at: at,
      sent_at: null,
      received_at: null,
      stored_at: null,
      cancel_requested_at: null,
    },
  })
}

/** The user looked into the engine's account: the lost call was not charged. */
export const markNotCharged = (ports: StudioPorts, id: string): Promise<EditRow> =>
  decide(ports, { id, kind: 'mark-not-charged' })

/** The user has seen it. The amount goes on counting as spent. */
export const dismissEdit = (ports: StudioPorts, id: string): Promise<EditRow> => decide(ports, { id, kind: 'dismiss' })

/** Back to undecided, as when the wrong button was pressed. */
export const undecideEdit = (ports: StudioPorts, id: string): Promise<EditRow> =>
  decide(ports, { id, kind: 'undecide' })

async function decide(
  ports: StudioPorts,
  { id, kind }: { id: string; kind: 'mark-not-charged' | 'dismiss' | 'undecide' },
): Promise<EditRow> {
  const at = ports.now()
  const edit = await ports.db.transaction().execute(async (tx) => {
    const found = await lockEdit(tx, id)
    if (!found) throw new AppError('not_found')
    const life = lifeOf(found)
    const attemptId =
      life.state === 'unknown' ? life.attemptId : life.state === 'failed' ? (life.lost?.attemptId ?? null) : null
    return advanceEdit(tx, { id, fence: null, event: { kind }, at, attemptId })
  })
  ports.wake()
  return edit
}
