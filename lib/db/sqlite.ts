// The embedded database: node:sqlite behind Kysely, WAL, every commit synced to disk.
import { existsSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { type Database, migrate, refuseNewerSteps } from './database.ts'

/**
 * Opens `file` and brings it to the present schema.
 * @throws DatabaseRefusedError where the file was written by a newer Frisket; it is left untouched
 */
export async function openSqlite(file: string): Promise<Database> {
  refuseNewer(file)
  const connection = new DatabaseSync(file)
  // FULL: an acknowledged commit survives a power cut, also under WAL.
  connection.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000',
  )
  const database: Database = new Kysely({ dialect: new SqliteDialect({ database: adapt(connection) }) })
  try {
    await migrate(database)
  } catch (error) {
    await database.destroy()
    throw error
  }
  return database
}

/** Looks through a read-only connection, so that a database of the future is not even opened for writing. */
function refuseNewer(file: string): void {
  if (!existsSync(file)) return
  const connection = new DatabaseSync(file, { readOnly: true })
  try {
    const known = connection.prepare("SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'").get()
    if (!known) return
    const applied = connection.prepare('SELECT name FROM kysely_migration ORDER BY name').all()
    refuseNewerSteps(
      applied.map((row) => String(row.name)),
      { where: file, use: 'FRISKET_DATA_DIR' },
    )
  } finally {
    connection.close()
  }
}

/** Kysely's SQLite dialect expects better-sqlite3's statements; node:sqlite differs in three words. */
function adapt(connection: DatabaseSync): SqliteDatabase {
  return {
    close: () => connection.close(),
    prepare(sql) {
      const statement = connection.prepare(sql)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      }
    },
  }
}

function values(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      return value
    if (value instanceof Uint8Array) return value
    throw new TypeError(`SQLite cannot hold a ${typeof value}`)
  })
}
