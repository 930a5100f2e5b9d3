// The database beyond one machine: PostgreSQL 13 or later, through pg and the same queries.
//
// The pool's connections answer in READ COMMITTED, PostgreSQL's own default: a conditional UPDATE that had to wait for
// another judges its condition again on the row as it then is, which is what budgets and claims rest on (claims.ts, ledger.ts).
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { type Database, DatabaseRefusedError, migrate, refuseNewerSteps } from './database.ts'

export type PostgresOptions = {
  url: string
  /** Shown by pg_stat_activity: which of our processes this is. */
  name: string
  /** An idle connection that breaks is replaced by itself; it is only told of. */
  onError: (error: Error) => void
}

const oldestServer = 130_000
const poolSize = 6
/**
 * A process that is stopped in the middle of a commit would hold its rows, and the order of events, for as long as it
 * stands. After this the server takes them from it; its commit then fails as if it had been killed.
 */
const idleInTransactionMs = 15_000
const int8 = 20
const numeric = 1700

/** Whole numbers beyond 2^53 do not occur here: times are milliseconds, money is micro-dollars, sums stay below 9 billion dollars. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (oid === int8 || oid === numeric) return Number
    return pg.types.getTypeParser(oid, format)
  },
}

export const clientConfig = ({ url, name }: Pick<PostgresOptions, 'url' | 'name'>): pg.ClientConfig => ({
  connectionString: url,
  application_name: name,
  connectionTimeoutMillis: 10_000,
  keepAlive: true,
  types,
})

/**
 * Opens the database and brings it to the present schema.
 * @throws DatabaseRefusedError where it cannot be reached, is too old, or was written by a newer Frisket
 */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const pool = new pg.Pool({
    ...clientConfig(options),
    max: poolSize,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  })
  pool.on('error', options.onError)
  const database: Database = new Kysely({ dialect: new PostgresDialect({ pool }) })
  try {
    await refuseOther(database, options.url)
    await migrate(database)
  } catch (error) {
    await database.destroy()
    throw error
  }
  return database
}

async function refuseOther(database: Database, url: string): Promise<void> {
  const where = placeOf(url)
  const server = await sql<{ version: number; known: string | null }>`
    select current_setting('server_version_num')::int as version, to_regclass('kysely_migration')::text as known
  `
    .execute(database)
    .catch((error: unknown) => {
      throw new DatabaseRefusedError(
        `DATABASE_URL names the database ${where}, which does not let Frisket in (${reasonOf(error)}).`,
        { cause: error },
      )
    })
  const [{ version, known }] = server.rows
  if (version < oldestServer) {
    throw new DatabaseRefusedError(
      `The database ${where} is PostgreSQL ${Math.floor(version / 10_000)}, but Frisket needs 13 or later.`,
    )
  }
  if (known === null) return
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(database)
  refuseNewerSteps(
    applied.rows.map((row) => row.name),
    { where, use: 'DATABASE_URL' },
  )
}

/** "host:port/name", without user and password: this is printed. */
export function placeOf(url: string): string {
  const parsed = URL.parse(url)
  return parsed ? `${parsed.host}${parsed.pathname}` : 'that DATABASE_URL names'
}

/** Node tells of several failed addresses with an empty message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
