// A whole studio in one file, and back: objects/<sha256> as they are, then the rows as an SQLite file, whichever the size.
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { attemptsOf, insertAttempt } from '../db/attempts.ts'
import { pauseBatches } from '../db/batches.ts'
import { copyRows, hashRows, isEmpty, neededObjects } from '../db/copy-rows.ts'
import type { Database } from '../db/database.ts'
import { advanceEdit, findEdit } from '../db/edits.ts'
import { openSqlite } from '../db/sqlite.ts'
import { nodeFileSystem, syncFolder } from '../storage/file-system.ts'
import type { ObjectReader, ObjectStore } from '../storage/object-store.ts'
import { readTar, type TarWriter, writeTar } from '../storage/tar.ts'

const rowsName = 'frisket.sqlite'
const endName = 'frisket.json'
const objectPattern = /^objects\/([0-9a-f]{64})$/
/** Pictures deleted between the copy of their bytes and that of the rows make it start over with the rows. */
const snapshotTries = 5

export type Archived = { objects: number; damaged: string[]; rowsSha256: string }

export type BackupSource = {
  objects: ObjectReader
  /** Writes all rows, as they are at one moment, to a new SQLite file. */
  snapshot(file: string): Promise<void>
}

/**
 * Writes `file` while the studio runs. Bytes first, then the rows: an object that is stored meanwhile is fetched after
 * the rows that need it, and where a picture was deleted meanwhile the rows are taken again.
 * @returns what is in it; `damaged` are objects that rows need and whose bytes are gone or wrong
 */
export async function writeArchive(source: BackupSource, { file }: { file: string }): Promise<Archived> {
  const unfinished = `${file}.unfinished`
  const rows = `${file}.rows`
  await rm(unfinished, { force: true })
  const out = await open(unfinished, 'wx', 0o600)
  try {
    const tar = writeTar(out)
    const kept = new Set<string>()
    const damaged = new Set<string>()
    for await (const sha256 of source.objects.list()) await keep(source, { tar, sha256, kept, damaged })
    let missing: string[] = []
    for (let tries = 0; tries < snapshotTries; tries++) {
      await rm(rows, { force: true })
      await source.snapshot(rows)
      missing = await keepNeeded(source, { rows, tar, kept, damaged })
      if (missing.length === 0) break
    }
    const db = await openSqlite(rows)
    const rowsSha256 = await hashRows(db).finally(() => db.destroy())
    await addFile(tar, { name: rowsName, path: rows })
    const archived: Archived = { objects: kept.size, damaged: [...new Set([...missing, ...damaged])], rowsSha256 }
    const end = Buffer.from(JSON.stringify({ format: 1, ...archived }))
    await tar.add(endName, end.byteLength, Readable.from([end]))
    await tar.end()
    await out.sync()
    await out.close()
    await rename(unfinished, file)
    await syncFolder(nodeFileSystem, join(file, '..'))
    return archived
  } finally {
    await out.close().catch(() => undefined)
    for (const path of [unfinished, rows, `${rows}-wal`, `${rows}-shm`]) await rm(path, { force: true })
  }
}

type Keeping = { tar: TarWriter; sha256: string; kept: Set<string>; damaged: Set<string> }

/** False where it is not there. */
async function keep({ objects }: BackupSource, { tar, sha256, kept, damaged }: Keeping): Promise<boolean> {
  if (kept.has(sha256)) return true
  const stored = await objects.stat(sha256)
  const bytes = stored && (await objects.stream(sha256).catch(() => null))
  if (!stored || !bytes) return false
  const hash = createHash('sha256')
  const hashed = async function* () {
    for await (const chunk of bytes) {
      hash.update(chunk)
      yield chunk
    }
  }
  await tar.add(`objects/${sha256}`, stored.bytes, hashed())
  kept.add(sha256)
  if (hash.digest('hex') !== sha256) damaged.add(sha256)
  return true
}

type Needed = Omit<Keeping, 'sha256'> & { rows: string }

async function keepNeeded(source: BackupSource, { rows, ...keeping }: Needed): Promise<string[]> {
  const db = await openSqlite(rows)
  const missing: string[] = []
  try {
    for await (const sha256 of neededObjects(db)) {
      if (!(await keep(source, { ...keeping, sha256 }))) missing.push(sha256)
    }
  } finally {
    await db.destroy()
  }
  return missing
}

async function addFile(tar: TarWriter, { name, path }: { name: string; path: string }): Promise<void> {
  const file = await open(path, 'r')
  try {
    await tar.add(name, (await file.stat()).size, file.createReadStream({ autoClose: false }))
  } finally {
    await file.close()
  }
}

