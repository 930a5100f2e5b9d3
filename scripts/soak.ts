// `npm run soak -- 500`: so many rounds of real workers killed at every milestone in turn, on PostgreSQL and S3, half of them with
// one worker and half with three; `-- 250 3` is the second half alone. All books are compared every 13 rounds and at the end.

import { openFleet } from '../e2e/fleet.ts'
import { compareBooks, milestones, playRound, strayBytes } from '../e2e/kill-rounds.ts'
import { startCanaryProvider } from '../e2e/studio.ts'
import { removeOrphans } from '../lib/studio/sweep.ts'
import { openTestSize, openTestStudio } from '../lib/worker/studio.fixture.ts'

const price = 70_000
const rounds = Number(process.argv[2] ?? 500)
const only = process.argv[3] === undefined ? null : Number(process.argv[3])
if (!Number.isInteger(rounds) || rounds < 1 || !(only === null || (Number.isInteger(only) && only > 0))) {
  console.error('Usage: npm run soak -- 500 [workers]')
  process.exit(1)
}
const shares =
  only === null
    ? [
        { workers: 1, share: Math.ceil(rounds / 2) },
        { workers: 3, share: Math.floor(rounds / 2) },
      ]
    : [{ workers: only, share: rounds }]

const provider = await startCanaryProvider()
const ground = await openTestSize('scaled out')
const studio = await openTestStudio(provider, { size: ground })
const startedAt = performance.now()
try {
  for (const { workers, share } of shares) {
    const fleet = await openFleet({ studio, ground, provider, workers })
    for (let round = 0; round < share; round++) {
      await playRound(fleet.site, { round: workers * 1_000_000 + round, milestone: milestones[round % 13], provider })
      if (round % 13 === 12) {
        const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1)
        console.log(
          `${workers} workers, round ${round + 1}, ${minutes} min`,
          await compareBooks(studio.ports.db, { provider, price }),
        )
      }
    }
    await fleet.close()
  }
  await removeOrphans(studio.ports, new AbortController().signal)
  const books = await compareBooks(studio.ports.db, { provider, price })
  const stray = await strayBytes(studio.ports.db, studio.ports.objects)
  console.log(`${rounds} rounds:`, books, stray)
  if (stray.orphans > 0 || stray.missing > 0) process.exitCode = 1
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  await studio.close()
  await ground.close()
  await provider.close()
  process.exit()
}
