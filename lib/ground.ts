// What a studio stands on, in its two sizes: one process on SQLite and a disk, or many on PostgreSQL and a bucket.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type ChangeListener, listenForChanges } from './db/change-listener.ts'
import { type Database, DatabaseRefusedError } from './db/database.ts'
import { openPostgres, type PostgresOptions } from './db/postgres.ts'
import { openSharedClock } from './db/shared-clock.ts'
import { createSharedGate } from './db/shared-gate.ts'
import { openSqlite } from './db/sqlite.ts'
import type { ScaledOut, Settings } from './settings.ts'
import { DataFolderInUseError, type DataFolderLock, lockDataFolder } from './storage/data-folder.ts'
import { openDiskStore } from './storage/disk.ts'
import type { ObjectStore } from './storage/object-store.ts'
import { openS3Store } from './storage/s3.ts'
import { createKeepGate, type KeepGate } from './studio/keep-gate.ts'

export type Ground = {
  db: Database
  objects: ObjectStore
  gate: KeepGate
  /** A folder of this process alone. */
  folder: string
  /** True where this process is the only one. */
  alone: boolean
  now: () => number
  /** Null in one process, which knows by itself. */
  listener: ChangeListener | null
  /** @throws AppError storage_failed where nothing could be stored now */
  checkStorage(): Promise<void>
  close(): Promise<void>
}

export type GroundOptions = {
  settings: Settings
  /** Which kind of process this is, for whoever looks at the server's connections. */
  role: string
  /** Rows have changed, perhaps elsewhere. */
  onChange: () => void
  onError: (error: Error) => void
}

export async function openGround(options: GroundOptions): Promise<Ground> {
  const folder = resolve(/* turbopackIgnore: true */ process.cwd(), options.settings.dataDir)
  const { scaledOut } = options.settings
  return scaledOut === null ? openEmbedded(folder) : openScaledOut(folder, { ...options, scaledOut })
}

/** Left in a data folder by `npm run move`. What was queued there may be sent from elsewhere: it must not be sent from here. */
export const movedFile = 'moved.json'

async function refuseMoved(folder: string): Promise<void> {
  const words = await readFile(join(folder, movedFile), 'utf8').catch(() => null)
  if (words === null) return
  const { to } = z.object({ to: z.string() }).parse(JSON.parse(words))
  throw new DatabaseRefusedError(
    `The studio of ${folder} was moved to ${to}: set DATABASE_URL and S3_BUCKET, or use another FRISKET_DATA_DIR.`,
  )
}

async function openEmbedded(folder: string): Promise<Ground> {
  const lock = await lockDataFolder(folder)
  try {
    await refuseMoved(folder)
    const db = await openSqlite(join(folder, 'frisket.sqlite'))
    const objects = await openDiskStore(folder)
    return {
      db,
      objects,
      gate: createKeepGate(),
      folder,
      alone: true,
      now: Date.now,
      listener: null,
      checkStorage: () => objects.check(),
      async close() {
        await db.destroy()
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

type ScaledOutOptions = GroundOptions & { scaledOut: ScaledOut }

async function openScaledOut(
  dataDir: string,
  { scaledOut, role, onChange, onError }: ScaledOutOptions,
): Promise<Ground> {
  const { folder, lock } = await takePlace(dataDir)
  // Undone in reverse order, whatever it was that could not be opened.
  const undo: (() => unknown)[] = [() => lock.release()]
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const postgres: PostgresOptions = { url: scaledOut.databaseUrl, name: `frisket ${role}`, onError }
    const db = await openPostgres(postgres)
    undo.push(() => db.destroy())
    const objects = await openS3Store(folder, scaledOut.s3)
    undo.push(() => objects.close())
    const clock = await openSharedClock(db, { onError })
    undo.push(() => clock.close())
    const gate = createSharedGate(postgres)
    undo.push(() => gate.close())
    const listener = listenForChanges({ ...postgres, name: `${postgres.name}, listening` }, onChange)
    undo.push(() => listener.close())
    const { now } = clock
    return { db, objects, gate, folder, alone: false, now, listener, checkStorage: () => objects.check(), close }
  } catch (error) {
    await close()
    throw error
  }
}

const mostPlaces = 1_000

/**
 * Several processes of one machine may share a data folder's path: each takes the first place in it that no living
 * process has, so that what one has left behind by a crash is cleared away by the next.
 */
async function takePlace(dataDir: string): Promise<{ folder: string; lock: DataFolderLock }> {
  for (let place = 1; ; place++) {
    const folder = join(dataDir, `place-${place}`)
    try {
      return { folder, lock: await lockDataFolder(folder, { waitMs: 0 }) }
    } catch (error) {
      if (!(error instanceof DataFolderInUseError) || place === mostPlaces) throw error
    }
  }
}
