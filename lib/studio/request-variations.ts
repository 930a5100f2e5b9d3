import { AppError } from '../core/errors.ts'
import { findVariations } from '../db/edits.ts'
import { findMade, type IdempotencyKey } from '../db/idempotency.ts'
import type { EditRow } from '../db/schema.ts'
import { seedsFrom, type VariationsRequest, variationCounts } from '../edits/edit.ts'
import { planEdit } from './plan-edit.ts'
import type { StudioPorts } from './ports.ts'
import { commitEdits, foundEdit } from './request-edit.ts'

/**
 * One edit with several seeds, asked for in one act: within the budget all of them, else none.
 * @returns the edits of the set in the order of their seeds, new ones queued; with a key that was used before, those of its set
 * @throws AppError; then nothing was written and nothing reserved
 */
export async function requestVariations(
  ports: StudioPorts,
  { count, variationSetId: joined, ...request }: VariationsRequest,
  key: IdempotencyKey | null,
): Promise<EditRow[]> {
  const earlier = key && (await findMade(ports.db, key))
  if (earlier) return setOf(ports, earlier)
  const { edit: alike, image } = await planEdit(ports, request)
  if (joined) await judgeJoining(ports, { setId: joined, imageId: image.id, count })
  const variationSetId = joined ?? ports.newId()
  const edits = seedsFrom(alike.seed, count).map((seed, i) => ({
    ...alike,
    ...{ id: ports.newId(), seed, variation_set_id: variationSetId },
    // A moment apart: in the order of their seeds they are sent, numbered and shown.
    created_at: alike.created_at + i,
  }))
  const [{ operation }] = edits
  // Of all operations only a fill is drawn from a seed.
  if (operation !== null && JSON.parse(operation).kind !== 'fill') {
    throw new AppError('parameter_invalid', { field: 'operation' })
  }
  return setOf(ports, await commitEdits(ports, { edits, key, start: async () => ({}) }))
}

/** @throws AppError not_found for a set of another picture, or none; parameter_invalid where it would become too large */
async function judgeJoining(
  { db }: StudioPorts,
  { setId, imageId, count }: { setId: string; imageId: string; count: number },
): Promise<void> {
  const known = await findVariations(db, setId)
  if (known[0]?.image_id !== imageId) throw new AppError('not_found', { field: 'variationSetId' })
  if (known.length + count > variationCounts.most) throw new AppError('parameter_invalid', { field: 'count' })
}

/** All of the set, also those that were there before. */
async function setOf(ports: StudioPorts, editId: string): Promise<EditRow[]> {
  const { variation_set_id: setId } = await foundEdit(ports, editId)
  return setId === null ? [] : findVariations(ports.db, setId)
}
