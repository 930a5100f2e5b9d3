import { AppError } from '../core/errors.ts'
import { countWishesOf } from '../db/batches.ts'
import { isBesideAnother } from '../db/compositions.ts'
import { countUnsettledOf } from '../db/edits.ts'
import { deleteFamily, findImage, lockImage } from '../db/images.ts'
import type { StudioPorts } from './ports.ts'
import { forgetThumbnails } from './thumbnail.ts'

/**
 * Deletes an upload with all its versions, and frees the bytes that nothing else uses. What was paid stays in the ledger.
 * @throws AppError not_found; image_in_use while one of its edits is under way or a batch waits for it; state_conflict for an image that is no upload
 */
export async function deleteImage(ports: StudioPorts, id: string): Promise<void> {
  const image = await findImage(ports.db, id)
  if (!image) throw new AppError('not_found')
  if (image.kind !== 'upload') throw new AppError('state_conflict', { details: { state: image.kind } })
  await ports.gate.alone(async () => {
    const orphans = await ports.db.transaction().execute(async (tx) => {
      // Whoever asks for an edit or stores a mask at this moment holds the row, or finds it gone.
      if (!(await lockImage(tx, id))) throw new AppError('not_found')
      if ((await countUnsettledOf(tx, id)) > 0) throw new AppError('image_in_use')
      if ((await countWishesOf(tx, id)) > 0 || (await isBesideAnother(tx, id))) throw new AppError('image_in_use')
      return deleteFamily(tx, id)
    })
    for (const sha256 of orphans) {
      await forgetThumbnails(ports, sha256)
      await ports.objects.delete(sha256)
    }
  })
}
