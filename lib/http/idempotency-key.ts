import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { AppError } from '../core/errors.ts'
import type { IdempotencyKey } from '../db/idempotency.ts'

type Keyed = { scope: string; body: object }

/**
 * Null without the header. The hash is of the parsed request, so that white space and the order of fields do not matter.
 * @throws AppError parameter_invalid
 */
export function keyOf(request: Request, { scope, body }: Keyed): IdempotencyKey | null {
  const key = readKey(request)
  if (key === null) return null
  return { scope, key, bodySha256: createHash('sha256').update(JSON.stringify(body)).digest('hex') }
}

/**
 * The same for a request whose body is a file: its bytes count, not how they were wrapped. Read once more only where there
 * is a key. Where this fails, the file is removed.
 * @throws AppError parameter_invalid, storage_failed
 */
export async function keyOfFile(
  request: Request,
  { scope, body, path }: Keyed & { path: string },
): Promise<IdempotencyKey | null> {
  try {
    if (readKey(request) === null) return null
    return keyOf(request, { scope, body: { ...body, sha256: await hashFile(path) } })
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

function readKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key')
  if (key !== null && !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError('parameter_invalid', { field: 'Idempotency-Key' })
  }
  return key
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk)
  } catch (cause) {
    throw new AppError('storage_failed', { cause, retryable: true })
  }
  return hash.digest('hex')
}
