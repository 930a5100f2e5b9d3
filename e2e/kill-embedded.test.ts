// The embedded studio's process, killed at every milestone in the life of an edit: the next start carries on.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sweepObjects } from '../lib/studio/sweep.ts'
import { openTestSize, openTestStudio } from '../lib/worker/studio.fixture.ts'
import { openEmbeddedSite } from './embedded-site.ts'
import { compareBooks, milestones, playRound, strayBytes } from './kill-rounds.ts'
import { startCanaryProvider } from './studio.ts'

const price = 70_000
// Starts dozens of processes: a limit for what hangs, no stopwatch.
const limitMs = 900_000

test(
  'killed at each milestone, no call is made twice, no result is lost, and no file is left over',
  async () => {
    const provider = await startCanaryProvider({ sizeShare: 0.25 })
    const ground = await openTestSize('embedded')
    const folder = await mkdtemp(join(tmpdir(), 'frisket-kill-'))
    try {
      const site = await openEmbeddedSite({ folder, ground, provider })
      for (const [round, milestone] of milestones.entries()) {
        const states = await playRound(site, { round, milestone, provider })
        const cannotKnow = ['sending committed', 'answered', 'answer bytes stored'].includes(milestone)
        expect([milestone, ...states]).toEqual([milestone, cannotKnow ? 'unknown' : 'done'])
      }
      const studio = await openTestStudio(provider, { size: ground, folder })
      await compareBooks(studio.ports.db, { provider, price })
      await sweepObjects(studio.ports, new AbortController().signal)
      expect(await strayBytes(studio.ports.db, studio.ports.objects)).toEqual({ orphans: 0, missing: 0 })
      await studio.close()
    } finally {
      await provider.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
  limitMs,
)
