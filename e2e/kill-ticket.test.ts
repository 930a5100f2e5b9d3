// The embedded studio's process, killed while an engine's ticket waits: the next start asks for the same ticket, and makes
// no second call.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSpend } from '../lib/db/ledger.ts'
import { periodsOf } from '../lib/edits/budget.ts'
import { enginePresets } from '../lib/edits/engine-presets.ts'
import { createBflEngine } from '../lib/engines/bfl.ts'
import type { Milestone } from '../lib/worker/milestones.ts'
import { openTestSize, openTestStudio, type TestSize } from '../lib/worker/studio.fixture.ts'
import type { Provider } from './provider/provider.ts'
import { startCanaryProvider, startWorkerProcess } from './studio.ts'

// Starts processes: a limit for what hangs, no stopwatch.
const limitMs = 300_000
const price = 80_000

/** The same data folder, looked at from beside the process. */
const beside = (provider: Provider, { size, folder }: { size: TestSize; folder: string }) => {
  const profile = { ...enginePresets.bfl, baseUrl: provider.baseUrl }
  const engine = createBflEngine({ id: 'bfl', key: provider.apiKey, profile, guard: null, now: Date.now })
  const overrides = () => ({
    engines: new Map([['bfl', engine]]),
    environmentEngines: [{ id: 'bfl', profile, key: provider.apiKey }],
  })
  return openTestStudio(provider, { size, folder, overrides })
}

test(
  'killed while a ticket waits, and before its answer is committed, the next start asks for the same ticket',
  async () => {
    const provider = await startCanaryProvider({ sizeShare: 0.25 })
    const size = await openTestSize('embedded')
    const folder = await mkdtemp(join(tmpdir(), 'frisket-ticket-'))
    const env = {
      FRISKET_LOG: 'error',
      BFL_API_KEY: provider.apiKey,
      BFL_BASE_URL: provider.baseUrl,
      FLUX_RESULT_ORIGINS: provider.resultsOrigin,
    }
    const start = (crashAt?: Milestone) =>
      startWorkerProcess({ env, dataDir: folder, program: '../e2e/embedded', crashAt })
    try {
      const points: readonly Milestone[] = ['answer committed', 'ticket answered']
      for (const milestone of points) {
        const asking = await beside(provider, { size, folder })
        const image = await asking.addImage({ width: 120, height: 90 })
        const { id } = await asking.request({ imageId: image.id, engine: 'bfl', prompt: milestone })
        await asking.close()
        // It may die before it says that it is at work.
        await start(milestone).then(
          (run) => run.exited,
          () => undefined,
        )
        const between = await beside(provider, { size, folder })
        expect((await between.until(id, 'waiting')).state).toBe('waiting')
        expect((await provider.admin.ledger()).filter(({ prompt }) => prompt === milestone)).toHaveLength(1)
        await between.close()

        const heir = await start()
        // SIGTERM: a stop waits until what is paid for is here.
        heir.child.kill('SIGTERM')
        await heir.exited
        const after = await beside(provider, { size, folder })
        const edit = await after.ports.db.selectFrom('edits').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
        expect(['fetching', 'finishing', 'done']).toContain(edit.state)
        await after.worker.start()
        expect((await after.until(id)).state).toBe('done')
        expect((await provider.admin.ledger()).filter(({ prompt }) => prompt === milestone)).toHaveLength(1)
        await after.close()
      }
      const books = await beside(provider, { size, folder })
      const { reserved, charged, unknown } = await readSpend(books.ports.db, periodsOf(Date.now()).month)
      expect({ reserved, charged, unknown }).toEqual({ reserved: 0, charged: 2 * price, unknown: 0 })
      expect(await provider.admin.ledger()).toHaveLength(2)
      await books.close()
    } finally {
      await provider.close()
      await size.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
  limitMs,
)
