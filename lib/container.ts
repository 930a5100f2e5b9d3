// The one place that wires concrete parts together. Everything opens on first use: `next build` evaluates route modules
// and must open no database and no socket.

import { randomBytes, randomInt } from 'node:crypto'
import { join, resolve } from 'node:path'
import pino from 'pino'
import { encodeId, idLength } from './core/ids.ts'
import { openDatabase } from './db/database.ts'
import { type EditProgress, type EngineId, maxSeed } from './edits/edit.ts'
import type { Engine } from './engines/engine.ts'
import { createFluxEngine } from './engines/flux.ts'
import { createLocalEngine } from './engines/local.ts'
import type { LocalJobs } from './engines/local-worker.ts'
import type { Studio } from './http/handler.ts'
import { createGuardedFetch } from './net/guarded-fetch.ts'
import { createPixels } from './pixels/pixels.ts'
import { createPool } from './pixels/pool.ts'
import { readSettings, type Settings } from './settings.ts'
import { type DataFolderLock, lockDataFolder } from './storage/data-folder.ts'
import { openDiskStore } from './storage/disk.ts'
import { createKeepGate } from './studio/keep-gate.ts'
import type { StudioPorts } from './studio/ports.ts'
import { sweepObjects } from './studio/sweep.ts'
import { createWorker, type Worker } from './worker/worker.ts'

type Running = { studio: Studio; worker: Worker; close: () => Promise<void> }

/** On the global object, because the bundler may give routes and instrumentation a copy of this module each. */
const slot: { [key: symbol]: Promise<Running> | undefined } = globalThis
const key = Symbol.for('frisket.running')

/** The studio of this process, opened once. */
export const openStudio = async (): Promise<Studio> => (await running()).studio

/** Opens the studio and lets its worker begin. @returns how to stop it */
export const startEmbedded = async (): Promise<() => Promise<void>> => (await running()).close

const running = (): Promise<Running> => {
  slot[key] ??= open(readSettings(process.env)).catch((error: unknown) => {
    slot[key] = undefined
    throw error
  })
  return slot[key]
}

async function open(settings: Settings): Promise<Running> {
  const dataDir = resolve(/* turbopackIgnore: true */ process.cwd(), settings.dataDir)
  const lock = await lockDataFolder(dataDir)
  try {
    return await openLocked({ settings, dataDir, lock })
  } catch (error) {
    await lock.release()
    throw error
  }
}

type Locked = { settings: Settings; dataDir: string; lock: DataFolderLock }

async function openLocked({ settings, dataDir, lock }: Locked): Promise<Running> {
  const root = process.cwd()
  const log = pino({ level: settings.logLevel, base: undefined })
  const db = await openDatabase(join(dataDir, 'frisket.sqlite'))
  const objects = await openDiskStore(dataDir)
  const pixels = createPixels({ root, workers: 2 })
  const engines = openEngines(settings, root)

  const listeners = new Set<() => void>()
  const watchers = new Set<(progress: EditProgress) => void>()
  let worker: Worker | null = null
  const ports: StudioPorts = {
    db,
    objects,
    asideFolder: join(dataDir, 'aside'),
    thumbnailFolder: join(dataDir, 'thumbnails'),
    gate: createKeepGate(),
    pixels,
    engines,
    budget: settings.budget,
    fetchForUsers: createGuardedFetch({ allowOrigins: settings.fetchAllow }),
    fetchResults: createGuardedFetch({
      allowOrigins: [new URL(settings.flux.baseUrl).origin, ...settings.flux.resultOrigins],
    }),
    log,
    now: Date.now,
    newId: () => encodeId(randomBytes(idLength)),
    newSeed: () => randomInt(maxSeed + 1),
    wake: () => {
      worker?.wake()
      for (const listener of listeners) listener()
    },
    tellProgress: (progress) => {
      for (const watcher of watchers) watcher(progress)
    },
  }
  worker = createWorker(ports)
  const started = worker
  await started.start()

  const sweeping = new AbortController()
  const swept = sweepObjects(ports, sweeping.signal).catch((error: unknown) =>
    log.error({ err: error }, 'the sweep failed'),
  )

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
    },
    worker: started,
    async close() {
      sweeping.abort()
      const calls = await started.outside()
      // Whoever stopped the studio sees it wait, and for what.
      if (calls > 0)
        console.log(`Waiting for ${calls} paid result${calls > 1 ? 's' : ''}. Stop again to leave without.`)
      await started.stop()
      await swept
      for (const engine of engines.values()) await engine.close()
      await pixels.close()
      await db.destroy()
      await lock.release()
      slot[key] = undefined
    },
  }
}

function openEngines({ flux }: Settings, root: string): ReadonlyMap<EngineId, Engine> {
  const engines = new Map<EngineId, Engine>([
    ['local', createLocalEngine({ root, createPool: (options) => createPool<LocalJobs>(options) })],
  ])
  if (flux.apiKey !== null) engines.set('flux', createFluxEngine({ ...flux, apiKey: flux.apiKey, now: Date.now }))
  return engines
}
