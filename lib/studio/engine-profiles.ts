// Engines as Settings shows and changes them.
import { AppError, type EditErrorCode } from '../core/errors.ts'
import { lifeOf } from '../db/edits.ts'
import { findPause } from '../db/engine-pauses.ts'
import {
  changeProfile,
  countUnsettledAt,
  deleteProfile,
  insertProfile,
  keepFacts,
  listFacts,
  listProfiles,
  lockProfile,
} from '../db/engine-profiles.ts'
import { announceChange } from '../db/events.ts'
import type { EditRow, EngineFactsRow } from '../db/schema.ts'
import { type EngineId, localEngineId } from '../edits/edit.ts'
import {
  type EngineProfile,
  engineProfileSchema,
  needsKey,
  type ProbeFacts,
  type ProfileWish,
  probeFactsSchema,
  type TestFacts,
  testFactsSchema,
} from '../edits/engine-profile.ts'
import type { EditState } from '../edits/lifecycle.ts'
import { keyContext, openKey } from './engine-shelf.ts'
import type { StudioPorts } from './ports.ts'
import { settleProbe } from './probe-engine.ts'

export type EngineKeyState =
  /** `tail`: its last four characters; null where that would be too much of it. */
  { state: 'set'; tail: string | null } | { state: 'missing' | 'not-needed' | 'unreadable' }

export type EngineSettingsView = {
  id: EngineId
  profile: EngineProfile
  /** Set up by the environment, which the page cannot change. */
  locked: boolean
  key: EngineKeyState
  state: 'ready' | 'no-key' | 'not-allowed' | 'paused'
  test: TestFacts | null
  probe: ProbeFacts | null
  /** The edit of a probe that has told nothing: under way, failed, or lost. */
  probing: { editId: string; state: EditState; code: EditErrorCode | null } | null
}

export type EngineSettingsListView = {
  engines: EngineSettingsView[]
  /** False where keys typed in here could not be sealed: several processes without FRISKET_SECRET_KEY. */
  keepsKeys: boolean
}

export async function engineSettings(ports: StudioPorts): Promise<EngineSettingsListView> {
  await ports.refreshEngines()
  const { db, environmentEngines, secrets } = ports
  const facts = new Map((await listFacts(db)).map((row) => [row.engine, row]))
  const engines: EngineSettingsView[] = []
  for (const { id, profile, key } of environmentEngines) {
    // One without a key is no engine yet: a profile is set up instead.
    if (key === null) continue
    engines.push(await view(ports, { id, profile, locked: true, key: keyState(profile, key), facts: facts.get(id) }))
  }
  for (const row of await listProfiles(db)) {
    const profile = engineProfileSchema.parse(JSON.parse(row.settings))
    const key = await openKey(secrets, row)
    const unreadable = row.sealed_key !== null && key === null
    const state: EngineKeyState = unreadable ? { state: 'unreadable' } : keyState(profile, key)
    engines.push(await view(ports, { id: row.id, profile, locked: false, key: state, facts: facts.get(row.id) }))
  }
  return { engines, keepsKeys: secrets !== null }
}

type Seen = {
  id: EngineId
  profile: EngineProfile
  locked: boolean
  key: EngineKeyState
  facts: EngineFactsRow | undefined
}

async function view(ports: StudioPorts, { facts, ...seen }: Seen): Promise<EngineSettingsView> {
  const settled = facts ? await settleProbe(ports, facts) : null
  const { test = null, probe = null } = settled?.facts ?? {}
  return {
    ...seen,
    state: await stateOf(ports, seen),
    test: test === null ? null : testFactsSchema.parse(JSON.parse(test)),
    probe: probe === null ? null : probeFactsSchema.parse(JSON.parse(probe)),
    probing: settled?.open ? openView(settled.open) : null,
  }
}

function openView(edit: EditRow): EngineSettingsView['probing'] {
  const life = lifeOf(edit)
  const code = life.state === 'failed' || life.state === 'unknown' ? life.error.code : null
  return { editId: edit.id, state: edit.state, code }
}

async function stateOf(ports: StudioPorts, { id, profile, locked, key }: Omit<Seen, 'facts'>) {
  if (key.state === 'missing' || key.state === 'unreadable') return 'no-key'
  if (!locked && !ports.admitsEngine(profile.baseUrl)) return 'not-allowed'
  return (await findPause(ports.db, id)) ? 'paused' : 'ready'
}

function keyState(profile: EngineProfile, key: string | null): EngineKeyState {
  if (key !== null) return { state: 'set', tail: key.length >= 12 ? key.slice(-4) : null }
  return { state: needsKey(profile) ? 'missing' : 'not-needed' }
}

