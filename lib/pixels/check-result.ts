import { readFile, stat } from 'node:fs/promises'
import { AppError, isAppError } from '../core/errors.ts'
import type { ImageFormat } from './container.ts'
import { decodeWhole, readImage } from './read-image.ts'

export type CheckedResult = {
  width: number
  height: number
  format: ImageFormat
  bytes: number
}

/**
 * Decodes whole what an engine returned. Its weight and ratio are its own affair; its pixels are bounded as uploads' are.
 * @throws AppError result_invalid, with the refusal's own code as `reason`
 */
export async function checkResult(path: string): Promise<CheckedResult> {
  try {
    const { size: bytes } = await stat(path)
    if (bytes === 0) throw new AppError('image_empty')
    const image = await readImage(await readFile(path))
    if (image.format === 'gif') throw new AppError('unsupported_image_type', { details: { found: 'gif' } })
    await decodeWhole(image)
    const { width, height, format } = image
    return { width, height, format, bytes }
  } catch (error) {
    if (!isAppError(error)) throw error
    throw new AppError('result_invalid', { details: { ...error.details, reason: error.code }, cause: error })
  }
}
