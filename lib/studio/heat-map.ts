import { AppError } from '../core/errors.ts'
import { findEdit } from '../db/edits.ts'
import { findImage, findMask } from '../db/images.ts'
import type { StudioPorts } from './ports.ts'

type Ports = Pick<StudioPorts, 'db' | 'objects' | 'pixels'>

/**
 * What the engine had changed outside the mask, of an edit that is done. Made from what is stored, which never changes:
 * 0.5 s at 20 MP, once for each browser.
 * @throws AppError not_found: no such edit, not done, or nothing was protected
 */
export async function heatMap({ db, objects, pixels }: Ports, editId: string): Promise<Uint8Array<ArrayBuffer>> {
  const edit = await findEdit(db, editId)
  if (edit?.state !== 'done' || edit.mask_id === null || edit.raw_image_id === null) throw new AppError('not_found')
  const [image, raw, mask] = await Promise.all([
    findImage(db, edit.image_id),
    findImage(db, edit.raw_image_id),
    findMask(db, edit.mask_id),
  ])
  if (!image || !raw || !mask) throw new AppError('not_found')
  const crop = edit.crop && JSON.parse(edit.crop)
  return objects.withFile(image.sha256, (imagePath) =>
    objects.withFile(raw.sha256, (rawPath) =>
      objects.withFile(mask.sha256, async (maskPath) => {
        const png = await pixels.makeHeatMap({ imagePath, rawPath, maskPath, crop })
        return new Uint8Array(png)
      }),
    ),
  )
}
