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
  /** What was taken over, by revision; also of profiles that are not ready. */
  const known = new Map<EngineId, number>()
  let last: Promise<unknown> = Promise.resolve()

  async function take(): Promise<void> {
    const revisions = await listRevisions(db)
    if (revisions.length === known.size && revisions.every(({ id, revision }) => known.get(id) === revision)) return
    const rows = await listProfiles(db)
    const there = new Set(rows.map(({ id }) => id))
    for (const id of known.keys()) if (!there.has(id)) retire(id)
    for (const row of rows) {
      if (known.get(row.id) === row.revision) continue
      const engine = await engineOf(row)
      retire(row.id)
      if (engine) engines.set(row.id, engine)
      known.set(row.id, row.revision)
    }
  }

  function retire(id: EngineId): void {
    const engine = engines.get(id)
    if (engine) retired.push(engine)
    engines.delete(id)
    known.delete(id)
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
      // One after the other, and never an older look than asked for: who has just written must find it.
      const mine = last.then(take)
      last = mine.catch(() => undefined)
      return mine
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
