// One query layer over two databases: SQLite inside the process (sqlite.ts), or PostgreSQL for many (postgres.ts).
import { type Kysely, PostgresAdapter } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations.ts'
import type { Tables } from './schema.ts'

export type Database = Kysely<Tables>

/** Its message is a sentence for the person who starts the studio. */
export class DatabaseRefusedError extends Error {
  override name = 'DatabaseRefusedError'
}

/**
 * SQLite has one connection, so whatever stands in one transaction there meets nobody. PostgreSQL has many: what is read
 * to be written has to be locked, and what must come in order has to queue.
 */
export const isPostgres = (db: Database): boolean => db.getExecutor().adapter instanceof PostgresAdapter

/** Brings a database to the present schema. On PostgreSQL several processes may start at once: they take turns. */
export async function migrate(db: Database): Promise<void> {
  const provider = { getMigrations: async () => migrations }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error) throw error
}

/**
 * Judges the names of the steps that a database has been through.
 * @throws DatabaseRefusedError where a newer Frisket has been there
 */
export function refuseNewerSteps(applied: readonly string[], { where, use }: { where: string; use: string }): void {
  const unknown = applied.filter((name) => !(name in migrations))
  if (unknown.length === 0) return
  throw new DatabaseRefusedError(
    `The database ${where} was written by a newer Frisket (it has ${unknown.join(', ')}): start that version, or use another ${use}.`,
  )
}
