import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyRows, hashRows } from './copy-rows.ts'
import type { Database } from './database.ts'
import { editRow } from './edit-row.fixture.ts'
import { openSqlite } from './sqlite.ts'

let folder: string
const open: Database[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frisket-copy-'))
})
afterAll(async () => {
  for (const db of open) await db.destroy()
  await rm(folder, { recursive: true })
})

async function openNew(name: string): Promise<Database> {
  const db = await openSqlite(join(folder, name))
  open.push(db)
  return db
}

test('a full page of the widest table is copied, although one statement cannot carry it', async () => {
  const [from, to] = [await openNew('from.sqlite'), await openNew('to.sqlite')]
  for (let first = 0; first < 1_050; first += 50) {
    const rows = Array.from({ length: 50 }, (_, i) => editRow(first + i))
    await from.insertInto('edits').values(rows).execute()
  }
  await copyRows(from, to)
  expect(await hashRows(to)).toBe(await hashRows(from))
  const { n } = await to
    .selectFrom('edits')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  expect(Number(n)).toBe(1_050)
})
