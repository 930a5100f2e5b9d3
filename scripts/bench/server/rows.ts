// The library, the list of edits, one edit, one picture's family and the events at three sizes: the 95th percentile of
// each, on both databases, and how many times slower the largest is than the smallest. Target: twice.
import { sql } from 'kysely'
import { databaseKinds, openTestDatabase } from '../../../lib/db/database.fixture.ts'
import type { Database } from '../../../lib/db/database.ts'
import { findEdit, listEdits } from '../../../lib/db/edits.ts'
import { eventsAfter } from '../../../lib/db/events.ts'
import { findFamily } from '../../../lib/db/images.ts'
import { listUploads } from '../../../lib/db/library.ts'
import { quantile } from '../paint/measure.ts'

const tries = 120
const page = { limit: 50, after: null, search: '', filter: 'all', sort: 'newest' } as const

/** As ids are: text, in no order that helps. */
const idOf = (letter: string) => sql.raw(`'${letter}' || cast((n * 7919) % 100000007 as text)`)

/** So many pictures, each with an edit that is done, its raw result, its output and five events. */
async function fill(db: Database, count: number): Promise<void> {
  const upload = idOf('u')
  const numbers = sql.raw(
    `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})`,
  )
  for (const [kind, letter] of [
    ['upload', 'u'],
    ['raw', 'r'],
    ['output', 'o'],
  ] as const) {
    await sql`
      insert into images (id, kind, name, width, height, format, bytes, sha256, root_image_id, edit_id, created_at)
      ${numbers} select ${idOf(letter)}, ${kind}, 'picture ' || n || '.png', 1200, 900, 'png', 1000000,
        ${idOf(letter)}, ${upload}, ${kind === 'upload' ? sql`null` : idOf('e')}, 1700000000000 + n * 1000 from numbers
    `.execute(db)
  }
  await sql`
    insert into edits (id, image_id, root_image_id, engine, model, prompt, frame, aspect_ratio, seed, safety_tolerance,
      output_format, price_micro_usd, state, life, fence, created_at, queued_at, sent_at, received_at, stored_at,
      raw_image_id, output_image_id)
    ${numbers} select ${idOf('e')}, ${upload}, ${upload}, 'flux', 'flux-kontext-max', 'Change the cup to teal ' || n,
      '{"kind":"keep"}', '4:3', n, 1, 'png', 70000, 'done', '{"state":"done"}', 4, 1700000000000 + n * 1000,
      1700000000000 + n * 1000, 1700000000100 + n * 1000, 1700000009000 + n * 1000, 1700000010000 + n * 1000,
      ${idOf('r')}, ${idOf('o')} from numbers
  `.execute(db)
  for (const state of ['queued', 'sending', 'fetching', 'finishing', 'done']) {
    await sql`
      insert into events (edit_id, state, at) ${numbers} select ${idOf('e')}, ${state}, 1700000000000 + n from numbers
    `.execute(db)
  }
  await sql`analyze`.execute(db)
}

async function p95(work: (i: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < tries; i++) {
    const startedAt = performance.now()
    await work(i)
    times.push(performance.now() - startedAt)
  }
  return quantile(times.slice(20), 0.95)
}

async function measure(db: Database, count: number): Promise<Record<string, number>> {
  const some = (i: number) => 1 + ((i * 104_729) % count)
  const id = (letter: string, i: number) => `${letter}${(some(i) * 7919) % 100_000_007}`
  const at = (i: number) => 1_700_000_000_000 + some(i) * 1000
  return {
    'library, first page': await p95(() => listUploads(db, page)),
    'library, any page': await p95((i) => listUploads(db, { ...page, after: { key: at(i), id: 'v' } })),
    'edits, first page': await p95(() => listEdits(db, { limit: 100, before: null, state: null, imageId: null })),
    'edits, any page': await p95((i) =>
      listEdits(db, { limit: 100, before: { createdAt: at(i), id: 'f' }, state: null, imageId: null }),
    ),
    'edits of a picture': await p95((i) =>
      listEdits(db, { limit: 100, before: null, state: null, imageId: id('u', i) }),
    ),
    'one edit': await p95((i) => findEdit(db, id('e', i))),
    'a picture with its family': await p95((i) => findFamily(db, id('u', i))),
    'events, the last hundred': await p95(() => eventsAfter(db, count * 5 - 100, 100)),
  }
}

export async function measureRows(counts: readonly number[]): Promise<void> {
  for (const kind of databaseKinds) {
    const databases = await openTestDatabase(kind)
    const found: Record<string, number>[] = []
    for (const count of counts) {
      const db = await databases.fresh()
      const startedAt = performance.now()
      await fill(db, count)
      const filled = (performance.now() - startedAt) / 1000
      found.push(await measure(db, count))
      console.log(`${kind}: ${count} pictures filled in ${filled.toFixed(0)} s`)
    }
    await databases.close()
    const [first] = found
    const last = found[found.length - 1]
    console.log(`\n${kind}, p95 in ms`)
    console.table(
      Object.fromEntries(
        Object.keys(first).map((name) => [
          name,
          {
            ...Object.fromEntries(counts.map((count, i) => [count, Number(found[i][name].toFixed(2))])),
            ratio: Number((last[name] / first[name]).toFixed(2)),
          },
        ]),
      ),
    )
  }
}
