// All rows of one database into another, of either kind: for backups, restores and the move to PostgreSQL.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Database, isPostgres } from './database.ts'
import type { Tables } from './schema.ts'

/** Every table with what puts its rows in order; images before masks, which refer to them. */
const tables: { [Name in keyof Tables]: readonly (keyof Tables[Name] & string)[] } = {
  images: ['id'],
  masks: ['id'],
  edits: ['id'],
  attempts: ['id'],
  ledger: ['seq'],
  spend: ['period'],
  events: ['seq'],
  idempotency_keys: ['scope', 'key'],
  engine_pauses: ['engine'],
  starred_prompts: ['id'],
  batches: ['id'],
  batch_rows: ['batch_id', 'position'],
  recipes: ['id'],
  engine_profiles: ['id'],
  engine_facts: ['engine'],
  budget_limits: ['id'],
}
const names = Object.keys(tables) as (keyof Tables)[]
/** Whose rows are numbered by the database, which has to go on from there. */
const numbered = ['ledger', 'events'] as const
const pageSize = 1_000
/** What one statement may carry: SQLite takes 32,766 values, PostgreSQL twice as many. */
const mostValues = 32_766

type Row = Record<string, unknown>

/** A table's rows in order, a page at a time: in memory are never more than that. */
async function* pages(db: Database, name: keyof Tables): AsyncGenerator<Row[]> {
  const order = sql.join(tables[name].map((column) => sql.ref(column)))
  for (let offset = 0; ; offset += pageSize) {
    const page = await sql<Row>`
      select * from ${sql.table(name)} order by ${order} limit ${pageSize} offset ${offset}
    `.execute(db)
    if (page.rows.length > 0) yield page.rows
    if (page.rows.length < pageSize) return
  }
}

export async function isEmpty(db: Database): Promise<boolean> {
  for (const name of names) {
    const found = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db)
    if (found.rows.length > 0) return false
  }
  return true
}

/** Rows as they were at one moment: `read` sees nothing of what is committed meanwhile. */
export const atOneMoment = <T>(db: Database, read: (frozen: Database) => Promise<T>): Promise<T> =>
  isPostgres(db)
    ? db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)
    : db.transaction().execute(read)

/**
 * Copies everything in one transaction of `to`, which must be empty, and compares afterwards, row by row, by hash.
 * @throws Error where what arrived is not what left; then `to` is as it was
 */
export async function copyRows(from: Database, to: Database): Promise<void> {
  await atOneMoment(from, (frozen) =>
    to.transaction().execute(async (tx) => {
      for (const name of names) {
        for await (const rows of pages(frozen, name)) await insert(tx, name, rows)
      }
      if (isPostgres(tx)) {
        for (const name of numbered) {
          await sql`
            select setval(pg_get_serial_sequence(${name}, 'seq'), (select coalesce(max(seq), 1) from ${sql.table(name)}),
              (select count(*) > 0 from ${sql.table(name)}))
          `.execute(tx)
        }
      }
      const [left, arrived] = [await hashRows(frozen), await hashRows(tx)]
      if (left !== arrived) throw new Error('what arrived in the database is not what was sent there')
    }),
  )
}

async function insert(tx: Database, name: keyof Tables, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0])
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const atOnce = Math.floor(mostValues / columns.length)
  for (let from = 0; from < rows.length; from += atOnce) {
    const some = rows.slice(from, from + atOnce)
    const values = some.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`)
    await sql`insert into ${sql.table(name)} (${list}) values ${sql.join(values)}`.execute(tx)
  }
}

/** One hash over all rows, the same for both kinds of database. */
export async function hashRows(db: Database): Promise<string> {
  const hash = createHash('sha256')
  for (const name of names) {
    // The order of text differs between databases by their language: each table's rows are summed up without one.
    const hashes: string[] = []
    for await (const rows of pages(db, name)) {
      for (const row of rows) {
        const members = Object.keys(row)
          .sort()
          .map((column) => [column, row[column]])
        hashes.push(createHash('sha256').update(JSON.stringify(members)).digest('hex'))
      }
    }
    hash.update(`${name} ${hashes.length}\n${hashes.sort().join('\n')}\n`)
  }
  return hash.digest('hex')
}

/** Every object that a row refers to. */
export async function* neededObjects(db: Database): AsyncGenerator<string> {
  for await (const rows of pages(db, 'images')) {
    for (const { sha256, original_sha256: original } of rows) {
      yield String(sha256)
      if (original !== null) yield String(original)
    }
  }
  for await (const rows of pages(db, 'masks')) for (const { sha256 } of rows) yield String(sha256)
  const lives = await db.selectFrom('edits').select('life').where('state', 'in', ['fetching', 'finishing']).execute()
  for (const { life } of lives) for (const [sha256] of life.matchAll(/\b[0-9a-f]{64}\b/g)) yield sha256
}
