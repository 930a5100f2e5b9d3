// Written by Node, not by sharp: sharp tells a full disk and a broken picture in the same words.
import { writeFile } from 'node:fs/promises'
import { AppError } from '../core/errors.ts'

/** @throws AppError storage_failed: the disk's fault, and the picture is as good as before */
export async function writeScratch(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes)
  } catch (cause) {
    throw new AppError('storage_failed', { cause, retryable: true })
  }
}
