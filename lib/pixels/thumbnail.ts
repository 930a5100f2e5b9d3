import sharp from 'sharp'
import type { ThumbnailWidth } from '../core/limits.ts'
import { decoding, sharpOptions } from './read-image.ts'

/** CSS pixels of the grid and of the editor, once and twice; a fixed few, so that each is made once and cached for good. */
export type ThumbnailRequest = { path: string; width: ThumbnailWidth }

/**
 * A working copy or an output, at most `width` pixels wide and never enlarged, as WebP.
 * @throws AppError image_invalid
 */
export async function makeThumbnail({ path, width }: ThumbnailRequest): Promise<Uint8Array<ArrayBuffer>> {
  const thumbnail = sharp(path, sharpOptions).resize({ width, withoutEnlargement: true }).webp({ quality: 82 })
  return new Uint8Array(await decoding(() => thumbnail.toBuffer()))
}
