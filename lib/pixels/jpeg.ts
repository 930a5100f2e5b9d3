import { readFile } from 'node:fs/promises'
import type { Sharp } from 'sharp'
import { decoding, readImage, upright } from './read-image.ts'

/** JPEG has no alpha: what is transparent becomes white. Full colour resolution, since masks have sharp borders. */
export const jpegOf = (pipeline: Sharp): Sharp =>
  pipeline.flatten({ background: '#fff' }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' })

/**
 * A stored picture as JPEG.
 * @throws AppError image_invalid
 */
export async function makeJpeg(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const image = await readImage(await readFile(path))
  return new Uint8Array(await decoding(async () => jpegOf(await upright(image)).toBuffer()))
}
