import { type Database, isPostgres } from './database.ts'
import type { EditRow, ImageRow, MaskRow, NewImage, NewMask } from './schema.ts'

export async function insertImage(db: Database, image: NewImage): Promise<void> {
  await db.insertInto('images').values(image).execute()
}

export async function findImage(db: Database, id: string): Promise<ImageRow | undefined> {
  return db.selectFrom('images').selectAll().where('id', '=', id).executeTakeFirst()
}

/** For a transaction that adds to an upload's family: until the commit nobody deletes it. */
export async function holdImage(tx: Database, id: string): Promise<ImageRow | undefined> {
  const query = tx.selectFrom('images').selectAll().where('id', '=', id)
  return (isPostgres(tx) ? query.forShare() : query).executeTakeFirst()
}

/** For a transaction that deletes an upload: until the commit nobody adds to its family. */
export async function lockImage(tx: Database, id: string): Promise<ImageRow | undefined> {
  const query = tx.selectFrom('images').selectAll().where('id', '=', id)
  return (isPostgres(tx) ? query.forUpdate() : query).executeTakeFirst()
}

export async function insertMask(db: Database, mask: NewMask): Promise<void> {
  await db.insertInto('masks').values(mask).execute()
}

export async function findMask(db: Database, id: string): Promise<MaskRow | undefined> {
  return db.selectFrom('masks').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Everything that descends from one upload, oldest first. */
export async function findFamily(db: Database, rootImageId: string): Promise<{ images: ImageRow[]; edits: EditRow[] }> {
  const images = await db
    .selectFrom('images')
    .selectAll()
    .where('root_image_id', '=', rootImageId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const edits = await db
    .selectFrom('edits')
    .selectAll()
    .where('root_image_id', '=', rootImageId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return { images, edits }
}

/** The picture that engines are tried on; undefined before the first probe. */
export const findProbePicture = (db: Database): Promise<ImageRow | undefined> =>
  db.selectFrom('images').selectAll().where('kind', '=', 'probe').orderBy('created_at').limit(1).executeTakeFirst()

export async function countOutputs(db: Database, rootImageId: string): Promise<number> {
  const row = await db
    .selectFrom('images')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('root_image_id', '=', rootImageId)
    .where('kind', '=', 'output')
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** Removes rows of a whole family, inside the caller's transaction, and tells which objects nothing refers to any more. */
export async function deleteFamily(tx: Database, rootImageId: string): Promise<string[]> {
  const { images } = await findFamily(tx, rootImageId)
  const ids = images.map((image) => image.id)
  if (ids.length === 0) return []
  const masks = await tx.selectFrom('masks').select('sha256').where('image_id', 'in', ids).execute()
  const hashes = new Set<string>()
  for (const image of images) {
    hashes.add(image.sha256)
    if (image.original_sha256) hashes.add(image.original_sha256)
  }
  for (const mask of masks) hashes.add(mask.sha256)
  // The ledger, attempts and edits stay: what was paid is never forgotten.
  await tx.deleteFrom('images').where('root_image_id', '=', rootImageId).execute()
  const orphans: string[] = []
  for (const sha256 of hashes) if (!(await isReferenced(tx, sha256))) orphans.push(sha256)
  return orphans
}

/** Those of many objects that no row needs at this moment. */
export async function findUnreferenced(db: Database, hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return []
  const images = await db.selectFrom('images').select('sha256').where('sha256', 'in', hashes).execute()
  const originals = await db
    .selectFrom('images')
    .select('original_sha256 as sha256')
    .where('original_sha256', 'in', hashes)
    .execute()
  const masks = await db.selectFrom('masks').select('sha256').where('sha256', 'in', hashes).execute()
  const used = new Set([...images, ...originals, ...masks].map(({ sha256 }) => sha256))
  const lives = await db.selectFrom('edits').select('life').where('state', 'in', ['fetching', 'finishing']).execute()
  return hashes.filter((sha256) => !used.has(sha256) && !lives.some(({ life }) => life.includes(sha256)))
}

/** Whether any image, original, mask or edit under way still needs the object. */
export async function isReferenced(db: Database, sha256: string): Promise<boolean> {
  const image = await db
    .selectFrom('images')
    .select('id')
    .where((eb) => eb.or([eb('sha256', '=', sha256), eb('original_sha256', '=', sha256)]))
    .executeTakeFirst()
  if (image) return true
  const mask = await db.selectFrom('masks').select('id').where('sha256', '=', sha256).executeTakeFirst()
  if (mask) return true
  // A result under way stands in the life of its edit until the edit is done.
  const edit = await db
    .selectFrom('edits')
    .select('id')
    .where('state', 'in', ['fetching', 'finishing'])
    .where('life', 'like', `%${sha256}%`)
    .executeTakeFirst()
  return edit !== undefined
}
