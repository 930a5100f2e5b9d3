// The object store on a disk: objects/ab/cdef… by SHA-256, and scratch/ beside it for what is not whole yet.
//
// Order is everything: scratch file written, fsynced, renamed, folder fsynced. Cut off anywhere, there is a whole object or none.
// Writing straight to the final name lost: killed in the middle, it left a torn file every time.
import { createHash, randomUUID } from 'node:crypto'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../core/errors.ts'
import { type FileSystem, nodeFileSystem, syncFolder } from './file-system.ts'
import type { ObjectReader, ObjectStore, StoredObject } from './object-store.ts'
import { hashAndSync, readWhole, writeAndSync } from './whole-file.ts'

export type DiskStore = ObjectStore & {
  /** Removes what was last written in the scratch folder before this time (epoch ms), and tells how many files that were. */
  sweepScratch(writtenBefore: number): Promise<number>
  /** @throws AppError storage_failed where nothing can be written */
  check(): Promise<void>
}

const sha256Pattern = /^[0-9a-f]{64}$/
const shardPattern = /^[0-9a-f]{2}$/
const restPattern = /^[0-9a-f]{62}$/
const privateFolder = { recursive: true, mode: 0o700 } as const

/**
 * Opens the store and sweeps what a crash left in the scratch folder. One process at a time may have it: see data-folder.ts.
 * Every method throws `storage_failed` when the disk does not do its part; `retryable` unless the object is not there at all.
 */
export async function openDiskStore(folder: string, fs: FileSystem = nodeFileSystem): Promise<DiskStore> {
  const root = resolve(folder)
  const objectsFolder = join(root, 'objects')
  const scratchFolder = join(root, 'scratch')
  const shards = new Map<string, Promise<void>>()
  /** Scratch files that have got their final name, while that has not been made to last. */
  const renamed = new Map<string, StoredObject>()

  /** The shard's folder, made to last. Once per process, even where it exists: who made it may not have come to its fsync. */
  function readyShard(shard: string): Promise<void> {
    const known = shards.get(shard)
    if (known) return known
    const made = fs.mkdir(shard, privateFolder).then(() => syncFolder(fs, objectsFolder))
    shards.set(shard, made)
    made.catch(() => shards.delete(shard))
    return made
  }

  const reader = createReader(fs, objectsFolder)

  /** True where the object is here already in its full length, and then it is here for good. A shorter one is damage, and replaced. */
  async function isKept({ sha256, bytes }: StoredObject): Promise<boolean> {
    if ((await reader.stat(sha256))?.bytes !== bytes) return false
    // Another call may have renamed it a moment ago and not have come to this yet.
    await syncFolder(fs, dirname(objectPath(objectsFolder, sha256)))
    return true
  }

  /** Moves a whole, fsynced scratch file to where it belongs. */
  async function settle(scratch: string, object: StoredObject): Promise<StoredObject> {
    const path = objectPath(objectsFolder, object.sha256)
    const shard = dirname(path)
    await readyShard(shard)
    if (await isKept(object)) {
      await discard(scratch)
      return object
    }
    await fs.rename(scratch, path)
    renamed.set(scratch, object)
    await syncFolder(fs, shard)
    renamed.delete(scratch)
    return object
  }

  /** Best effort: what cannot be removed now is swept at the next start. */
  const discard = (scratch: string): Promise<void> => fs.unlink(scratch).catch(() => undefined)

  async function sweepScratch(writtenBefore: number): Promise<number> {
    let swept = 0
    for (const name of await fs.readdir(scratchFolder)) {
      const path = join(scratchFolder, name)
      // An upload under way may end between these calls and take its file with it.
      const written = await fs.stat(path).catch(ignoreMissing)
      if (!written || written.mtimeMs >= writtenBefore) continue
      await fs.unlink(path).catch(ignoreMissing)
      swept++
    }
    return swept
  }

  await withStorageErrors(async () => {
    await makeFolder(fs, objectsFolder)
    await makeFolder(fs, scratchFolder)
    await sweepScratch(performance.timeOrigin)
  })

  return {
    scratchFolder,
    sweepScratch: (writtenBefore) => withStorageErrors(() => sweepScratch(writtenBefore)),

    check: () =>
      withStorageErrors(async () => {
        const scratch = join(scratchFolder, randomUUID())
        try {
          await writeAndSync(fs, scratch, new Uint8Array([1]))
        } finally {
          await discard(scratch)
        }
      }),

    put: (bytes) =>
      withStorageErrors(async () => {
        const object = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.byteLength }
        if (await isKept(object)) return object
        const scratch = join(scratchFolder, randomUUID())
        try {
          await writeAndSync(fs, scratch, bytes)
          return await settle(scratch, object)
        } catch (cause) {
          renamed.delete(scratch)
          await discard(scratch)
          throw cause
        }
      }),

    adopt: (path) =>
      withStorageErrors(async () => {
        const scratch = join(scratchFolder, basename(path))
        if (resolve(path) !== scratch)
          throw new TypeError(`Only a file of ${scratchFolder} can be adopted, not ${path}`)
        // An earlier try came as far as the name.
        const named = renamed.get(scratch)
        if (named && (await isKept(named))) {
          renamed.delete(scratch)
          return named
        }
        return settle(scratch, await hashAndSync(fs, scratch))
      }),

    ...reader,

    read: (sha256) => withStorageErrors(() => readWhole(fs, objectPath(objectsFolder, sha256))),

    withFile: async (sha256, use) => use(objectPath(objectsFolder, sha256)),

    // Not fsynced: a deletion that a power loss undoes leaves an orphan, which the start finds like any other.
    delete: (sha256) => withStorageErrors(() => fs.unlink(objectPath(objectsFolder, sha256)).catch(ignoreMissing)),
  }
}

/** Only reads, and sweeps nothing: for a process beside the one that has the folder. */
export const openDiskReader = (folder: string): ObjectReader =>
  createReader(nodeFileSystem, join(resolve(folder), 'objects'))

function createReader(fs: FileSystem, objectsFolder: string): ObjectReader {
  return {
    stat: (sha256) =>
      withStorageErrors(async () => {
        const file = await fs.stat(objectPath(objectsFolder, sha256)).catch(ignoreMissing)
        return file ? { sha256, bytes: file.size } : null
      }),

    stream: (sha256, range) =>
      withStorageErrors(async () => {
        const file = await fs.open(objectPath(objectsFolder, sha256), 'r')
        return file.createReadStream(range ?? {})
      }),

    async *list() {
      for (const shard of await withStorageErrors(() => fs.readdir(objectsFolder))) {
        if (!shardPattern.test(shard)) continue
        for (const rest of await withStorageErrors(() => fs.readdir(join(objectsFolder, shard))))
          if (restPattern.test(rest)) yield shard + rest
      }
    },
  }
}

/** The hash is judged before it becomes part of a path. */
function objectPath(objectsFolder: string, sha256: string): string {
  if (!sha256Pattern.test(sha256)) throw new TypeError('Not a SHA-256 in lower-case hex')
  return join(objectsFolder, sha256.slice(0, 2), sha256.slice(2))
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error
}

async function withStorageErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof TypeError) throw cause
    throw new AppError('storage_failed', { cause, retryable: !isMissing(cause) })
  }
}

/** Makes a folder and whatever is missing above it, and makes them last. */
async function makeFolder(fs: FileSystem, path: string): Promise<void> {
  const first = await fs.mkdir(path, privateFolder)
  if (first === undefined) return
  const top = dirname(first)
  for (let made = path; made !== top; made = dirname(made)) await syncFolder(fs, dirname(made))
}
