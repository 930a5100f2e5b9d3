// One process at a time on one data folder: asked before it starts, looked at from beside it.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { EditRow } from '../lib/db/schema.ts'
import type { Milestone } from '../lib/worker/milestones.ts'
import { openTestStudio, type TestSize } from '../lib/worker/studio.fixture.ts'
import type { Site } from './kill-rounds.ts'
import type { Provider } from './provider/provider.ts'
import { type ServerRun, startWorkerProcess } from './studio.ts'

export async function openEmbeddedSite({
  folder,
  ground,
  provider,
}: {
  folder: string
  ground: TestSize
  provider: Provider
}): Promise<Site> {
  const env = { FRISKET_LOG: 'error' }
  const beside = () => openTestStudio(provider, { size: ground, folder })
  const first = await beside()
  const image = await first.addImage({ width: 120, height: 90 })
  await first.close()
  const start = (crashAt?: Milestone): Promise<ServerRun> =>
    startWorkerProcess({ provider, env, dataDir: folder, program: '../e2e/embedded', crashAt })
  let victim = Promise.withResolvers<unknown>()
  let milestone: Milestone = 'claimed'
  let heir: ServerRun | null = null
  return {
    async startVictim(at) {
      milestone = at
      victim = Promise.withResolvers<unknown>()
      return { ended: victim.promise, log: () => '' }
    },
    async ask(prompt) {
      const studio = await beside()
      const { id } = await studio.request({ imageId: image.id, prompt })
      await studio.close()
      // It may die before it says that it is at work.
      start(milestone).then((run) => run.exited.then(victim.resolve), victim.resolve)
      return id
    },
    async carryOn() {
      heir = await start()
    },
    editsPerRound: 1,
    async find(id) {
      const database = new DatabaseSync(join(folder, 'frisket.sqlite'), { readOnly: true, timeout: 5_000 })
      try {
        // As the table's type says: it is written by our own code only.
        const row: unknown = database.prepare('SELECT * FROM edits WHERE id = ?').get(id)
        return row as EditRow | undefined
      } finally {
        database.close()
      }
    },
    async endRound() {
      heir?.child.kill('SIGTERM')
      await heir?.exited
      heir = null
    },
  }
}
