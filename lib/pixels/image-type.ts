// The type comes from the first bytes, never from a name.
import { fileTypeFromBuffer } from 'file-type'
import { AppError } from '../core/errors.ts'
import { type ImageFormat, textAt } from './container.ts'

/** Enough for every signature that file-type knows. */
const headBytes = 4_100

/** @throws AppError unsupported_image_type, with what was found instead */
export async function imageTypeOf(bytes: Uint8Array): Promise<ImageFormat> {
  const format = formatOf(bytes)
  if (format) return format
  throw new AppError('unsupported_image_type', { details: { found: await describe(bytes.subarray(0, headBytes)) } })
}

function formatOf(bytes: Uint8Array): ImageFormat | null {
  // Four bytes of PNG's eight: a file that a text transfer has ruined is a broken PNG, not an unknown type.
  if (textAt(bytes, 0, 4) === '\x89PNG') return 'png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpeg'
  if (textAt(bytes, 0, 4) === 'GIF8') return 'gif'
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 12) === 'WEBP') return 'webp'
  return null
}

async function describe(head: Uint8Array): Promise<string> {
  const text = textAt(head, 0, head.length).toLowerCase()
  if (/<svg[\s>]/.test(text)) return 'svg'
  if (/<!doctype html|<html[\s>]/.test(text)) return 'html'
  try {
    return (await fileTypeFromBuffer(head))?.ext ?? 'unknown'
  } catch {
    // It reads past a cut-off head; what the file is does not matter then.
    return 'unknown'
  }
}
