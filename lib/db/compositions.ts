// Pictures that are to be shown to an engine beside another: until then they are in use, although no edit is theirs.
import type { Composition } from '../edits/composition.ts'
import type { EditRequest } from '../edits/edit.ts'
import type { Database } from './database.ts'

/** By edit of a batch: what was sent as one picture. */
export async function mergedByEdit(db: Database, batchId: string): Promise<Map<string, string>> {
  const edits = await db
    .selectFrom('edits')
    .select(['id', 'composition'])
    .where('batch_id', '=', batchId)
    .where('composition', 'is not', null)
    .execute()
  const pairs = edits.flatMap(({ id, composition }): [string, string][] => {
    const { mergedImageId }: Composition = JSON.parse(composition ?? '{}')
    return mergedImageId === undefined ? [] : [[id, mergedImageId]]
  })
  return new Map(pairs)
}

/** Whether an edit under way, or a row of a batch that waits, has one of this family beside its own picture. */
export async function isBesideAnother(db: Database, rootImageId: string): Promise<boolean> {
  const edits = await db
    .selectFrom('edits')
    .select('composition')
    .where('state', 'in', ['queued', 'sending', 'waiting', 'fetching', 'finishing'])
    .where('composition', 'is not', null)
    .execute()
  const rows = await db
    .selectFrom('batch_rows')
    .select('request')
    .where('state', '=', 'waiting')
    .where('request', 'like', '%"reference":{%')
    .execute()
  const ids = new Set([
    ...edits.flatMap(({ composition }): string[] => {
      const parsed: Composition | null = composition && JSON.parse(composition)
      return parsed ? [parsed.imageId] : []
    }),
    ...rows.flatMap(({ request }): string[] => {
      const parsed: EditRequest = JSON.parse(request)
      return parsed.reference ? [parsed.reference.imageId] : []
    }),
  ])
  if (ids.size === 0) return false
  const family = await db.selectFrom('images').select('id').where('root_image_id', '=', rootImageId).execute()
  return family.some(({ id }) => ids.has(id))
}
