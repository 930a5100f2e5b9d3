// A guarded GET into a file, whole and fsynced, or no file.
import { open, rm } from 'node:fs/promises'
import { AppError, isAppError } from '../core/errors.ts'
import type { GuardedFetch } from './guarded-fetch.ts'

export type Download = {
  fetchGuarded: GuardedFetch
  url: string
  /** Must not exist yet. */
  path: string
  maxBytes: number
  timeoutMs: number
  signal?: AbortSignal
  accept?: string
}

/**
 * A body that ends before its announced length is a failure like a lost connection.
 * @throws as GuardedFetch does, or `storage_failed`. `retryable` is false for answers such as 403, 404 and 410 (details `status`);
 * whether a 404 is final, right after the file was announced, is for the caller to say.
 */
export async function downloadTo(download: Download): Promise<{ bytes: number }> {
  const { fetchGuarded, url, path, maxBytes, timeoutMs, signal, accept } = download
  try {
    const file = await open(path, 'wx')
    try {
      const { body } = await fetchGuarded(url, { maxBytes, totalTimeoutMs: timeoutMs, signal, accept })
      await file.writeFile(body)
      await file.sync()
      return { bytes: (await file.stat()).size }
    } catch (error) {
      // What cannot be removed now is swept at the next start.
      await rm(path, { force: true }).catch(() => undefined)
      throw error
    } finally {
      await file.close()
    }
  } catch (error) {
    if (signal?.aborted || isAppError(error)) throw error
    throw new AppError('storage_failed', { cause: error, retryable: true })
  }
}
