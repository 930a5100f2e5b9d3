// A whole studio without HTTP, for tests: real database, real disk, real pixels, and the fake provider over real HTTP.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import sharp from 'sharp'
import type { Provider } from '../../e2e/provider/provider.ts'
import { encodeId } from '../core/ids.ts'
import { openDatabase } from '../db/database.ts'
import { findEdit } from '../db/edits.ts'
import type { EditRow, ImageRow, MaskRow } from '../db/schema.ts'
import type { EngineId } from '../edits/edit.ts'
import { isSettled } from '../edits/lifecycle.ts'
import type { Engine } from '../engines/engine.ts'
import { createFluxEngine } from '../engines/flux.ts'
import { createGuardedFetch } from '../net/guarded-fetch.ts'
import { createPixels } from '../pixels/pixels.ts'
import { openDiskStore } from '../storage/disk.ts'
import { importImage } from '../studio/import-image.ts'
import { createKeepGate } from '../studio/keep-gate.ts'
import type { StudioPorts } from '../studio/ports.ts'
import { storeMask } from '../studio/store-mask.ts'
import { createWorker, type Worker } from './worker.ts'

export type TestStudio = {
  ports: StudioPorts
  worker: Worker
  /** Noise of that size, so that every pixel counts. */
  addImage(size: { width: number; height: number }): Promise<ImageRow>
  addMask(image: ImageRow, raster: Uint8Array): Promise<MaskRow>
  /** Waits until the edit has ended, or is in `state`. */
  until(id: string, state?: EditRow['state']): Promise<EditRow>
  close(): Promise<void>
}

export type Overrides = (ports: StudioPorts) => Partial<StudioPorts>

export async function openTestStudio(provider: Provider, overrides: Overrides = () => ({})): Promise<TestStudio> {
  const folder = await mkdtemp(join(tmpdir(), 'frisket-studio-'))
  const objects = await openDiskStore(folder)
  const flux = createFluxEngine({
    apiKey: provider.apiKey,
    baseUrl: provider.baseUrl,
    model: 'flux-kontext-max',
    priceMicroUsd: 70_000,
    concurrency: 3,
    timeoutMs: 20_000,
    now: Date.now,
  })
  const base: StudioPorts = {
    db: await openDatabase(join(folder, 'frisket.sqlite')),
    objects,
    asideFolder: join(folder, 'aside'),
    thumbnailFolder: join(folder, 'thumbnails'),
    gate: createKeepGate(),
    pixels: createPixels({ root: process.cwd(), workers: 1 }),
    engines: new Map<EngineId, Engine>([['flux', flux]]),
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
  const worker = createWorker(ports)

  const scratch = async (bytes: Uint8Array): Promise<string> => {
    const path = join(objects.scratchFolder, ports.newId())
    await writeFile(path, bytes)
    return path
  }

  return {
    ports,
    worker,
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
    async until(id, state) {
      for (let i = 0; i < 1_000; i++) {
        const edit = await findEdit(ports.db, id)
        if (edit && (state ? edit.state === state : isSettled(edit.state))) return edit
        await sleep(20)
      }
      throw new Error(`edit ${id} did not come to ${state ?? 'an end'}`)
    },
    async close() {
      await worker.stop()
      await flux.close()
      await ports.pixels.close()
      await ports.db.destroy()
      await rm(folder, { recursive: true })
    },
  }
}
