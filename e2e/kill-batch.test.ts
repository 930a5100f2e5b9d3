// A batch of 200 pictures with a fault in every tenth call, its process killed in the middle: the next start goes on, and in
// the end both ledgers agree and every result is in the archive.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { findBatch } from '../lib/db/batches.ts'
import { countRows } from '../lib/edits/batch.ts'
import { retryFailedRows } from '../lib/studio/act-on-batch.ts'
import { archiveBatch } from '../lib/studio/archive-batch.ts'
import { readRows } from '../lib/studio/batch-views.ts'
import { requestBatch } from '../lib/studio/request-batch.ts'
import { readZip } from '../lib/studio/zip.fixture.ts'
import { openTestSize, openTestStudio, type TestStudio } from '../lib/worker/studio.fixture.ts'
import { compareBooks } from './kill-rounds.ts'
import type { FaultInput } from './provider/faults.ts'
import { startCanaryProvider, startWorkerProcess } from './studio.ts'

const price = 70_000
const rowCount = 200
// Two processes and two hundred pictures: a limit for what hangs, no stopwatch.
const limitMs = 900_000
const view = { say: (code: string) => code, linkOf: (id: string) => `http://studio/i/${id}` }

/** Free and paid, before and after the work, at the call and at the download. */
const faults: readonly FaultInput[] = [
  { kind: 'moderation-before' },
  { kind: 'reset-after-body' },
  { kind: 'status', status: 429, retryAfter: { as: 'seconds', seconds: 0 } },
  { kind: 'b64-json' },
  { kind: 'status', status: 500, charge: true },
]
const everyTenth = Array.from({ length: rowCount / 10 }, (_, i): FaultInput[] => [
  { kind: 'slow', delayMs: 0, times: 9 },
  faults[i % faults.length],
]).flat()

test(
  'killed in the middle of 200 rows, the next start goes on: equal ledgers, and an archive that opens',
  async () => {
    const provider = await startCanaryProvider({ sizeShare: 0.25 })
    const size = await openTestSize('embedded')
    const folder = await mkdtemp(join(tmpdir(), 'frisket-batch-'))
    const beside = () => openTestStudio(provider, { size, folder })
    const start = () =>
      startWorkerProcess({ provider, env: { FRISKET_LOG: 'error' }, dataDir: folder, program: '../e2e/embedded' })
    try {
      const { id } = await withStudio(beside, async (studio) => {
        const rows = []
        for (let i = 0; i < rowCount; i++) {
          const image = await studio.addImage({ width: 24, height: 16 })
          rows.push({ imageId: image.id, prompt: `row ${i}` })
        }
        return requestBatch(studio.ports, { name: 'shop', rows }, null)
      })
      await provider.admin.fault(...everyTenth)

      const first = await start()
      while ((await provider.admin.ledger()).length < rowCount / 2) await sleep(20)
      first.child.kill('SIGKILL')
      await first.exited

      const second = await start()
      while (stateIn(folder, id) === 'running') await sleep(100)
      second.child.kill('SIGTERM')
      await second.exited

      await withStudio(beside, async ({ ports, worker }) => {
        const { db } = ports
        expect((await findBatch(db, id))?.state).toBe('done')
        const before = countRows(await readRows(db, id, view))
        // What the kill and the resets have left open is for the user to decide; nothing of it was sent again.
        expect(before).toMatchObject({ failed: 4, running: 0, waiting: 0, leftOut: 0 })
        expect(before.unknown).toBeGreaterThanOrEqual(8)
        expect(before.unknown).toBeLessThanOrEqual(8 + 3)
        await worker.start()
        await retryFailedRows(ports, id)
        while ((await findBatch(db, id))?.state !== 'done') await sleep(20)
        const rows = await readRows(db, id, view)
        const counts = countRows(rows)
        expect(counts).toEqual({ ...before, failed: 0, stored: before.stored + 4 })
        const books = await compareBooks(db, { provider, price })
        expect(books).toMatchObject({ edits: rowCount, done: counts.stored, unknown: counts.unknown })

        const batch = await findBatch(db, id)
        const zip = await new Response(await archiveBatch(ports, batch!, view)).arrayBuffer()
        const files = new Map(readZip(Buffer.from(zip)))
        expect(files.size).toBe(counts.stored + 2)
        expect(await sharp(files.get('Noise_edited.png')).metadata()).toMatchObject({ width: 24, height: 16 })
        const lines: { file: string; cost_usd: number }[] = JSON.parse(String(files.get('results.json')))
        expect(lines).toHaveLength(rowCount)
        expect(lines.filter(({ file }) => file !== '').every(({ file }) => files.has(file))).toBe(true)
        expect(lines.reduce((sum, line) => sum + line.cost_usd * 1e6, 0)).toBeCloseTo(counts.stored * price, 3)
      })
    } finally {
      await provider.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
  limitMs,
)

async function withStudio<T>(open: () => Promise<TestStudio>, use: (studio: TestStudio) => Promise<T>): Promise<T> {
  const studio = await open()
  return use(studio).finally(() => studio.close())
}

/** Looked at from beside the process that has it open. */
function stateIn(folder: string, batchId: string): unknown {
  const database = new DatabaseSync(join(folder, 'frisket.sqlite'), { readOnly: true, timeout: 5_000 })
  try {
    return database.prepare('SELECT state FROM batches WHERE id = ?').get(batchId)?.state
  } finally {
    database.close()
  }
}
