// What the embedded database promises beside the queries: see edits.test.ts for those.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DatabaseRefusedError } from './database.ts'
import { openSqlite } from './sqlite.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frisket-db-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('one written by a newer Frisket is refused and left as it was', async () => {
  const file = join(folder, 'newer.sqlite')
  const raw = new DatabaseSync(file)
  raw.exec(
    "CREATE TABLE kysely_migration (name TEXT, timestamp TEXT); INSERT INTO kysely_migration VALUES ('9999-from-the-future', '')",
  )
  raw.close()
  await expect(openSqlite(file)).rejects.toThrow(DatabaseRefusedError)
  await expect(openSqlite(file)).rejects.toThrow('9999-from-the-future')
  const after = new DatabaseSync(file, { readOnly: true })
  expect(after.prepare('SELECT name FROM sqlite_master').all()).toEqual([{ name: 'kysely_migration' }])
  expect(after.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' })
  after.close()
})

test('every commit is synced and the log is written ahead', async () => {
  const db = await openSqlite(join(folder, 'frisket.sqlite'))
  expect((await sql`PRAGMA synchronous`.execute(db)).rows).toEqual([{ synchronous: 2 }])
  expect((await sql`PRAGMA journal_mode`.execute(db)).rows).toEqual([{ journal_mode: 'wal' }])
  await db.destroy()
})
