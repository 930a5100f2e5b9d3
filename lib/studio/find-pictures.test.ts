import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database.ts'
import { insertImage } from '../db/images.ts'
import { openSqlite } from '../db/sqlite.ts'
import { findPictures } from './find-pictures.ts'

let folder: string
let db: Database
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frisket-names-'))
  db = await openSqlite(join(folder, 'frisket.sqlite'))
})
afterEach(async () => {
  await db.destroy()
  await rm(folder, { recursive: true })
})

let made = 0
async function add(name: string, kind: 'upload' | 'output' | 'raw' = 'upload'): Promise<string> {
  const id = `${++made}`.padStart(20, '0')
  const original = { original_format: null, original_bytes: null, original_sha256: null }
  const rest = { width: 1, height: 1, format: 'png' as const, bytes: 1, sha256: id, edit_id: null, ...original }
  await insertImage(db, { id, kind, name, root_image_id: id, created_at: made, ...rest })
  return id
}

const found = async (...names: string[]) =>
  (await findPictures({ db }, names)).map(({ image, guess }) => image?.id ?? (guess ? `${guess.name}?` : null))

test('a picture is found by its name in any case, with or without its ending, and by its id', async () => {
  const cup = await add('Cup.png')
  const version = await add('Cup_v2.png', 'output')
  const raw = await add('raw.png', 'raw')
  expect(await found('Cup.png', 'cup.PNG', 'cup', version, raw)).toEqual([cup, cup, cup, version, null])
})

test('of several of one name the newest is meant, and a whole name before one without its ending', async () => {
  await add('cat.png')
  const second = await add('cat.png')
  const bare = await add('dog')
  await add('dog.png')
  expect(await found('cat.png', 'dog')).toEqual([second, bare])
})

test('where there is none, the one that was probably meant is named', async () => {
  await add('launch-tall.jpg')
  expect(await found('launch-tal.jpg', 'zebra.png')).toEqual(['launch-tall.jpg?', null])
})
