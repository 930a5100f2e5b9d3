// The engines of this process, kept like the profiles in the database: those of the environment and this machine stand
// for good, those of profiles come, change and go while the studio runs, whoever changed them.
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { listProfiles, listRevisions } from '../db/engine-profiles.ts'
import type { EngineProfileRow } from '../db/schema.ts'
import type { EngineId } from '../edits/edit.ts'
import { type EngineProfile, engineProfileSchema, needsKey } from '../edits/engine-profile.ts'
import type { Engine } from '../engines/engine.ts'
import type { SecretBox } from '../storage/secret-box.ts'

export type EngineShelf = {
  /** As of the last refresh; engines whose profile lacks its key are not among them. */
  readonly engines: ReadonlyMap<EngineId, Engine>
  /** Takes over what was changed since, here or by another process. */
  refresh(): Promise<void>
  close(): Promise<void>
}

export type OpenEngine = (id: EngineId, profile: EngineProfile, key: string | null) => Engine

type ShelfOptions = {
  db: Database
  secrets: SecretBox | null
  standing: readonly Engine[]
  open: OpenEngine
  log: Logger
}

export function createEngineShelf({ db, secrets, standing, open, log }: ShelfOptions): EngineShelf {
  const engines = new Map<EngineId, Engine>(standing.map((engine) => [engine.id, engine]))
  /** Replaced or deleted, but perhaps still under way for an edit: closing one would cut off a call that is paid for. */
  const retired: Engine[] = []
  let known = ''
  let refreshing: Promise<void> | null = null

  async function take(): Promise<void> {
    const revisions = JSON.stringify(await listRevisions(db))
    if (revisions === known) return
    const rows = await listProfiles(db)
    const ready = new Map<EngineId, Engine>()
    for (const row of rows) {
      const engine = await engineOf(row)
      if (engine) ready.set(row.id, engine)
    }
    const own = new Set(standing.map(({ id }) => id))
    for (const [id, engine] of engines) {
      if (own.has(id)) continue
      retired.push(engine)
      engines.delete(id)
    }
    for (const [id, engine] of ready) engines.set(id, engine)
    known = JSON.stringify(rows.map(({ id, revision }) => ({ id, revision })))
  }

  async function engineOf(row: EngineProfileRow): Promise<Engine | null> {
    const parsed = engineProfileSchema.safeParse(JSON.parse(row.settings))
    if (!parsed.success) {
      log.error({ err: parsed.error, engine: row.id }, 'the profile of an engine cannot be read')
      return null
    }
    const key = await openKey(secrets, row)
    return key === null && needsKey(parsed.data) ? null : open(row.id, parsed.data, key)
  }

  return {
    engines,
    refresh() {
      refreshing ??= take().finally(() => {
        refreshing = null
      })
      return refreshing
    },
    async close() {
      for (const engine of [...engines.values(), ...retired]) await engine.close()
    },
  }
}

/** A key belongs to the server that it was typed in for: sealed for its origin, it opens for no other. */
export const keyContext = (id: EngineId, baseUrl: string): string => `engine ${id} at ${new URL(baseUrl).origin}`

/** Null where there is none, or none that opens: the key file was lost, or the address changed behind our back. */
export async function openKey(
  secrets: SecretBox | null,
  { id, settings, sealed_key: sealed }: Pick<EngineProfileRow, 'id' | 'settings' | 'sealed_key'>,
): Promise<string | null> {
  if (sealed === null || secrets === null) return null
  const { baseUrl } = engineProfileSchema.parse(JSON.parse(settings))
  return secrets.open(sealed, keyContext(id, baseUrl))
}
