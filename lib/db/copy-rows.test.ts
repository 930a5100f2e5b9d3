import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyRows, hashRows } from './copy-rows.ts'
import type { Database } from './database.ts'
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
  const row = {
    image_id: 'image',
    root_image_id: 'image',
    mask_id: null,
    after_edit_id: null,
    crop: null,
    refinement: null,
    engine: 'flux' as const,
    model: 'm',
    operation: null,
    prompt: 'p',
    frame: '{"kind":"keep"}',
    aspect_ratio: '1:1',
    seed: 1,
    safety_tolerance: 1,
    output_format: 'png' as const,
    price_micro_usd: 70_000,
    state: 'done' as const,
    life: '{"state":"done"}',
    due_at: null,
    lease_owner: null,
    lease_until: null,
    fence: 0,
    reserved_at: 1,
    cancel_requested_at: null,
    created_at: 1,
    queued_at: 1,
    sent_at: null,
    received_at: null,
    stored_at: null,
    raw_image_id: null,
    output_image_id: null,
    receipt: null,
  }
  for (let first = 0; first < 1_050; first += 50) {
    const rows = Array.from({ length: 50 }, (_, i) => ({ ...row, id: `edit ${first + i}` }))
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