/** @throws AppError url_not_allowed, keys_not_kept, storage_failed */
export async function addProfile(ports: StudioPorts, { profile, key }: ProfileWish): Promise<EngineId> {
  refuseAddress(ports, profile)
  const id = ports.newId()
  const sealed = key ? await seal(ports, { id, profile, key }) : null
  await ports.db.transaction().execute(async (tx) => {
    await insertProfile(tx, {
      id,
      settings: JSON.stringify(profile),
      sealed_key: sealed,
      revision: 1,
      created_at: ports.now(),
    })
    await announceChange(tx)
  })
  await takeOver(ports)
  return id
}

/**
 * Its key stays, unless another is given or the server is another: then it must be typed in again, or whoever may change
 * an address could have the key sent to a server of his own.
 * @throws AppError not_found, engine_locked, url_not_allowed, keys_not_kept, storage_failed; engine_in_use where an edit
 * under way was sent to the old address
 */
export async function replaceProfile(ports: StudioPorts, id: EngineId, { profile, key }: ProfileWish): Promise<void> {
  refuseLocked(ports, id)
  refuseAddress(ports, profile)
  const sealed = key ? await seal(ports, { id, profile, key }) : null
  await ports.db.transaction().execute(async (tx) => {
    const row = await lockProfile(tx, id)
    if (!row) throw new AppError('not_found')
    const before = engineProfileSchema.parse(JSON.parse(row.settings))
    const moved = new URL(before.baseUrl).origin !== new URL(profile.baseUrl).origin
    if ((moved || before.protocol !== profile.protocol) && (await countUnsettledAt(tx, id)) > 0) {
      throw new AppError('engine_in_use')
    }
    const kept = key === undefined && !moved ? row.sealed_key : null
    const loses = needsKey(profile) && row.sealed_key !== null && !kept && !sealed
    if (loses && (await countUnsettledAt(tx, id)) > 0) throw new AppError('engine_in_use')
    await changeProfile(tx, { id, settings: JSON.stringify(profile), sealed_key: sealed ?? kept })
    // What was found out is no longer known to hold; what a probe has cost stays in the ledger.
    await keepFacts(tx, { engine: id, test: null, ...(sameWire(before, profile) ? {} : { probe: null }) })
    await announceChange(tx)
  })
  await takeOver(ports)
}

/** Prices and names change nothing of what a probe has found out. */
function sameWire(before: EngineProfile, after: EngineProfile): boolean {
  const wire = ({ name: _, models, concurrency: __, timeoutS: ___, ...rest }: EngineProfile) =>
    JSON.stringify([rest, models.map(({ model }) => model)])
  return wire(before) === wire(after)
}

/** @throws AppError not_found, engine_locked; engine_in_use while an edit needs it */
export async function removeProfile(ports: StudioPorts, id: EngineId): Promise<void> {
  refuseLocked(ports, id)
  await ports.db.transaction().execute(async (tx) => {
    if (!(await lockProfile(tx, id))) throw new AppError('not_found')
    if ((await countUnsettledAt(tx, id)) > 0) throw new AppError('engine_in_use')
    await deleteProfile(tx, id)
    await announceChange(tx)
  })
  await takeOver(ports)
}

/** @throws AppError not_found, engine_unavailable */
export async function testEngine(ports: StudioPorts, id: EngineId): Promise<void> {
  await ports.refreshEngines()
  const engine = ports.engines.get(id)
  if (!engine?.check) throw new AppError((await isKnown(ports, id)) ? 'engine_unavailable' : 'not_found')
  const from = performance.now()
  const { kind, status, models } = await engine.check()
  const asked = engine.models.map(({ model }) => model)
  const facts: TestFacts = {
    at: new Date(ports.now()).toISOString(),
    ms: Math.round(performance.now() - from),
    outcome: kind,
    status,
    modelsOffered: models && asked.filter((model) => models.includes(model)).length,
    modelsAsked: asked.length,
  }
  await keepFacts(ports.db, { engine: id, test: JSON.stringify(facts) })
}

async function isKnown({ db, environmentEngines }: StudioPorts, id: EngineId): Promise<boolean> {
  return environmentEngines.some((known) => known.id === id) || (await lockProfile(db, id)) !== undefined
}

function refuseLocked({ environmentEngines }: StudioPorts, id: EngineId): void {
  const locked = id === localEngineId || environmentEngines.some((known) => known.id === id)
  if (locked) throw new AppError('engine_locked')
}

/** Names are looked up, and judged, when a connection is made; what the address itself tells is told at once. */
function refuseAddress({ admitsEngine }: StudioPorts, { baseUrl }: EngineProfile): void {
  if (!admitsEngine(baseUrl)) throw new AppError('url_not_allowed', { field: 'profile.baseUrl' })
}

async function seal(
  { secrets }: StudioPorts,
  { id, profile, key }: { id: EngineId; profile: EngineProfile; key: string },
): Promise<string> {
  if (secrets === null) throw new AppError('keys_not_kept', { field: 'key' })
  return secrets.seal(key, keyContext(id, profile.baseUrl))
}

async function takeOver(ports: StudioPorts): Promise<void> {
  await ports.refreshEngines()
  ports.wake()
}
