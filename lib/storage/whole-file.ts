// Whole files: written so that they last, hashed, read back.
import { createHash } from 'node:crypto'
import type { FileSystem } from './file-system.ts'
import type { StoredObject } from './object-store.ts'

const chunkBytes = 1 << 20

/** Writes a new file and makes its bytes last. The size is asked for again: a layer below may claim more than it did. */
export async function writeAndSync(fs: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.open(path, 'wx')
  try {
    for (let offset = 0; offset < bytes.byteLength; ) {
      const { bytesWritten } = await file.write(bytes, offset, bytes.byteLength - offset)
      if (bytesWritten === 0) throw new Error('The disk took nothing of what was left to write')
      offset += bytesWritten
    }
    await file.sync()
    const { size } = await file.stat()
    if (size !== bytes.byteLength) throw new Error(`${size} of ${bytes.byteLength} bytes were written`)
  } finally {
    await file.close()
  }
}

/** Makes the bytes of a file last and names them. */
export async function hashAndSync(fs: FileSystem, path: string): Promise<StoredObject> {
  const file = await fs.open(path, 'r+')
  try {
    const hash = createHash('sha256')
    const chunk = new Uint8Array(chunkBytes)
    let bytes = 0
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.byteLength)
      if (bytesRead === 0) break
      hash.update(chunk.subarray(0, bytesRead))
      bytes += bytesRead
    }
    await file.sync()
    return { sha256: hash.digest('hex'), bytes }
  } finally {
    await file.close()
  }
}

export async function readWhole(fs: FileSystem, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await fs.open(path, 'r')
  try {
    const bytes = new Uint8Array((await file.stat()).size)
    for (let offset = 0; offset < bytes.byteLength; ) {
      const { bytesRead } = await file.read(bytes, offset, bytes.byteLength - offset)
      if (bytesRead === 0) throw new Error(`${path} ended at ${offset} of ${bytes.byteLength} bytes`)
      offset += bytesRead
    }
    return bytes
  } finally {
    await file.close()
  }
}
