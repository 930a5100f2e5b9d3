import { readFile } from 'node:fs/promises'
import type { Sharp } from 'sharp'
import { decoding, readImage, upright } from './read-image.ts'
import { readXmp, withXmp } from './xmp.ts'

/** JPEG has no alpha: what is transparent becomes white. Full colour resolution, since masks have sharp borders. */
export const jpegOf = (pipeline: Sharp): Sharp =>
  pipeline.flatten({ background: '#fff' }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' })

/**
 * A stored picture as JPEG, with what it says of how it was made.
 * @throws AppError image_invalid
 */
export async function makeJpeg(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readFile(path)
  const image = await readImage(bytes)
  const jpeg = await decoding(async () => jpegOf(await upright(image)).toBuffer())
  const xmp = readXmp(bytes)
  return new Uint8Array(xmp === null ? jpeg : withXmp(jpeg, xmp))
}
