import { readFile } from 'node:fs/promises'
import type { Sharp } from 'sharp'
import { AppError } from '../core/errors.ts'
import type { ImageFormat } from './container.ts'
import { decoding, readImage, upright } from './read-image.ts'

export type PrepareRequest = { imagePath: string; maxBytes: number }

export type PreparedImage = { bytes: Uint8Array<ArrayBuffer>; format: ImageFormat; width: number; height: number }

/** Lossless WebP saves a third of a PNG or more, but takes 0.6 s per megapixel: beyond this no engine sees the difference. */
const maxLosslessPixels = 8_000_000
const jpegQualities = [95, 90, 85, 80, 70, 60]

/**
 * The working copy in as few changes as an engine's limit of bytes allows: as it is, lossless WebP, or JPEG from
 * quality 95 downwards, where what is transparent becomes white.
 * @throws AppError image_invalid; image_too_large where even the last does not fit
 */
export async function prepareForEngine({ imagePath, maxBytes }: PrepareRequest): Promise<PreparedImage> {
  const bytes = new Uint8Array(await readFile(imagePath))
  const image = await readImage(bytes)
  const { format, width, height } = image
  if (bytes.length <= maxBytes) return { bytes, format, width, height }

  const encode = async (to: (pipeline: Sharp) => Sharp): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await decoding(async () => to(await upright(image)).toBuffer()))
  if (width * height <= maxLosslessPixels) {
    const webp = await encode((pipeline) => pipeline.webp({ lossless: true, effort: 0 }))
    if (webp.length <= maxBytes) return { bytes: webp, format: 'webp', width, height }
  }
  for (const quality of jpegQualities) {
    const jpeg = await encode((pipeline) =>
      pipeline.flatten({ background: '#fff' }).jpeg({ quality, chromaSubsampling: quality > 90 ? '4:4:4' : '4:2:0' }),
    )
    if (jpeg.length <= maxBytes) return { bytes: jpeg, format: 'jpeg', width, height }
  }
  throw new AppError('image_too_large', { details: { bytes: bytes.length, limitBytes: maxBytes } })
}
