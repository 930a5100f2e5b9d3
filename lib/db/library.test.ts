import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeId } from '../core/ids.ts'
import { type LibraryFilter, type LibrarySort, librarySorts } from '../edits/library.ts'
import type { Database } from './database.ts'
import { editRow } from './edit-row.fixture.ts'
import { insertEdit } from './edits.ts'
import { insertImage } from './images.ts'
import { type LibraryPlace, listUploads } from './library.ts'
import type { NewImage } from './schema.ts'
import { openSqlite } from './sqlite.ts'

const newId = () => encodeId(randomBytes(20))
const at = Date.UTC(2026, 10, 22, 12)

let folder: string
let db: Database
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frisket-db-'))
  db = await openSqlite(join(folder, 'frisket.sqlite'))
})
afterEach(async () => {
  await db.destroy()
  await rm(folder, { recursive: true })
})

async function add(change: Partial<NewImage>): Promise<NewImage> {
  const id = newId()
  const image: NewImage = {
    id,
    kind: 'upload',
    name: 'cat.png',
    width: 10,
    height: 10,
    format: 'png',
    bytes: 1,
    sha256: 'a',
    original_format: 'png',
    original_bytes: 1,
    original_sha256: 'a',
    root_image_id: id,
    edit_id: null,
    created_at: at,
    ...change,
  }
  await insertImage(db, image)
  return image
}

type Wish = { search?: string; filter?: LibraryFilter; sort?: LibrarySort }

/** All that matches, read in pages of three. */
async function list({ search = '', filter = 'all', sort = 'newest' }: Wish = {}) {
  const all = []
  for (let after: LibraryPlace | null = null; ; ) {
    const page = await listUploads(db, { limit: 3, after, search, filter, sort })
    all.push(...page)
    const last = page.at(-1)
    if (last === undefined) return all
    after = { key: last.sort_key, id: last.id }
  }
}
const namesOf = (rows: readonly { name: string }[]) => rows.map(({ name }) => name)

/** Two uploads at each of three moments, and a version of the oldest that is newer than all. */
async function shelf() {
  const images = []
  for (const [index, name] of ['Zebra.png', 'ant 100%.png', 'Bee.png', 'cow.png', 'dog.png', 'Eel.png'].entries()) {
    images.push(await add({ name, created_at: at + Math.floor(index / 2) }))
  }
  const [zebra, ant] = images
  await add({ kind: 'output', name: 'Zebra_v2.png', root_image_id: zebra.id, created_at: at + 99 })
  // What an engine returned is no version.
  await add({ kind: 'raw', name: 'raw.png', root_image_id: ant.id, created_at: at + 100 })
  return { zebra, ant }
}

test('every order gives each upload once, however many pages it takes, and pictures of one moment keep their place', async () => {
  await shelf()
  for (const sort of librarySorts) {
    const rows = await list({ sort })
    expect(namesOf(rows).toSorted()).toEqual(['Bee.png', 'Eel.png', 'Zebra.png', 'ant 100%.png', 'cow.png', 'dog.png'])
  }
  const [newest, oldest] = [await list({ sort: 'newest' }), await list({ sort: 'oldest' })]
  expect(newest.map(({ created_at }) => created_at - at)).toEqual([2, 2, 1, 1, 0, 0])
  expect(oldest).toEqual(newest.toReversed())
  expect(namesOf(await list({ sort: 'name' }))).toEqual([
    'ant 100%.png',
    'Bee.png',
    'cow.png',
    'dog.png',
    'Eel.png',
    'Zebra.png',
  ])
})

test('what was edited last comes first, whenever it was added', async () => {
  await shelf()
  expect(namesOf(await list({ sort: 'edited' }))[0]).toBe('Zebra.png')
})

test('a picture is edited as soon as it has a version, and an original until then; what an engine returned is none', async () => {
  const { zebra, ant } = await shelf()
  expect((await list({ filter: 'edited' })).map(({ id, versions }) => [id, versions])).toEqual([[zebra.id, 2]])
  const originals = await list({ filter: 'originals' })
  expect(originals).toHaveLength(5)
  expect(originals.find(({ id }) => id === ant.id)?.versions).toBe(1)
})

test('names and prompts are searched, whatever the case, and signs of patterns are only themselves', async () => {
  const { zebra, ant } = await shelf()
  const { id } = zebra
  await insertEdit(db, editRow(at, { image_id: id, root_image_id: id, prompt: 'A TEAL cup', due_at: null }))
  expect((await list({ search: 'teal' })).map(({ id }) => id)).toEqual([zebra.id])
  expect((await list({ search: 'ANT 100%' })).map(({ id }) => id)).toEqual([ant.id])
  expect(await list({ search: 'ant_100' })).toEqual([])
  expect(await list({ search: 'ant', filter: 'edited' })).toEqual([])
})
