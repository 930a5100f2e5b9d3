// What a request means, judged whole and written down as the edit that it would be. Nothing is kept and nothing reserved.
import { AppError } from '../core/errors.ts'
import { type Size, wholeRect } from '../core/geometry.ts'
import { dueAt } from '../db/edits.ts'
import { findImage } from '../db/images.ts'
import type { EditsTable, ImageRow, MaskRow } from '../db/schema.ts'
import type { Composition } from '../edits/composition.ts'
import { type EditRequest, type Frame, isPrompt, localEngineId } from '../edits/edit.ts'
import { misfitOf } from '../edits/engine-fit.ts'
import { chooseModel, type EngineModel } from '../edits/engine-profile.ts'
import type { Life } from '../edits/lifecycle.ts'
import type { Engine } from '../engines/engine.ts'
import { defaultGap, planComposition } from '../frame/compose.ts'
import { type CropPlan, planCrop } from '../frame/crop.ts'
import { ratioOf } from '../frame/ratio.ts'
import { defaultOperations, type Operation } from '../retouch/operation.ts'
import { refuseDearer } from './agreed-price.ts'
import { boundsOf, findFittingMask } from './fitting-mask.ts'
import type { StudioPorts } from './ports.ts'

/** `edit` is queued from now on, if it is inserted; its reservation counts from the same moment. */
export type PlannedEdit = { edit: EditsTable; image: ImageRow; mask: MaskRow | null }

/** @throws AppError with the field that is at fault */
export async function planEdit(ports: StudioPorts, request: EditRequest): Promise<PlannedEdit> {
  const image = await findImage(ports.db, request.imageId)
  if (!image) throw new AppError('not_found', { field: 'imageId' })
  const mask = request.maskId ? await findFittingMask(ports, request.maskId, image) : null
  await ports.refreshEngines()
  const engine = chooseEngine(ports, request)
  const model = chooseModel(engine.models, request.model)
  if (model === null) throw new AppError('engine_unavailable', { field: 'model' })
  refuseDearer({ engine: engine.id, model }, request.priceMicroUsd ?? null)
  const frame = frameOf(request)
  const { operation } = request
  if (operation?.kind === 'fill' && operation.avoidMaskId) {
    await findFittingMask(ports, operation.avoidMaskId, image)
  }
  const task = taskOf(request, { engine, model, frame, mask })
  const composition = request.reference ? await compose(ports, { request, engine, model, frame, image }) : null
  // As one picture with another, all of it is sent: what comes back of it covers all of it.
  const crop = composition?.plan
    ? { box: wholeRect(image), aspectRatio: ratioOf(image), sent: sizeOf(composition.plan.base) }
    : await planFor(ports, { engine, frame, image, mask })

  const now = ports.now()
  const life: Life = { state: 'queued', notBefore: now, deferrals: 0 }
  const edit: EditsTable = {
    id: ports.newId(),
    image_id: image.id,
    root_image_id: image.root_image_id,
    mask_id: mask?.id ?? null,
    after_edit_id: request.after ?? null,
    batch_id: null,
    batch_position: null,
    batch_step: null,
    engine: engine.id,
    model: model.model,
    operation: task.operation && JSON.stringify(task.operation),
    prompt: task.prompt,
    frame: JSON.stringify(frame),
    crop: crop && JSON.stringify(crop),
    composition: composition && JSON.stringify(composition),
    refinement: null,
    variation_set_id: null,
    aspect_ratio:
      frame.kind === 'reframe'
        ? frame.aspectRatio
        : (composition?.plan?.aspectRatio ?? crop?.aspectRatio ?? ratioOf(image)),
    seed: request.seed ?? ports.newSeed(),
    safety_tolerance: request.safetyTolerance ?? 1,
    output_format: request.outputFormat ?? 'png',
    price_micro_usd: model.priceMicroUsd,
    state: life.state,
    life: JSON.stringify(life),
    due_at: dueAt(life),
    lease_owner: null,
    lease_until: null,
    fence: 0,
    reserved_at: now,
    cancel_requested_at: null,
    created_at: now,
    queued_at: now,
    sent_at: null,
    received_at: null,
    stored_at: null,
    raw_image_id: null,
    output_image_id: null,
    receipt: null,
  }
  return { edit, image, mask }
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height })

type Composing = Pick<Planning, 'engine' | 'frame' | 'image'> & { request: EditRequest; model: EngineModel }

async function compose(
  ports: StudioPorts,
  { request, engine, model, frame, image }: Composing,
): Promise<Composition | null> {
  const { reference } = request
  if (!reference) return null
  const field = 'reference'
  if (engine.crop === null || frame.kind !== 'keep') throw new AppError('parameter_invalid', { field })
  const other = await findImage(ports.db, reference.imageId)
  if (!other || other.kind === 'raw') throw new AppError('not_found', { field: 'reference.imageId' })
  const { imageId, apart = false, side = 'left', gap = defaultGap } = reference
  if (apart && !engine.severalPictures?.(model.model)) {
    throw new AppError('parameter_invalid', { field: 'reference.apart' })
  }
  const plan = apart ? null : planComposition({ base: image, reference: other, side, gap, limits: engine.crop })
  return { imageId, side, gap, plan }
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

/** The first that takes prompts where one is set up, else what this machine can do, which is what an operation means. */
function chooseEngine({ engines }: StudioPorts, request: EditRequest): Engine {
  const byPrompt = [...engines.keys()].find((id) => id !== localEngineId)
  const fallback = request.operation ? localEngineId : (byPrompt ?? localEngineId)
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

type Tasking = { engine: Engine; model: EngineModel; frame: Frame; mask: MaskRow | null }

function taskOf(
  request: EditRequest,
  { engine, model, frame, mask }: Tasking,
): { prompt: string; operation: Operation | null } {
  const prompt = request.prompt ?? ''
  if (engine.id !== localEngineId) {
    if (request.operation) throw new AppError('parameter_invalid', { field: 'operation' })
    if (!isPrompt(prompt)) throw new AppError('prompt_invalid', { field: 'prompt' })
    const { anyRatio = true, crop } = engine
    const can = { anyRatio, ratios: crop?.ratios ?? null, needsMask: engine.needsMask?.(model.model) ?? false }
    const misfit = misfitOf(can, { frame, masked: mask !== null })
    if (misfit === 'mask') throw new AppError('mask_empty', { field: 'maskId' })
    if (misfit) throw new AppError('parameter_invalid', { field: 'frame' })
    return { prompt, operation: null }
  }
  if (prompt !== '' && !isPrompt(prompt)) throw new AppError('prompt_invalid', { field: 'prompt' })
  if (frame.kind === 'reframe') throw new AppError('parameter_invalid', { field: 'frame' })
  const operation = request.operation ?? defaultOperations.fill
  // Filling the whole picture from its surroundings leaves nothing to fill from.
  if (operation.kind === 'fill' && !mask) throw new AppError('mask_empty', { field: 'maskId' })
  return { prompt, operation }
}