/** Its message is a sentence for the person who restores or moves. */
export class ArchiveRefusedError extends Error {
  override name = 'ArchiveRefusedError'
}

export type RestoreTarget = { db: Database; objects: ObjectStore; now: () => number; newId: () => string }

/**
 * Reads an archive into an empty studio. Bytes first, each judged by its hash; then all rows in one commit.
 * @returns how many edits under way came back as `unknown`
 * @throws ArchiveRefusedError where the studio is not empty or the archive is not whole; then no row was written
 */
export async function readArchive(target: RestoreTarget, { file }: { file: string }): Promise<{ unknown: number }> {
  const { db, objects } = target
  if (!(await isEmpty(db))) throw new ArchiveRefusedError('There is a studio here already: restore into an empty one.')
  const archive = await open(file, 'r')
  const rows = join(objects.scratchFolder, `${target.newId()}.sqlite`)
  let whole = false
  try {
    for await (const { name, bytes } of readTar(archive)) {
      const sha256 = objectPattern.exec(name)?.[1]
      if (sha256) await restoreObject(target, { sha256, bytes })
      else if (name === rowsName) await pipeline(Readable.from(bytes), createWriteStream(rows, { flags: 'wx' }))
      else if (name === endName) whole = true
    }
    if (!whole) throw new ArchiveRefusedError(`${file} is not a whole backup of Frisket.`)
    const source = await openSqlite(rows)
    try {
      const unknown = await settleCalls(source, target)
      await pauseBatches(source)
      await copyRows(source, db)
      return { unknown }
    } finally {
      await source.destroy()
    }
  } catch (error) {
    if (error instanceof ArchiveRefusedError || !(error instanceof Error)) throw error
    throw new ArchiveRefusedError(`${file} could not be restored: ${error.message}.`, { cause: error })
  } finally {
    await archive.close()
    for (const path of [rows, `${rows}-wal`, `${rows}-shm`]) await rm(path, { force: true })
  }
}

async function restoreObject(
  { objects, newId }: RestoreTarget,
  { sha256, bytes }: { sha256: string; bytes: AsyncIterable<Uint8Array> },
): Promise<void> {
  const path = join(objects.scratchFolder, `${newId()}.restore`)
  await pipeline(Readable.from(bytes), createWriteStream(path, { flags: 'wx' }))
  const stored = await objects.adopt(path)
  if (stored.sha256 === sha256) return
  await objects.delete(stored.sha256)
  throw new ArchiveRefusedError(`The object ${sha256} of the backup has other bytes than it had.`)
}

/**
 * Whatever had not been answered when the backup was made may have been sent since, by the studio that went on: it comes
 * back as `unknown`, for the user to decide, and is never sent by itself. What costs nothing starts again.
 */
async function settleCalls(db: Database, { now, newId }: Omit<RestoreTarget, 'db' | 'objects'>): Promise<number> {
  const at = now()
  // What waits for another comes before it: otherwise that other's end would call it off, although it may have been sent.
  const edits = await db
    .selectFrom('edits')
    .selectAll()
    .where('state', 'in', ['queued', 'sending'])
    .orderBy('created_at', 'desc')
    .orderBy((eb) => eb.case().when('after_edit_id', 'is', null).then(1).else(0).end())
    .execute()
  let unknown = 0
  for (const { id, price_micro_usd: price, engine, model } of edits) {
    await db.transaction().execute(async (tx) => {
      const state = (await findEdit(tx, id))?.state
      if (state !== 'queued' && state !== 'sending') return
      const paid = price > 0
      if (state === 'sending') {
        const [attempt] = (await attemptsOf(tx, id)).slice(-1)
        const event = { kind: 'recover', now: at, repeatable: !paid } as const
        await advanceEdit(tx, { id, fence: null, event, at, attemptId: attempt?.id ?? null })
      } else if (paid) {
        const attemptId = newId()
        const sizes = { sent_width: 0, sent_height: 0, sent_bytes: 0 }
        const attempt = { id: attemptId, edit_id: id, engine, model, price_micro_usd: price, ...sizes, started_at: at }
        await insertAttempt(tx, attempt)
        await advanceEdit(tx, { id, fence: null, event: { kind: 'send', attemptId }, at, attemptId })
        await advanceEdit(tx, { id, fence: null, event: { kind: 'lose', code: 'answer_lost' }, at, attemptId })
      }
      if (paid) unknown++
    })
  }
  await db.updateTable('edits').set({ lease_owner: null, lease_until: null }).execute()
  return unknown
}
