import { readFile, stat } from 'node:fs/promises'
import { AppError } from '../core/errors.ts'
import type { Size } from '../core/geometry.ts'
import { maxImageBytes } from '../core/limits.ts'
import { ratioWithinBounds } from '../frame/ratio.ts'
import type { ImageFormat, Orientation } from './container.ts'
import { decodeWhole, judgePixels, readImage } from './read-image.ts'

export type Inspected = {
  format: ImageFormat
  bytes: number
  /** Upright, in pixels. */
  width: number
  height: number
  /** As the file has it; `width` and `height` are after it was applied. */
  orientation: Orientation
  hasAlpha: boolean
  /** False where the file is not yet upright 8-bit sRGB, so that its working copy is a PNG of its own. */
  encodingKept: boolean
}

/**
 * Judges an uploaded file: weight, type, header, frames, then every pixel, so that the cheap refusals come first.
 * @throws AppError image_empty, image_too_large, unsupported_image_type, image_invalid, image_too_many_pixels,
 *   aspect_ratio_out_of_range, animated_image
 */
export async function inspectImage(path: string): Promise<Inspected> {
  const { size: bytes } = await stat(path)
  judgeWeight(bytes)
  const image = await readImage(await readFile(path), judgeSize)
  await decodeWhole(image)
  return {
    format: image.format,
    bytes,
    width: image.width,
    height: image.height,
    orientation: image.container.orientation,
    hasAlpha: image.hasAlpha,
    encodingKept: image.encodingKept,
  }
}

/** @throws AppError image_empty, image_too_large */
export function judgeWeight(bytes: number): void {
  if (bytes === 0) throw new AppError('image_empty')
  if (bytes > maxImageBytes) throw new AppError('image_too_large', { details: { bytes, limitBytes: maxImageBytes } })
}

/** The ratio's bounds are the same for a picture on its side, so the size may be the encoded one. */
function judgeSize({ width, height }: Size): void {
  judgePixels({ width, height })
  if (!ratioWithinBounds({ width, height })) {
    throw new AppError('aspect_ratio_out_of_range', { details: { width, height } })
  }
}
