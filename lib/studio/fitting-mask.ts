import { AppError } from '../core/errors.ts'
import type { Rect } from '../core/geometry.ts'
import { findImage, findMask } from '../db/images.ts'
import type { ImageRow, MaskRow } from '../db/schema.ts'
import type { StudioPorts } from './ports.ts'

/** @throws AppError not_found, mask_size_mismatch */
export async function findFittingMask({ db }: StudioPorts, maskId: string, image: ImageRow): Promise<MaskRow> {
  const mask = await findMask(db, maskId)
  const owner = mask && (await findImage(db, mask.image_id))
  // A mask goes when its picture is deleted, so it serves only that picture and its versions.
  if (!owner || owner.root_image_id !== image.root_image_id) throw new AppError('not_found', { field: 'maskId' })
  if (mask.width !== image.width || mask.height !== image.height) {
    throw new AppError('mask_size_mismatch', {
      field: 'maskId',
      details: { width: mask.width, height: mask.height, expectedWidth: image.width, expectedHeight: image.height },
    })
  }
  return mask
}

/** Known since the mask was stored, except of masks that are older than that knowledge. */
export async function boundsOf({ objects, pixels }: StudioPorts, mask: MaskRow): Promise<Rect> {
  if (mask.bounds !== null) return JSON.parse(mask.bounds)
  const { width, height } = mask
  const measured = await objects.withFile(mask.sha256, (source) => pixels.readMask({ source, size: { width, height } }))
  return measured.bounds
}
