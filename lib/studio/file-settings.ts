import { AppError } from '../core/errors.ts'
import { findImage } from '../db/images.ts'
import type { SettingsNote } from '../edits/settings-note.ts'
import type { StudioPorts } from './ports.ts'

/**
 * How a picture was made, as the file tells it that was dropped into the studio: its working copy has lost such notes.
 * @throws AppError not_found
 */
export async function fileSettings(
  { db, objects, pixels }: Pick<StudioPorts, 'db' | 'objects' | 'pixels'>,
  imageId: string,
): Promise<SettingsNote | null> {
  const image = await findImage(db, imageId)
  if (!image) throw new AppError('not_found')
  return objects.withFile(image.original_sha256 ?? image.sha256, (path) => pixels.readSettings(path))
}
