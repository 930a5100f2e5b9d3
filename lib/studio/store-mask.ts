import { rm } from 'node:fs/promises'
import { AppError } from '../core/errors.ts'
import type { Database } from '../db/database.ts'
import { findMade, forgetOldKeys, type IdempotencyKey, takeKey } from '../db/idempotency.ts'
import { findImage, findMask, holdImage, insertMask } from '../db/images.ts'
import type { MaskRow } from '../db/schema.ts'
import type { MaskChannel } from '../mask/mask-channel.ts'
import type { StudioPorts } from './ports.ts'

export type MaskFile = { path: string; imageId: string; channel: MaskChannel | null }

/**
 * Takes in a mask from the scratch folder, as an 8-bit grey PNG of its image's size.
 * @returns the mask; with a key that was used before, the one that it made then
 * @throws AppError not_found, image_*, mask_size_mismatch, mask_empty, mask_ambiguous; then nothing is kept
 */
export async function storeMask(
  ports: StudioPorts,
  file: MaskFile,
  key: IdempotencyKey | null = null,
): Promise<MaskRow> {
  const { db, objects, pixels } = ports
  try {
    const earlier = key && (await findMade(db, key))
    if (earlier) return await foundMask(db, earlier)
    if (key) await forgetOldKeys(db, ports.now())
    const image = await findImage(db, file.imageId)
    if (!image) throw new AppError('not_found', { field: 'imageId' })
    const { width, height } = image
    const size = { width, height }
    const { raster, coverage, bounds } = await pixels.readMask({
      source: file.path,
      size,
      channel: file.channel ?? undefined,
    })
    const png = await pixels.encodeMask({ raster, size })
    return await ports.gate.run(async () => {
      const stored = await objects.put(png)
      const row: MaskRow = {
        id: ports.newId(),
        image_id: image.id,
        width,
        height,
        sha256: stored.sha256,
        coverage,
        bounds: JSON.stringify(bounds),
        created_at: ports.now(),
      }
      const made = await db.transaction().execute(async (tx) => {
        if (key && !(await takeKey(tx, key, { madeId: row.id, at: row.created_at }))) return findMade(tx, key)
        // Deleted meanwhile.
        if (!(await holdImage(tx, image.root_image_id))) throw new AppError('not_found', { field: 'imageId' })
        await insertMask(tx, row)
        return row.id
      })
      return made === row.id ? row : foundMask(db, made)
    })
  } finally {
    await rm(file.path, { force: true })
  }
}

async function foundMask(db: Database, id: string | null): Promise<MaskRow> {
  const mask = id === null ? undefined : await findMask(db, id)
  if (!mask) throw new AppError('not_found')
  return mask
}
