// Some workers as processes, and this process as the web node that asks them.
import { findEdit } from '../lib/db/edits.ts'
import type { EditRequest } from '../lib/edits/edit.ts'
import type { TestSize, TestStudio } from '../lib/worker/studio.fixture.ts'
import type { Site } from './kill-rounds.ts'
import type { Provider } from './provider/provider.ts'
import { type ServerRun, startWorkerProcess } from './studio.ts'

/** Short, so that a round need not wait long for what a dead worker held. */
const leaseSeconds = '2'

export async function openFleet({
  studio,
  ground,
  provider,
  workers,
}: {
  studio: TestStudio
  ground: TestSize
  provider: Provider
  workers: number
}): Promise<{ site: Site; close(): Promise<void> }> {
  const env = { ...ground.environment(), FRISKET_LEASE_S: leaseSeconds, FRISKET_LOG: 'error' }
  const start = (): Promise<ServerRun> => startWorkerProcess({ provider, env })
  const image = await studio.addImage({ width: 120, height: 90 })
  const standing: ServerRun[] = await Promise.all(Array.from({ length: workers - 1 }, start))
  let spare: ServerRun | null = null
  const end = async (run: ServerRun | null): Promise<void> => {
    run?.child.kill('SIGTERM')
    await run?.exited
  }
  const site: Site = {
    async startVictim(crashAt) {
      const run = await startWorkerProcess({ provider, env, crashAt })
      return { ended: run.exited, log: run.log }
    },
    async carryOn() {
      if (workers === 1) spare = await start()
    },
    ask: async (prompt) => {
      const request: EditRequest = { imageId: image.id, prompt }
      return (await studio.request(request)).id
    },
    // With others at work, the victim gets its share of some.
    editsPerRound: workers === 1 ? 1 : 8,
    find: (id) => findEdit(studio.ports.db, id),
    async endRound() {
      await end(spare)
      spare = null
    },
  }
  return {
    site,
    async close() {
      await end(spare)
      await Promise.all(standing.map(end))
    },
  }
}
