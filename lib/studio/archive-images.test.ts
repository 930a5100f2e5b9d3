import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeId } from '../core/ids.ts'
import type { Database } from '../db/database.ts'
import { insertImage } from '../db/images.ts'
import { openSqlite } from '../db/sqlite.ts'
import { openDiskStore } from '../storage/disk.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { archiveImages } from './archive-images.ts'
import { readZip } from './zip.fixture.ts'

let folder: string
let db: Database
let objects: ObjectStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frisket-archive-'))
  db = await openSqlite(join(folder, 'frisket.sqlite'))
  objects = await openDiskStore(folder)
})
afterEach(async () => {
  await db.destroy()
  await rm(folder, { recursive: true })
})

type Kind = 'upload' | 'output' | 'raw'

async function add(name: string, { kind = 'upload', root }: { kind?: Kind; root?: string } = {}) {
  const id = encodeId(randomBytes(20))
  const bytes = Buffer.from(`bytes of ${name} ${id}`)
  const { sha256 } = await objects.put(bytes)
  await insertImage(db, {
    id,
    kind,
    name,
    width: 1,
    height: 1,
    format: 'png',
    bytes: bytes.length,
    sha256,
    original_format: null,
    original_bytes: null,
    original_sha256: null,
    root_image_id: root ?? id,
    edit_id: null,
    created_at: Date.UTC(2026, 10, 25) + (kind === 'upload' ? 0 : 1),
  })
  return { id, bytes, sha256 }
}

const zipOf = async (ids: readonly string[]) =>
  readZip(Buffer.from(await new Response(await archiveImages({ db, objects }, ids)).arrayBuffer()))

test('a picture comes with its versions and without what the engine returned, each byte for byte and by a name of its own', async () => {
  const cat = await add('猫 cat.png')
  const second = await add('猫 cat_v2.png', { kind: 'output', root: cat.id })
  await add('raw.png', { kind: 'raw', root: cat.id })
  const other = await add('猫 cat.png')
  expect(await zipOf([cat.id, other.id])).toEqual([
    ['猫 cat.png', cat.bytes],
    ['猫 cat_v2.png', second.bytes],
    ['猫 cat (2).png', other.bytes],
  ])
})

test('what is gone is left out, and nothing at all is not found', async () => {
  const cat = await add('cat.png')
  const lost = await add('lost.png')
  await objects.delete(lost.sha256)
  expect(await zipOf(['0'.repeat(20), lost.id, cat.id])).toEqual([['cat.png', cat.bytes]])
  await expect(archiveImages({ db, objects }, ['0'.repeat(20)])).rejects.toMatchObject({ code: 'not_found' })
})
