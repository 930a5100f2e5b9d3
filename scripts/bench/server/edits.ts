// Edits through the real worker: the studio's own time for one, beside the same work on its pixels alone, and how many a
// minute come home. Embedded the worker runs in this process, as it does in the studio's; scaled out 1, 2 and 4 run as
// processes of their own. Everything is on this machine, the fake engine included, which paints what it answers.
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Provider } from '../../../e2e/provider/provider.ts'
import { type ServerRun, startCanaryProvider, startWorkerProcess } from '../../../e2e/studio.ts'
import type { EditRow } from '../../../lib/db/schema.ts'
import {
  openTestSize,
  openTestStudio,
  type SizeName,
  sizeNames,
  type TestStudio,
} from '../../../lib/worker/studio.fixture.ts'
import { median } from '../paint/measure.ts'

const size = { width: 1200, height: 900 }
const alone = 8
/** The first ones warm up threads and caches. */
const warmUp = 2

/** All but the engine's share. */
const ownMs = ({ queued_at, sent_at, received_at, stored_at }: EditRow): number =>
  (stored_at ?? 0) - queued_at - ((received_at ?? 0) - (sent_at ?? 0))

/** The work on pixels that any studio has to do: cut and scale for the engine, decode the result, blend and write. */
async function pixelWorkMs({ ports }: TestStudio, edit: EditRow): Promise<number> {
  const { db, objects, pixels } = ports
  const of = (id: string | null) => db.selectFrom('images').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const [image, raw] = [await of(edit.image_id), await of(edit.raw_image_id)]
  const crop = edit.crop && JSON.parse(edit.crop)
  const times: number[] = []
  for (let i = 0; i < alone; i++) {
    const startedAt = performance.now()
    await objects.withFile(image.sha256, (imagePath) =>
      objects.withFile(raw.sha256, async (rawPath) => {
        await pixels.prepareForEngine({ imagePath, maskPath: null, crop, maxPixels: null, maxBytes: 20_000_000 })
        await pixels.checkResult(rawPath)
        const { outputPath } = await pixels.finishEdit({
          ...{ imagePath, originalPath: null, rawPath, maskPath: null, askedMaskPath: null, crop },
          ...{ frame: { kind: 'keep' }, corrections: { align: 'auto', matchColour: 'auto' }, asked: null },
          ...{ outputFormat: 'png', askedFormat: 'png', scratchFolder: objects.scratchFolder },
        })
        await rm(outputPath, { force: true })
      }),
    )
    times.push(performance.now() - startedAt)
  }
  return median(times.slice(warmUp))
}

async function allDone(studio: TestStudio, ids: readonly string[]): Promise<EditRow[]> {
  for (;;) {
    const edits = await studio.ports.db.selectFrom('edits').selectAll().where('id', 'in', ids).execute()
    if (edits.every(({ state }) => state === 'done')) return edits
    const odd = edits.find(({ state }) => state === 'failed' || state === 'unknown')
    if (odd) throw new Error(`an edit is ${odd.state}: ${odd.life}`)
    await sleep(50)
  }
}

const ratioOf = (one: number, other: number): number => Number((one / other).toFixed(2))

async function measureSize(provider: Provider, name: SizeName, count: number): Promise<void> {
  const ground = await openTestSize(name)
  const studio = await openTestStudio(provider, { size: ground })
  const env = { ...ground.environment(), FRISKET_LOG: 'error' }
  const image = await studio.addImage(size)
  const ask = async (n: number): Promise<string[]> => {
    const ids: string[] = []
    for (let i = 0; i < n; i++) ids.push((await studio.request({ imageId: image.id, prompt: `bench ${i}` })).id)
    return ids
  }
  const start = async (workers: number): Promise<ServerRun[]> => {
    if (name === 'scaled out') {
      return Promise.all(Array.from({ length: workers }, () => startWorkerProcess({ provider, env })))
    }
    await studio.worker.start()
    return []
  }
  const end = (runs: readonly ServerRun[]) =>
    Promise.all(
      runs.map((run) => {
        run.child.kill('SIGTERM')
        return run.exited
      }),
    )
  const rows: Record<string, Record<string, number>> = {}

  // One at a time: nothing waits for anything but its own work.
  let runs = await start(1)
  const own: number[] = []
  let last: EditRow | null = null
  for (let i = 0; i < alone; i++) {
    ;[last] = await allDone(studio, await ask(1))
    own.push(ownMs(last))
  }
  const control = last === null ? Number.NaN : await pixelWorkMs(studio, last)
  const ours = median(own.slice(warmUp))
  rows['one at a time'] = {
    'own ms': Math.round(ours),
    'its pixels alone, ms': Math.round(control),
    ratio: ratioOf(ours, control),
  }

  let single = Number.NaN
  for (const workers of name === 'embedded' ? [1] : [1, 2, 4]) {
    if (workers > 1) {
      await end(runs)
      runs = await start(workers)
    }
    const edits = await allDone(studio, await ask(count))
    const from = Math.min(...edits.map((edit) => edit.queued_at))
    const perMinute = (count / (Math.max(...edits.map(({ stored_at }) => stored_at ?? 0)) - from)) * 60_000
    if (workers === 1) single = perMinute
    rows[`${workers} worker${workers > 1 ? 's' : ''}`] = {
      'edits a minute': Math.round(perMinute),
      ratio: ratioOf(perMinute, single),
    }
  }
  await end(runs)
  await studio.close()
  await ground.close()
  console.log(`\n${name}, pictures of ${size.width} × ${size.height}, 3 edits at a time for each worker`)
  console.table(rows)
}

export async function measureEdits(count: number): Promise<void> {
  const provider = await startCanaryProvider()
  for (const name of sizeNames) {
    await provider.admin.reset()
    await measureSize(provider, name, count)
  }
  await provider.close()
}
