// Both databases, for tests that must hold on each: a new file, or one database of a real server, emptied for each test.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createDatabase } from '../../scripts/postgres.ts'
import { borrowPostgres } from '../../scripts/test-servers.ts'
import type { Database } from './database.ts'
import { openPostgres, type PostgresOptions } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

export type DatabaseKind = 'SQLite' | 'PostgreSQL'
export const databaseKinds: readonly DatabaseKind[] = ['SQLite', 'PostgreSQL']

export type TestDatabase = {
  /** At the present schema, and empty. The one before is closed. */
  fresh(): Promise<Database>
  /** How another process would reach it. */
  options: PostgresOptions | null
  close(): Promise<void>
}

/** One for a test file. */
export const openTestDatabase = (kind: DatabaseKind): Promise<TestDatabase> =>
  kind === 'SQLite' ? openFiles() : openServer()

async function openFiles(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'frisket-db-'))
  let db: Database | null = null
  let files = 0
  return {
    async fresh() {
      await db?.destroy()
      db = await openSqlite(join(folder, `${files++}.sqlite`))
      return db
    },
    options: null,
    async close() {
      await db?.destroy()
      await rm(folder, { recursive: true })
    },
  }
}

async function openServer(): Promise<TestDatabase> {
  const server = await borrowPostgres()
  const { url, drop } = await createDatabase(server.url)
  const options: PostgresOptions = { url, name: 'frisket test', onError: () => undefined }
  const db = await openPostgres(options)
  const tables = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'
  `.execute(db)
  const names = sql.join(tables.rows.map(({ name }) => sql.table(name)))
  return {
    async fresh() {
      await sql`truncate ${names} restart identity cascade`.execute(db)
      return db
    },
    options,
    async close() {
      await db.destroy()
      await drop()
      await server.close()
    },
  }
}
