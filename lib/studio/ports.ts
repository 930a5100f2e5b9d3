// What the use cases and the worker stand on. lib/container.ts fills it; tests fill it with what they need to hold.
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import type { Budget } from '../edits/budget.ts'
import type { EditProgress, EngineId } from '../edits/edit.ts'
import type { EngineProfile } from '../edits/engine-profile.ts'
import type { Engine } from '../engines/engine.ts'
import type { GuardedFetch } from '../net/guarded-fetch.ts'
import type { Pixels } from '../pixels/pixels.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { SecretBox } from '../storage/secret-box.ts'
import type { KeepGate } from './keep-gate.ts'

export type StudioPorts = {
  db: Database
  objects: ObjectStore
  /** Where results that cannot be read are kept for whoever looks into it. */
  asideFolder: string
  /** Small pictures made on demand: a cache that may be emptied at any time. */
  thumbnailFolder: string
  gate: KeepGate
  pixels: Pixels
  /** Those that are ready, as of the last refresh. */
  engines: ReadonlyMap<EngineId, Engine>
  /** Takes over what was changed in Settings, here or by another process. */
  refreshEngines: () => Promise<void>
  /** What the environment sets up, also where its key is missing. */
  environmentEngines: readonly { id: EngineId; profile: EngineProfile; key: string | null }[]
  /** Whether a server that is named in Settings may be at this address, as far as the address alone tells. */
  admitsEngine: (baseUrl: string) => boolean
  /** Seals the keys that are typed into Settings; null where none can be. */
  secrets: SecretBox | null
  /** What the environment allows; Settings may have lowered it. */
  budget: Budget
  /** Fetches addresses that users give. */
  fetchForUsers: GuardedFetch
  /** Fetches results of the engine. */
  fetchResults: GuardedFetch
  log: Logger
  now: () => number
  newId: () => string
  newSeed: () => number
  /** Says that rows have changed: to the worker and to every open event stream. */
  wake: () => void
  /** Says how far an edit is, to whoever looks at it now; nothing is kept. */
  tellProgress: (progress: EditProgress) => void
}
