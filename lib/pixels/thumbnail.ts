import sharp from 'sharp'
import { decoding, sharpOptions } from './read-image.ts'

/** CSS pixels of the grid and of the editor, once and twice; a fixed few, so that each is made once and cached for good. */
export const thumbnailWidths = [96, 240, 480, 960, 1920] as const
export type ThumbnailWidth = (typeof thumbnailWidths)[number]

export type ThumbnailRequest = { path: string; width: ThumbnailWidth }

/**
 * A working copy or an output, at most `width` pixels wide and never enlarged, as WebP.
 * @throws AppError image_invalid
 */
export async function makeThumbnail({ path, width }: ThumbnailRequest): Promise<Uint8Array<ArrayBuffer>> {
  const thumbnail = sharp(path, sharpOptions).resize({ width, withoutEnlargement: true }).webp({ quality: 82 })
  return new Uint8Array(await decoding(() => thumbnail.toBuffer()))
}
