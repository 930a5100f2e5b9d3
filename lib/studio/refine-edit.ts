// A new version from what an edit has brought home already. Nothing is called, nothing is reserved: no attempt, no line in
// the ledger, and no engine need be there.
import { AppError } from '../core/errors.ts'
import { intersectRects, type Rect, type Size, wholeRect } from '../core/geometry.ts'
import { dueAt, findEdit, insertEdit } from '../db/edits.ts'
import { findMade, forgetOldKeys, type IdempotencyKey, takeKey } from '../db/idempotency.ts'
import { findImage, holdImage, insertMask } from '../db/images.ts'
import type { EditRow, EditsTable, ImageRow, MaskRow } from '../db/schema.ts'
import type { Frame } from '../edits/edit.ts'
import type { Life } from '../edits/lifecycle.ts'
import type { RefineRequest } from '../edits/refine-request.ts'
import type { Refinement } from '../edits/refinement.ts'
import { isPlainEdge, type MaskEdge, plainEdge } from '../mask/edge.ts'
import { boundsOf, findFittingMask } from './fitting-mask.ts'
import type { StudioPorts } from './ports.ts'
import { foundEdit } from './request-edit.ts'

type Keep = Extract<Frame, { kind: 'keep' }>

/** What may be refined, with all that it takes. */
type Refinable = { edit: EditRow; image: ImageRow; raw: ImageRow; frame: Keep; box: Rect }

/**
 * @returns the new edit, which begins with finishing; with a key that was used before, the edit that it made then
 * @throws AppError not_found, state_conflict: no raw result is kept, or the frame was redrawn; mask_empty,
 *   mask_size_mismatch; then nothing was written
 */
export async function refineEdit(
  ports: StudioPorts,
  { id, request, key }: { id: string; request: RefineRequest; key: IdempotencyKey | null },
): Promise<EditRow> {
  const { db } = ports
  const earlier = key && (await findMade(db, key))
  if (earlier) return foundEdit(ports, earlier)
  const refined = await findRefinable(ports, id)
  const { edit, image, raw, frame } = refined
  const before: Refinement | null = edit.refinement && JSON.parse(edit.refinement)
  const { maskId = before ? before.maskId : edit.mask_id, ...rest } = request
  const edge: MaskEdge = {
    ...plainEdge,
    feather: rest.feather ?? 0,
    grow: rest.grow ?? 0,
    strength: rest.strength ?? 100,
  }
  const mask = maskId === null ? null : await findFittingMask(ports, maskId, image)

  const shaped = await shapedMask(ports, refined, { mask, edge })
  const now = ports.now()
  const { sha256, width, height, format, bytes } = raw
  const life: Life = {
    state: 'finishing',
    attemptId: null,
    raw: { sha256, width, height, format, bytes },
    notBefore: now,
    tries: 0,
    faults: 0,
  }
  const askedMaskId = before ? before.askedMaskId : edit.mask_id
  const refinement: Refinement = { editId: edit.id, askedMaskId, maskId, edge }
  const corrected: Frame = {
    ...frame,
    align: request.align ?? frame.align,
    matchColour: request.matchColour ?? frame.matchColour,
  }
  const made: EditsTable = {
    ...edit,
    id: ports.newId(),
    mask_id: shaped === null ? null : shaped.kind === 'stored' ? shaped.id : shaped.row.id,
    after_edit_id: null,
    variation_set_id: null,
    // Its raw result is the base's part already.
    composition: null,
    batch_id: null,
    batch_position: null,
    batch_step: null,
    refinement: JSON.stringify(refinement),
    frame: JSON.stringify(corrected),
    output_format: request.outputFormat ?? edit.output_format,
    price_micro_usd: 0,
    state: life.state,
    life: JSON.stringify(life),
    due_at: dueAt(life),
    lease_owner: null,
    lease_until: null,
    fence: 0,
    reserved_at: null,
    cancel_requested_at: null,
    created_at: now,
    queued_at: now,
    sent_at: null,
    received_at: null,
    stored_at: null,
    output_image_id: null,
    receipt: null,
  }
  if (key) await forgetOldKeys(db, now)
  const madeId = await ports.gate.run(async () => {
    const stored = shaped?.kind === 'new' ? await ports.objects.put(shaped.png) : null
    return db.transaction().execute(async (tx) => {
      if (key && !(await takeKey(tx, key, { madeId: made.id, at: now }))) return findMade(tx, key)
      // Deleted meanwhile, with all that was made of it.
      if (!(await holdImage(tx, raw.root_image_id))) throw new AppError('not_found')
      if (shaped?.kind === 'new' && stored) await insertMask(tx, { ...shaped.row, sha256: stored.sha256 })
      await insertEdit(tx, made)
      return made.id
    })
  })
  ports.wake()
  return foundEdit(ports, madeId ?? made.id)
}

async function findRefinable({ db }: StudioPorts, id: string): Promise<Refinable> {
  const edit = await findEdit(db, id)
  const image = edit && (await findImage(db, edit.image_id))
  if (!edit || !image) throw new AppError('not_found')
  const frame: Frame = JSON.parse(edit.frame)
  const raw = edit.raw_image_id === null ? undefined : await findImage(db, edit.raw_image_id)
  const ended = edit.state === 'done' || edit.state === 'failed'
  if (!ended || !raw || frame.kind !== 'keep') throw new AppError('state_conflict', { details: { state: edit.state } })
  const box: Rect = edit.crop === null ? wholeRect(image) : JSON.parse(edit.crop).box
  return { edit, image, raw, frame, box }
}

type Wished = { mask: MaskRow | null; edge: MaskEdge }
type NewMaskRow = Omit<MaskRow, 'sha256'>
type Shaped = { kind: 'stored'; id: string } | { kind: 'new'; row: NewMaskRow; png: Uint8Array<ArrayBuffer> }

/** The mask that is blended through: the painted one itself where nothing is changed of it; null for the whole picture. */
async function shapedMask(
  ports: StudioPorts,
  { image, box }: Refinable,
  { mask, edge }: Wished,
): Promise<Shaped | null> {
  const { id: imageId, width, height } = image
  const size: Size = { width, height }
  const painted = mask ? await boundsOf(ports, mask) : wholeRect(size)
  if (isPlainEdge(edge) && isWithin(painted, box)) return mask && { kind: 'stored', id: mask.id }
  const shape = (path: string | null) => ports.pixels.shapeStoredMask({ path, size, edge, box })
  const { png, coverage, bounds } = mask ? await ports.objects.withFile(mask.sha256, shape) : await shape(null)
  const id = ports.newId()
  const row: NewMaskRow = {
    ...{ id, image_id: imageId, width, height, coverage },
    bounds: JSON.stringify(bounds),
    created_at: ports.now(),
  }
  return { kind: 'new', row, png }
}

function isWithin(inner: Rect, outer: Rect): boolean {
  const common = intersectRects(inner, outer)
  return common.width === inner.width && common.height === inner.height
}
