import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../core/errors.ts'
import { cleanFileName, fileEnding } from '../core/file-name.ts'
import { maxImageBytes } from '../core/limits.ts'
import type { Database } from '../db/database.ts'
import { findMade, forgetOldKeys, type IdempotencyKey, takeKey } from '../db/idempotency.ts'
import { findImage, insertImage } from '../db/images.ts'
import type { ImageRow } from '../db/schema.ts'
import { downloadTo } from '../net/download.ts'
import type { StudioPorts } from './ports.ts'

const importTimeoutMs = 60_000

/**
 * Takes in a whole file of the scratch folder: judged, made upright and sRGB, kept byte for byte beside that.
 * The file is gone from the scratch folder afterwards, whatever happens. With a key that was used before, the image that it
 * made then.
 * @throws AppError by the input table; then nothing is kept
 */
export async function importImage(
  ports: StudioPorts,
  file: { path: string; name: string | null; kind?: 'upload' | 'probe' },
  key: IdempotencyKey | null = null,
): Promise<ImageRow> {
  const { db, objects, pixels } = ports
  let copyPath: string | null = null
  try {
    const earlier = key && (await findMade(db, key))
    if (earlier) return await foundImage(db, earlier)
    if (key) await forgetOldKeys(db, ports.now())
    const inspected = await pixels.inspectImage(file.path)
    const copy = await pixels.makeWorkingCopy({ path: file.path, inspected, scratchFolder: objects.scratchFolder })
    copyPath = copy.changed ? copy.path : null
    const id = ports.newId()
    return await ports.gate.run(async () => {
      const original = await objects.adopt(file.path)
      const kept = copyPath ? await objects.adopt(copyPath) : original
      const image: ImageRow = {
        id,
        kind: file.kind ?? 'upload',
        name: file.name ?? `picture.${fileEnding(inspected.format)}`,
        width: copy.width,
        height: copy.height,
        format: copy.format,
        bytes: kept.bytes,
        sha256: kept.sha256,
        original_format: inspected.format,
        original_bytes: original.bytes,
        original_sha256: original.sha256,
        root_image_id: id,
        edit_id: null,
        created_at: ports.now(),
      }
      const made = await db.transaction().execute(async (tx) => {
        // Of several with one key at once the first makes it; the others' bytes are the same.
        if (key && !(await takeKey(tx, key, { madeId: id, at: image.created_at }))) return findMade(tx, key)
        await insertImage(tx, image)
        return id
      })
      return made === id ? image : foundImage(db, made)
    })
  } finally {
    await rm(file.path, { force: true })
    if (copyPath) await rm(copyPath, { force: true })
  }
}

async function foundImage(db: Database, id: string | null): Promise<ImageRow> {
  const image = id === null ? undefined : await findImage(db, id)
  if (!image) throw new AppError('not_found')
  return image
}

export type UrlImport = { url: string; signal: AbortSignal; key: IdempotencyKey | null }

/** Fetches an address that a user gave, through the guard, and takes it in; with a key that was used before, neither. */
export async function importImageFromUrl(ports: StudioPorts, { url, signal, key }: UrlImport): Promise<ImageRow> {
  const earlier = key && (await findMade(ports.db, key))
  if (earlier) return foundImage(ports.db, earlier)
  const path = join(ports.objects.scratchFolder, `${ports.newId()}.import`)
  try {
    await downloadTo({
      fetchGuarded: ports.fetchForUsers,
      url,
      path,
      maxBytes: maxImageBytes,
      timeoutMs: importTimeoutMs,
      signal,
      accept: 'image/*',
    })
    return await importImage(ports, { path, name: nameOf(url) }, key)
  } finally {
    await rm(path, { force: true })
  }
}

/** The last part of an address's path, if that can serve as a name. */
function nameOf(url: string): string | null {
  const last = URL.parse(url)?.pathname.split('/').at(-1) ?? ''
  try {
    return cleanFileName(decodeURIComponent(last))
  } catch {
    return null
  }
}
