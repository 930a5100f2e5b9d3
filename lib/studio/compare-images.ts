import { AppError } from '../core/errors.ts'
import { findImage } from '../db/images.ts'
import type { StudioPorts } from './ports.ts'

type Compared = { imageId: string; otherId: string }

/** Names the difference of two images: the same as long as their pixels are. Found without looking at a pixel. */
export type ImagePair = { tag: string; draw(signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> }

/**
 * What differs between two images of one size, as an 8-bit grey PNG (see makeDifference).
 * @throws AppError not_found; parameter_invalid (`to`) where the sizes differ
 */
export async function compareImages(
  { db, objects, pixels }: Pick<StudioPorts, 'db' | 'objects' | 'pixels'>,
  { imageId, otherId }: Compared,
): Promise<ImagePair> {
  const [before, after] = [await findImage(db, imageId), await findImage(db, otherId)]
  if (!before) throw new AppError('not_found')
  if (!after) throw new AppError('not_found', { field: 'to' })
  if (before.width !== after.width || before.height !== after.height) {
    throw new AppError('parameter_invalid', { field: 'to' })
  }
  return {
    tag: `${before.sha256}-${after.sha256}`,
    draw: (signal) =>
      objects.withFile(before.sha256, (beforePath) =>
        objects.withFile(after.sha256, (afterPath) => pixels.makeDifference({ beforePath, afterPath }, signal)),
      ),
  }
}
