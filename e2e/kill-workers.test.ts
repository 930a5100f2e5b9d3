// Workers as processes of their own, on a real PostgreSQL and a real S3 server: killed at every milestone, stopped and
// continued, and alone or among others.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { removeOrphans } from '../lib/studio/sweep.ts'
import { openTestSize, openTestStudio, type TestSize, type TestStudio } from '../lib/worker/studio.fixture.ts'
import { openFleet } from './fleet.ts'
import { compareBooks, milestones, playRound, strayBytes } from './kill-rounds.ts'
import type { Provider } from './provider/provider.ts'
import { type ServerRun, startCanaryProvider, startWorkerProcess } from './studio.ts'

const price = 70_000
// Starts dozens of processes: a limit for what hangs, no stopwatch.
const limitMs = 900_000
let provider: Provider
let ground: TestSize
let studio: TestStudio

beforeAll(async () => {
  provider = await startCanaryProvider({ sizeShare: 0.25 })
  ground = await openTestSize('scaled out')
}, limitMs)
afterAll(async () => {
  await provider.close()
  await ground.close()
})
beforeEach(async () => {
  await provider.admin.reset()
  studio = await openTestStudio(provider, { size: ground })
})
afterEach(() => studio.close())

async function expectOrder(): Promise<void> {
  await compareBooks(studio.ports.db, { provider, price })
  await removeOrphans(studio.ports, new AbortController().signal)
  expect(await strayBytes(studio.ports.db, studio.ports.objects)).toEqual({ orphans: 0, missing: 0 })
}

describe('killed at each milestone', () => {
  test(
    'one worker: the next one carries on, and no call is made twice',
    async () => {
      const fleet = await openFleet({ studio, ground, provider, workers: 1 })
      for (const [round, milestone] of milestones.entries()) {
        const states = await playRound(fleet.site, { round, milestone, provider })
        const cannotKnow = ['sending committed', 'answered', 'answer bytes stored'].includes(milestone)
        expect([milestone, ...states]).toEqual([milestone, cannotKnow ? 'unknown' : 'done'])
      }
      await fleet.close()
      await expectOrder()
    },
    limitMs,
  )

  test(
    'three workers: the other two carry on',
    async () => {
      const fleet = await openFleet({ studio, ground, provider, workers: 3 })
      for (const [round, milestone] of (['prepared', 'answered', 'raw stored', 'output stored'] as const).entries()) {
        await playRound(fleet.site, { round, milestone, provider })
      }
      await fleet.close()
      await expectOrder()
    },
    limitMs,
  )
})

describe('stopped for twice its lease, and continued', () => {
  const leaseMs = 1_000
  const start = (): Promise<ServerRun> =>
    startWorkerProcess({ provider, env: { ...ground.environment(), FRISKET_LEASE_S: String(leaseMs / 1000) } })
  const end = async (...runs: ServerRun[]): Promise<void> => {
    for (const run of runs) run.child.kill('SIGKILL')
    await Promise.all(runs.map((run) => run.exited))
  }

  test(
    'a worker that held a call finds it taken for lost, and its answer, which comes after all, is taken',
    async () => {
      const stopped = await start()
      await provider.admin.fault({ kind: 'hold' })
      const image = await studio.addImage({ width: 120, height: 90 })
      const { id } = await studio.request({ imageId: image.id, prompt: 'held' })
      await provider.admin.untilHeld({ calls: 1 })
      stopped.child.kill('SIGSTOP')
      const other = await start()
      await studio.until(id, 'unknown')
      await provider.admin.release()
      stopped.child.kill('SIGCONT')
      await studio.until(id, 'done')
      expect(await provider.admin.ledger()).toHaveLength(1)
      await end(stopped, other)
      await expectOrder()
    },
    limitMs,
  )

  test(
    'a worker that was about to bring a result home does not disturb the one that did',
    async () => {
      const stopped = await start()
      await provider.admin.fault({ kind: 'download-hold' })
      const image = await studio.addImage({ width: 120, height: 90 })
      const { id } = await studio.request({ imageId: image.id, prompt: 'fetched' })
      await provider.admin.untilHeld({ downloads: 1 })
      stopped.child.kill('SIGSTOP')
      const other = await start()
      const done = await studio.until(id, 'done')
      await provider.admin.release()
      stopped.child.kill('SIGCONT')
      // Whatever it still tries, it goes on working, and the edit stays as it is.
      const next = await studio.request({ imageId: image.id, prompt: 'the next one' })
      await studio.until(next.id, 'done')
      expect(await studio.until(id, 'done')).toEqual(done)
      expect((await provider.admin.ledger()).map(({ prompt }) => prompt)).toEqual(['fetched', 'the next one'])
      await end(stopped, other)
      await expectOrder()
    },
    limitMs,
  )
})

describe('a worker that cannot work ends with one sentence', () => {
  test('without a database of its own size', async () => {
    await expect(startWorkerProcess({ provider })).rejects.toThrow(
      'Without DATABASE_URL and S3_BUCKET the worker runs inside the studio',
    )
  })
})
