// The one place that wires concrete parts together. Everything opens on first use: `next build` evaluates route modules
// and must open no database and no socket.

import { randomBytes, randomInt } from 'node:crypto'
import { join } from 'node:path'
import pino from 'pino'
import { encodeId, idLength } from './core/ids.ts'
import { type EditProgress, maxSeed } from './edits/edit.ts'
import { createBflEngine } from './engines/bfl.ts'
import { createFluxEngine } from './engines/flux.ts'
import { createLocalEngine } from './engines/local.ts'
import type { LocalJobs } from './engines/local-worker.ts'
import { environmentEngines } from './environment-engines.ts'
import { openGround } from './ground.ts'
import type { Studio } from './http/handler.ts'
import { createEngineGuard } from './net/engine-guard.ts'
import { createGuardedFetch } from './net/guarded-fetch.ts'
import { createPixels } from './pixels/pixels.ts'
import { createPool } from './pixels/pool.ts'
import { readSettings, type Settings } from './settings.ts'
import { openSecretBox } from './storage/secret-box.ts'
import { createEngineShelf, type OpenEngine } from './studio/engine-shelf.ts'
import { readHealth } from './studio/health.ts'
import type { StudioPorts } from './studio/ports.ts'
import { removeOrphans, sweepObjects } from './studio/sweep.ts'
import { createWorker, type Worker } from './worker/worker.ts'

type Running = { studio: Studio; close: () => Promise<void> }

/** What this process does: serve pages, carry edits forward, or, in a studio of one process, both. */
type Role = 'web' | 'worker' | 'both'

export const newId = (): string => encodeId(randomBytes(idLength))

/** On the global object, because the bundler may give routes and instrumentation a copy of this module each. */
const slot: { [key: symbol]: Promise<Running> | undefined } = globalThis
const key = Symbol.for('frisket.running')

/** The studio of this process, opened once. */
export const openStudio = async (): Promise<Studio> => (await running()).studio

/** Opens the studio of a web process; embedded, its worker begins here. @returns how to stop it */
export const startWeb = async (): Promise<() => Promise<void>> => (await running()).close

/** Opens a worker's process. @returns how to stop it */
export const startWorker = async (settings: Settings): Promise<() => Promise<void>> =>
  (await open(settings, 'worker')).close

const running = (): Promise<Running> => {
  slot[key] ??= openWeb().catch((error: unknown) => {
    slot[key] = undefined
    throw error
  })
  return slot[key]
}

async function openWeb(): Promise<Running> {
  const settings = readSettings(process.env)
  const { studio, close } = await open(settings, settings.scaledOut === null ? 'both' : 'web')
  return {
    studio,
    async close() {
      await close()
      slot[key] = undefined
    },
  }
}

async function open(settings: Settings, role: Role): Promise<Running> {
  const root = process.cwd()
  const log = pino({ level: settings.logLevel, base: undefined })
  const listeners = new Set<() => void>()
  const watchers = new Set<(progress: EditProgress) => void>()
  let worker: Worker | null = null
  const wake = () => {
    worker?.wake()
    for (const listener of listeners) listener()
  }
  const onError = (error: Error) => log.error({ err: error }, 'the connection to the database broke')
  const ground = await openGround({ settings, role, onChange: wake, onError })
  const pixels = createPixels({ root, workers: 2 })
  const { secretKey, scaledOut } = settings
  const secrets = openSecretBox({ key: secretKey, folder: scaledOut === null ? ground.folder : null })
  const named = environmentEngines(settings)
  const allowed = new Set([...named.map(({ profile }) => new URL(profile.baseUrl).origin), ...settings.engineAllow])
  const guard = createEngineGuard()
  const isAllowed = (baseUrl: string): boolean => allowed.has(new URL(baseUrl).origin)
  const openEngine: OpenEngine = (id, profile, key) => {
    const { repeatServerErrors } = settings.flux
    const options = { id, guard: isAllowed(profile.baseUrl) ? null : guard, repeatServerErrors, now: Date.now }
    return profile.protocol === 'bfl'
      ? createBflEngine({ ...options, profile, key: key ?? '' })
      : createFluxEngine({ ...options, profile, key })
  }
  const shelf = createEngineShelf({
    db: ground.db,
    secrets,
    standing: [
      ...named.flatMap(({ id, profile, key }) => (key === null ? [] : [openEngine(id, profile, key)])),
      createLocalEngine({ root, createPool: (options) => createPool<LocalJobs>(options) }),
    ],
    open: openEngine,
    log,
  })
  await shelf.refresh()
  const ports: StudioPorts = {
    db: ground.db,
    objects: ground.objects,
    asideFolder: join(ground.folder, 'aside'),
    thumbnailFolder: join(ground.folder, 'thumbnails'),
    gate: ground.gate,
    pixels,
    engines: shelf.engines,
    refreshEngines: shelf.refresh,
    environmentEngines: named,
    admitsEngine: (baseUrl) => isAllowed(baseUrl) || guard.admits(new URL(baseUrl)),
    secrets,
    budget: settings.budget,
    fetchForUsers: createGuardedFetch({ allowOrigins: settings.fetchAllow }),
    fetchResults: createGuardedFetch({ allowOrigins: [...allowed, ...settings.flux.resultOrigins] }),
    log,
    now: ground.now,
    newId,
    newSeed: () => randomInt(maxSeed + 1),
    wake,
    tellProgress: (progress) => {
      for (const watcher of watchers) watcher(progress)
    },
  }
  const sweeping = new AbortController()
  let swept: Promise<unknown> = Promise.resolve()
  if (role !== 'web') {
    worker = createWorker(ports, { alone: ground.alone, leaseMs: settings.leaseMs })
    await worker.start()
    const sweep = ground.alone ? sweepObjects : removeOrphans
    swept = sweep(ports, sweeping.signal).catch((error: unknown) => log.error({ err: error }, 'the sweep failed'))
  }

  return {
    studio: {
      ...ports,
      settings,
      onChange(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      onProgress(watcher) {
        watchers.add(watcher)
        return () => watchers.delete(watcher)
      },
      health: () =>
        readHealth({
          db: ground.db,
          now: ground.now,
          checkStorage: ground.checkStorage,
          listening: ground.listener?.listening ?? null,
        }),
    },
    async close() {
      sweeping.abort()
      await stopWorker(worker)
      await swept
      await shelf.close()
      await pixels.close()
      await ground.close()
    },
  }
}

async function stopWorker(worker: Worker | null): Promise<void> {
  if (worker === null) return
  const calls = await worker.outside()
  // Whoever stopped the studio sees it wait, and for what.
  if (calls > 0) console.log(`Waiting for ${calls} paid result${calls > 1 ? 's' : ''}. Stop again to leave without.`)
  await worker.stop()
}
