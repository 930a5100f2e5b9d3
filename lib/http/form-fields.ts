// The fields of a plain form, as a page sends them without a script.
import { AppError, isAppError } from '../core/errors.ts'
import { drain, openBody, readChunks } from './request-body.ts'

const maxBytes = 1_000_000
const formType = /^application\/x-www-form-urlencoded\b/i

/** @throws AppError request_invalid: another type, more than 1 MB, or a client that goes away */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const reader = openBody(request)
  try {
    if (!formType.test(request.headers.get('content-type') ?? '')) {
      throw new AppError('request_invalid', { field: 'Content-Type' })
    }
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of readChunks(reader)) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw new AppError('request_invalid')
      chunks.push(chunk)
    }
    return new URLSearchParams(Buffer.concat(chunks).toString())
  } catch (cause) {
    drain(reader)
    throw isAppError(cause) ? cause : new AppError('request_invalid', { cause })
  }
}
