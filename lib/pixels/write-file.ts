// Written by Node, not by sharp: sharp tells a full disk and a broken picture in the same words.
import { open, writeFile } from 'node:fs/promises'
import { AppError } from '../core/errors.ts'

/** @throws AppError storage_failed: the disk's fault, and the picture is as good as before */
export const writeScratch = (path: string, bytes: Uint8Array): Promise<void> => written(() => writeFile(path, bytes))

/** The system takes 1,024 pieces at once. */
const mostPieces = 1_000

/**
 * As `writeScratch`, from pieces that are not joined before: 20 MB less for a picture of 20 MP.
 * @throws AppError storage_failed
 */
export const writeScratchParts = (path: string, parts: readonly Uint8Array[]): Promise<void> =>
  written(async () => {
    const file = await open(path, 'w')
    try {
      let position = 0
      for (let i = 0; i < parts.length; i += mostPieces) {
        const pieces = parts.slice(i, i + mostPieces)
        const bytes = pieces.reduce((sum, { length }) => sum + length, 0)
        const { bytesWritten } = await file.writev(pieces, position)
        // A disk that fills up takes a part and says nothing.
        if (bytesWritten !== bytes) throw new Error(`${bytesWritten} of ${bytes} bytes written`)
        position += bytes
      }
    } finally {
      await file.close()
    }
  })

async function written(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    throw new AppError('storage_failed', { cause, retryable: true })
  }
}
