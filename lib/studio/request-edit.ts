// From a request to a queued edit: everything is judged first, then budget, edit and key are written in one commit.
import { AppError } from '../core/errors.ts'
import { dueAt, findEdit, insertEdit, lockEdit } from '../db/edits.ts'
import { findKeyedEdit, forgetOldKeys, type IdempotencyKey, takeKey } from '../db/idempotency.ts'
import { findImage } from '../db/images.ts'
import { readSpend, reserve } from '../db/ledger.ts'
import type { EditRow, EditsTable, ImageRow, MaskRow } from '../db/schema.ts'
import { committed, periodEnd, periodsOf } from '../edits/budget.ts'
import { type EditRequest, type EngineId, type Frame, isPrompt } from '../edits/edit.ts'
import { isSettled, type Life } from '../edits/lifecycle.ts'
import type { Engine } from '../engines/engine.ts'
import { type CropPlan, planCrop } from '../frame/crop.ts'
import { ratioOf } from '../frame/ratio.ts'
import { defaultOperations, type Operation } from '../retouch/operation.ts'
import { boundsOf, findFittingMask } from './fitting-mask.ts'
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
  const earlier = key && (await findKeyedEdit(ports.db, key))
  if (earlier) return foundEdit(ports, earlier)
  const { image, rowOf } = await judgeRequest(ports, request)
  const edit = rowOf({ seed: request.seed ?? ports.newSeed(), variationSetId: null, at: ports.now() })
  const start = (tx: StudioPorts['db']) =>
    request.after ? startAfter(tx, { afterId: request.after, image }) : Promise.resolve({})
  return foundEdit(ports, await commitEdits(ports, { edits: [edit], key, start }))
}

type Made = { seed: number; variationSetId: string | null; at: number }

/**
 * Everything about a request that can be judged before money is touched.
 * @returns what it is about, and how the row of an edit that it asks for is made, as often as it is wanted
 * @throws AppError
 */
export async function judgeRequest(
  ports: StudioPorts,
  request: EditRequest,
): Promise<{ image: ImageRow; rowOf: (made: Made) => EditsTable }> {
  const { db } = ports
  const image = await findImage(db, request.imageId)
  if (!image) throw new AppError('not_found', { field: 'imageId' })
  const mask = request.maskId ? await findFittingMask(ports, request.maskId, image) : null
  const engine = chooseEngine(ports, request)
  const frame = frameOf(request)
  const { operation } = request
  if (operation?.kind === 'fill' && operation.avoidMaskId) {
    await findFittingMask(ports, operation.avoidMaskId, image)
  }
  const task = taskOf(request, { engine: engine.id, frame, mask })
  const crop = await planFor(ports, { engine, frame, image, mask })
  const rowOf = ({ seed, variationSetId, at }: Made): EditsTable => {
    const life: Life = { state: 'queued', notBefore: at, deferrals: 0 }
    return {
      id: ports.newId(),
      image_id: image.id,
      root_image_id: image.root_image_id,
      mask_id: mask?.id ?? null,
      after_edit_id: request.after ?? null,
      engine: engine.id,
      model: engine.model,
      operation: task.operation && JSON.stringify(task.operation),
      prompt: task.prompt,
      frame: JSON.stringify(frame),
      crop: crop && JSON.stringify(crop),
      refinement: null,
      variation_set_id: variationSetId,
      aspect_ratio: frame.kind === 'reframe' ? frame.aspectRatio : (crop?.aspectRatio ?? ratioOf(image)),
      seed,
      safety_tolerance: request.safetyTolerance ?? 1,
      output_format: request.outputFormat ?? 'png',
      price_micro_usd: engine.priceMicroUsd,
      state: life.state,
      life: JSON.stringify(life),
      due_at: dueAt(life),
      lease_owner: null,
      lease_until: null,
      fence: 0,
      reserved_at: at,
      cancel_requested_at: null,
      created_at: at,
      queued_at: at,
      sent_at: null,
      received_at: null,
      stored_at: null,
      raw_image_id: null,
      output_image_id: null,
      receipt: null,
    }
  }
  return { image, rowOf }
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
    if (key && !(await takeKey(tx, key, { editId: first.id, at: first.created_at }))) return findKeyedEdit(tx, key)
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
  { budget }: StudioPorts,
  tx: StudioPorts['db'],
  { edit, at, alike = { reservedMicroUsd: 0, count: 1 } }: Reservation,
): Promise<void> {
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

type Planning = { engine: Engine; frame: Frame; image: ImageRow; mask: MaskRow | null }

/** Once and for all: what is sent, what is shown and where the result is pasted all follow this plan. */
async function planFor(ports: StudioPorts, { engine, frame, image, mask }: Planning): Promise<CropPlan | null> {
  if (engine.crop === null || frame.kind === 'reframe') return null
  const { width, height } = image
  const maskBounds = mask && (await boundsOf(ports, mask))
  const { context, crop: locked } = frame
  return planCrop({ image: { width, height }, maskBounds, limits: engine.crop, context, locked })
}

/** FLUX where it is set up, else what this machine can do; an operation always means the local engine. */
function chooseEngine({ engines }: StudioPorts, request: EditRequest): Engine {
  const fallback: EngineId = engines.has('flux') && !request.operation ? 'flux' : 'local'
  const engine = engines.get(request.engine ?? fallback)
  if (!engine) throw new AppError('engine_unavailable', { field: 'engine' })
  return engine
}

function frameOf(request: EditRequest): Frame {
  const { frame, aspectRatio } = request
  if (!aspectRatio) return frame ?? { kind: 'keep' }
  if (frame && !(frame.kind === 'reframe' && frame.aspectRatio === aspectRatio)) {
    throw new AppError('parameter_invalid', { field: 'aspectRatio' })
  }
  return { kind: 'reframe', aspectRatio }
}

function taskOf(
  request: EditRequest,
  { engine, frame, mask }: { engine: EngineId; frame: Frame; mask: MaskRow | null },
): { prompt: string; operation: Operation | null } {
  const prompt = request.prompt ?? ''
  if (engine === 'flux') {
    if (request.operation) throw new AppError('parameter_invalid', { field: 'operation' })
    if (!isPrompt(prompt)) throw new AppError('prompt_invalid', { field: 'prompt' })
    return { prompt, operation: null }
  }
  if (prompt !== '' && !isPrompt(prompt)) throw new AppError('prompt_invalid', { field: 'prompt' })
  if (frame.kind === 'reframe') throw new AppError('parameter_invalid', { field: 'frame' })
  const operation = request.operation ?? defaultOperations.fill
  // Filling the whole picture from its surroundings leaves nothing to fill from.
  if (operation.kind === 'fill' && !mask) throw new AppError('mask_empty', { field: 'maskId' })
  return { prompt, operation }
}
