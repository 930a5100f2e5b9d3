import { AppError } from '../core/errors.ts'
import { findVariations } from '../db/edits.ts'
import { findKeyedEdit, type IdempotencyKey } from '../db/idempotency.ts'
import type { EditRow } from '../db/schema.ts'
import { seedsFrom, type VariationsRequest } from '../edits/edit.ts'
import type { StudioPorts } from './ports.ts'
import { commitEdits, foundEdit, judgeRequest } from './request-edit.ts'

/**
 * One edit with several seeds, asked for in one act: within the budget all of them, else none.
 * @returns the edits, queued, in the order of their seeds; with a key that was used before, those that it made then
 * @throws AppError; then nothing was written and nothing reserved
 */
export async function requestVariations(
  ports: StudioPorts,
  { count, ...request }: VariationsRequest,
  key: IdempotencyKey | null,
): Promise<EditRow[]> {
  const earlier = key && (await findKeyedEdit(ports.db, key))
  if (earlier) return setOf(ports, earlier)
  const { rowOf } = await judgeRequest(ports, request)
  const at = ports.now()
  const variationSetId = ports.newId()
  const edits = seedsFrom(request.seed ?? ports.newSeed(), count).map((seed, i) => ({
    ...rowOf({ seed, variationSetId, at }),
    // A moment apart: in the order of their seeds they are sent, numbered and shown.
    created_at: at + i,
  }))
  const [{ operation }] = edits
  // Of all operations only a fill is drawn from a seed.
  if (operation !== null && JSON.parse(operation).kind !== 'fill') {
    throw new AppError('parameter_invalid', { field: 'operation' })
  }
  return setOf(ports, await commitEdits(ports, { edits, key, start: async () => ({}) }))
}

async function setOf(ports: StudioPorts, editId: string): Promise<EditRow[]> {
  const { variation_set_id: setId } = await foundEdit(ports, editId)
  return setId === null ? [] : findVariations(ports.db, setId)
}
