// An uploaded file, streamed to the scratch folder. Never request.formData(): 20 uploads of 15 MB at once took 722 MB of memory
// that way, and 43 MB this way. What the bytes are is judged later, by the bytes.
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import { AppError, isAppError } from '../core/errors.ts'
import { cleanFileName } from '../core/file-name.ts'
import { drain, openBody, readChunks } from './request-body.ts'

/** The caller owns the file from here on: to be adopted or removed. It is not fsynced yet. */
export type Upload = { path: string; bytes: number; name: string | null }

export type IntakeOptions = {
  scratchFolder: string
  maxBytes: number
}

/** What boundaries and part headers may add to a file. */
const formOverheadBytes = 64_000

/**
 * The raw body of an image type (or application/octet-stream) with an optional `?name=`, or the one field `file` of a form.
 * Whatever fails, no file stays behind.
 * @throws AppError `image_too_large` (details `maxBytes`), `image_empty`, `unsupported_image_type`, `request_invalid` (with the
 * field at fault where there is one) or `storage_failed`
 */
export async function receiveUpload(request: Request, { scratchFolder, maxBytes }: IntakeOptions): Promise<Upload> {
  const reader = openBody(request)
  const path = join(scratchFolder, randomUUID())
  try {
    const isForm = isFormType(request.headers.get('content-type') ?? '')
    const wireLimit = isForm ? maxBytes + formOverheadBytes : maxBytes
    if (Number(request.headers.get('content-length')) > wireLimit) throw tooLarge(maxBytes)

    const chunks = limited(readChunks(reader), { limit: wireLimit, maxBytes })
    const { bytes, name } = isForm
      ? await storeForm({ headers: request.headers, chunks, path, maxBytes })
      : { bytes: await store(chunks, path), name: new URL(request.url).searchParams.get('name') }
    if (bytes === 0) throw new AppError('image_empty')
    return { path, bytes, name: cleanFileName(name) }
  } catch (error) {
    drain(reader)
    // What cannot be removed now is swept at the next start.
    await rm(path, { force: true }).catch(() => undefined)
    throw error
  }
}

/** True for a form, false for a raw image. */
function isFormType(contentType: string): boolean {
  const type = contentType.split(';')[0].trim().toLowerCase()
  if (type === 'multipart/form-data') return true
  if (type.startsWith('image/') || type === 'application/octet-stream') return false
  // What clients send by themselves when nobody said anything.
  if (type === '' || type === 'application/x-www-form-urlencoded' || type.startsWith('multipart/'))
    throw new AppError('request_invalid', { field: 'Content-Type' })
  throw new AppError('unsupported_image_type')
}

const tooLarge = (maxBytes: number): AppError => new AppError('image_too_large', { details: { maxBytes } })

type Limits = { limit: number; maxBytes: number }

async function* limited(chunks: AsyncIterable<Uint8Array>, { limit, maxBytes }: Limits): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.byteLength
    if (bytes > limit) throw tooLarge(maxBytes)
    yield chunk
  }
}

/** What may wait for the disk while more arrives. Chunks are 64 KB, and one call to the disk for each is what takes the time. */
const writeAheadBytes = 256_000

/** Writes a new file and tells its length. What is not an error of the source is one of the disk. */
async function store(chunks: AsyncIterable<Uint8Array>, path: string): Promise<number> {
  try {
    const file = createWriteStream(path, { flags: 'wx', highWaterMark: writeAheadBytes })
    await pipeline(chunks, file)
    return file.bytesWritten
  } catch (error) {
    throw isAppError(error) ? error : new AppError('storage_failed', { cause: error, retryable: true })
  }
}

type FormUpload = { headers: Headers; chunks: AsyncIterable<Uint8Array>; path: string; maxBytes: number }
type StoredPart = { bytes: number; name: string | null }

async function storeForm({ headers, chunks, path, maxBytes }: FormUpload): Promise<StoredPart> {
  const parts: Promise<StoredPart>[] = []
  try {
    const form = busboy({
      headers: { 'content-type': headers.get('content-type') ?? '' },
      defParamCharset: 'utf8',
      limits: { fieldSize: 1_000 },
    })
    form.on('file', (field, part, { filename }) => {
      // Destroyed together with the form, whose error is the one that is told.
      part.on('error', () => undefined)
      // The parser goes on through the chunk that it is in, even when it was destroyed; nothing would ever end this part.
      if (form.destroyed) return
      if (field !== 'file' || parts.length > 0) return void form.destroy(new AppError('request_invalid', { field }))
      const stored = store(limited(partChunks(part), { limit: maxBytes, maxBytes }), path)
      const told = stored.then((bytes) => ({ bytes, name: filename ?? null }))
      told.catch((error: Error) => form.destroy(error))
      parts.push(told)
    })
    form.on('field', (field) => {
      form.destroy(new AppError('request_invalid', { field }))
    })
    await pipeline(Readable.from(chunks, { highWaterMark: 1 }), form)
  } catch (error) {
    await Promise.allSettled(parts)
    throw isAppError(error) ? error : new AppError('request_invalid', { cause: error })
  }
  if (parts.length === 0) throw new AppError('request_invalid', { field: 'file' })
  return parts[0]
}

async function* partChunks(part: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* part
  } catch (cause) {
    throw new AppError('request_invalid', { cause })
  }
}
