// A whole studio without HTTP, for tests: real database, real objects, real pixels, and the fake provider over real HTTP.
// In both sizes: SQLite and a disk, or PostgreSQL and an S3 server, where several may share what they stand on.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import sharp from 'sharp'
import type { Provider } from '../../e2e/provider/provider.ts'
import { createDatabase } from '../../scripts/postgres.ts'
import { createBucket, testS3Keys } from '../../scripts/s3.ts'
import { borrowPostgres, borrowS3 } from '../../scripts/test-servers.ts'
import { encodeId } from '../core/ids.ts'
import type { Database } from '../db/database.ts'
import { findEdit } from '../db/edits.ts'
import { openPostgres } from '../db/postgres.ts'
import type { EditRow, ImageRow, MaskRow } from '../db/schema.ts'
import { createSharedGate } from '../db/shared-gate.ts'
import { openSqlite } from '../db/sqlite.ts'
import type { EditRequest, EngineId } from '../edits/edit.ts'
import { enginePresets } from '../edits/engine-presets.ts'
import { isSettled } from '../edits/lifecycle.ts'
import type { Engine } from '../engines/engine.ts'
import { createFluxEngine } from '../engines/flux.ts'
import { createGuardedFetch } from '../net/guarded-fetch.ts'
import { createPixels, type Pixels } from '../pixels/pixels.ts'
import { openDiskStore } from '../storage/disk.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { openS3Store } from '../storage/s3.ts'
import { openSecretBox } from '../storage/secret-box.ts'
import { importImage } from '../studio/import-image.ts'
import { createKeepGate, type KeepGate } from '../studio/keep-gate.ts'
import type { StudioPorts } from '../studio/ports.ts'
import { requestEdit } from '../studio/request-edit.ts'
import { storeMask } from '../studio/store-mask.ts'
import { createWorker, type Worker, type WorkerOptions } from './worker.ts'

export type TestStudio = {
  ports: StudioPorts
  worker: Worker
  /** Where it keeps what is its own: embedded, the data folder. */
  folder: string
  /** Noise of that size, so that every pixel counts. */
  addImage(size: { width: number; height: number }): Promise<ImageRow>
  addMask(image: ImageRow, raster: Uint8Array): Promise<MaskRow>
  request(request: EditRequest): Promise<EditRow>
  /** Waits until the edit has ended, or is in `state`. */
  until(id: string, state?: EditRow['state']): Promise<EditRow>
  close(): Promise<void>
}

export type Overrides = (ports: StudioPorts) => Partial<StudioPorts>

/** What a studio stands on. */
type Ground = { db: Database; objects: ObjectStore; gate: KeepGate; worker: WorkerOptions; close(): Promise<void> }

export type TestSize = {
  /** New, empty ground in `folder`, or of a server. */
  freshGround(folder: string): Promise<Ground>
  /** The same once more, as another process would have it; null where only one can. */
  sameGround: ((folder: string) => Promise<Ground>) | null
  /** The settings with which a process of ours stands on it, too. */
  environment(): Record<string, string>
  close(): Promise<void>
}

export type SizeName = 'embedded' | 'scaled out'
export const sizeNames: readonly SizeName[] = ['embedded', 'scaled out']

/** One for a test file. */
export const openTestSize = async (name: SizeName): Promise<TestSize> =>
  name === 'embedded'
    ? { freshGround: embeddedGround, sameGround: null, environment: () => ({}), close: async () => {} }
    : openScaledOut()

async function embeddedGround(folder: string): Promise<Ground> {
  const db = await openSqlite(join(folder, 'frisket.sqlite'))
  const objects = await openDiskStore(folder)
  return { db, objects, gate: createKeepGate(), worker: { alone: true }, close: () => db.destroy() }
}

async function openScaledOut(): Promise<TestSize> {
  const [postgres, s3] = await Promise.all([borrowPostgres(), borrowS3()])
  let database: Awaited<ReturnType<typeof createDatabase>> | null = null
  let bucket = ''
  async function sameGround(folder: string): Promise<Ground> {
    const options = { url: database?.url ?? '', name: 'frisket test', onError: () => undefined }
    const db = await openPostgres(options)
    const gate = createSharedGate(options)
    const objects = await openS3Store(folder, {
      bucket,
      endpoint: s3.endpoint,
      region: 'us-east-1',
      credentials: testS3Keys,
      forcePathStyle: true,
    })
    const close = async () => {
      await gate.close()
      await db.destroy()
      objects.close()
    }
    return { db, objects, gate, worker: { alone: false }, close }
  }
  return {
    async freshGround(folder) {
      await database?.drop()
      database = await createDatabase(postgres.url)
      bucket = await createBucket(s3.endpoint)
      return sameGround(folder)
    },
    sameGround,
    environment: () => ({
      DATABASE_URL: database?.url ?? '',
      S3_BUCKET: bucket,
      S3_ENDPOINT: s3.endpoint,
      S3_ACCESS_KEY_ID: testS3Keys.accessKeyId,
      S3_SECRET_ACCESS_KEY: testS3Keys.secretAccessKey,
      S3_FORCE_PATH_STYLE: 'true',
    }),
    async close() {
      await database?.drop()
      await Promise.all([postgres.close(), s3.close()])
    },
  }
}

