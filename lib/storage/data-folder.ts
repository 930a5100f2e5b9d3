// One process per data folder. The lock is SQLite's own on an empty file: the kernel drops it with the process, however that dies,
// so there is no stale lock to be fooled by. Node has no flock, and a file with a process id in it outlives a SIGKILL.
//
// Nobody else may open and close lock.sqlite in this process (a backup copying the folder, say): by the rules of POSIX locks that drops the lock.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '../core/errors.ts'

export type DataFolderLock = { release(): Promise<void> }

const holderSchema = z.object({ pid: z.int(), since: z.iso.datetime() })
type Holder = z.infer<typeof holderSchema>

/** Another process has the folder. The message is meant to be printed as it is. */
export class DataFolderInUseError extends Error {
  override name = 'DataFolderInUseError'
  readonly folder: string
  /** Null where the holder has not come to writing it down. */
  readonly holder: Holder | null

  constructor(folder: string, holder: Holder | null) {
    const who = holder ? `process ${holder.pid} since ${holder.since}` : 'another process'
    super(
      `The data folder ${folder} is in use by ${who}. Stop that one, or set FRISKET_DATA_DIR to another folder; for several processes on the same pictures, set DATABASE_URL and S3_BUCKET.`,
    )
    this.folder = folder
    this.holder = holder
  }
}

const retryEveryMs = 50
const sqliteBusy = 5

/**
 * Locks the folder for this process, which is made where it is missing.
 * `waitMs` is how long to try: while a hot reload hands over, the old process and the new one overlap for a moment.
 * @throws DataFolderInUseError, or `storage_failed` where the folder cannot be written
 */
export async function lockDataFolder(folder: string, { waitMs = 5_000 } = {}): Promise<DataFolderLock> {
  const root = resolve(folder)
  const holderPath = join(root, 'lock.json')
  const giveUpAt = performance.now() + waitMs
  try {
    await makeFolder(root)
    for (;;) {
      const lock = tryLock(join(root, 'lock.sqlite'))
      if (lock) {
        await writeHolder(holderPath)
        return { release: () => release(lock, holderPath) }
      }
      if (performance.now() >= giveUpAt) break
      await setTimeout(retryEveryMs)
    }
  } catch (cause) {
    throw new AppError('storage_failed', { cause })
  }
  throw new DataFolderInUseError(root, await readHolder(holderPath))
}

/** Step by step: Node's own `recursive` never comes back where the system refuses to make folders at all, as in /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await makeOne(path)
  }
}

/** Another process that starts at the same moment may be quicker. */
async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** Null where it is taken, be it by this process: SQLite keeps count of its locks per process, over all threads. */
function tryLock(path: string): DatabaseSync | null {
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return null
    throw error
  }
  heldLocks().add(database)
  return database
}

async function release(lock: DatabaseSync, holderPath: string): Promise<void> {
  if (!heldLocks().delete(lock)) return
  // First the words, then the lock: the other way round this could remove the words of the next holder.
  await rm(holderPath, { force: true })
  lock.close()
}

/** Only words for a message: a full disk is no reason not to start. */
async function writeHolder(path: string): Promise<void> {
  const holder: Holder = { pid: process.pid, since: new Date().toISOString() }
  await writeFile(path, JSON.stringify(holder)).catch(() => undefined)
}

/** Only words for a message, so whatever is wrong with the file, there is an answer. */
async function readHolder(path: string): Promise<Holder | null> {
  const text = await readFile(path, 'utf8').catch(() => '{}')
  try {
    return holderSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

declare global {
  var frisketHeldLocks: Set<DatabaseSync> | undefined
}

/** Keeps a held lock from the garbage collector, which would close it, also when a hot reload drops this module. */
function heldLocks(): Set<DatabaseSync> {
  globalThis.frisketHeldLocks ??= new Set()
  return globalThis.frisketHeldLocks
}