/** Every edit is sent the picture of the first: for tests to which it does not matter, and which send many. */
export function preparedOnce(pixels: Pixels): Pixels {
  let prepared: ReturnType<Pixels['prepareForEngine']> | null = null
  return {
    ...pixels,
    prepareForEngine: (request) => {
      prepared ??= pixels.prepareForEngine(request)
      return prepared
    },
  }
}

export type StudioSetup = {
  size: TestSize
  overrides?: Overrides
  /** Shares the ground of the studio that was opened last, as another process would. */
  shared?: boolean
  /** One that is there already, and stays. */
  folder?: string
  leaseMs?: number
  repeatServerErrors?: boolean
}

export async function openTestStudio(
  provider: Provider,
  { size, overrides = () => ({}), shared = false, folder: given, leaseMs, repeatServerErrors = false }: StudioSetup,
): Promise<TestStudio> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'frisket-studio-')))
  const open = shared ? size.sameGround : size.freshGround
  if (open === null) throw new Error('only one process can stand on this ground')
  const ground = await open(folder)
  const { db, objects, gate } = ground
  const profile = { ...enginePresets.apiyi, baseUrl: provider.baseUrl, timeoutS: 20 }
  const options = { id: 'flux', key: provider.apiKey, profile, guard: null, now: Date.now }
  const flux = createFluxEngine({ ...options, repeatServerErrors })
  const base: StudioPorts = {
    db,
    objects,
    asideFolder: join(folder, 'aside'),
    thumbnailFolder: join(folder, 'thumbnails'),
    gate,
    pixels: createPixels({ root: process.cwd(), workers: 1 }),
    engines: new Map<EngineId, Engine>([['flux', flux]]),
    refreshEngines: async () => {},
    environmentEngines: [{ id: 'flux', profile, key: provider.apiKey }],
    admitsEngine: () => true,
    secrets: openSecretBox({ key: null, folder }),
    budget: { dayMicroUsd: null, monthMicroUsd: null },
    fetchForUsers: createGuardedFetch({ allowOrigins: [] }),
    fetchResults: createGuardedFetch({ allowOrigins: [provider.resultsOrigin] }),
    log: pino({ level: 'silent' }),
    now: Date.now,
    newId: () => encodeId(randomBytes(20)),
    newSeed: () => 1234,
    wake: () => worker.wake(),
    tellProgress: () => {},
  }
  const ports: StudioPorts = { ...base, ...overrides(base) }
  const worker = createWorker(ports, { ...ground.worker, leaseMs })

  const scratch = async (bytes: Uint8Array): Promise<string> => {
    const path = join(objects.scratchFolder, ports.newId())
    await writeFile(path, bytes)
    return path
  }

  return {
    ports,
    worker,
    folder,
    async addImage({ width, height }) {
      const noise = randomBytes(width * height * 3)
      const png = await sharp(noise, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer()
      return importImage(ports, { path: await scratch(png), name: 'Noise.png' })
    },
    async addMask(image, raster) {
      const { id: imageId, width, height } = image
      const grey = sharp(raster, { raw: { width, height, channels: 1 } }).toColourspace('b-w')
      return storeMask(ports, { path: await scratch(await grey.png().toBuffer()), imageId, channel: null })
    },
    request: (request) => requestEdit(ports, request, null),
    async until(id, state) {
      let seen: EditRow['state'] | null = null
      for (let i = 0; i < 1_000; i++) {
        const edit = await findEdit(ports.db, id)
        if (edit && (state ? edit.state === state : isSettled(edit.state))) return edit
        seen = edit?.state ?? null
        // Nothing leads on from these: whoever waits for another state waits in vain.
        if (seen === 'done' || seen === 'cancelled') break
        await sleep(20)
      }
      throw new Error(`edit ${id} did not come to ${state ?? 'an end'}: it is ${seen ?? 'not there'}`)
    },
    async close() {
      await worker.stop()
      await flux.close()
      await ports.pixels.close()
      await ground.close()
      if (given === undefined) await rm(folder, { recursive: true })
    },
  }
}
