// `npm run bench:paint`, `npm run bench:library`: what is measured on the built studio in Chromium, both made ready first.
import { spawnSync } from 'node:child_process'
import { launch } from '../launch.mjs'
import { PreparationError, prepare, projectNode, root } from '../prepare.mjs'

const [name, ...args] = process.argv.slice(2)
try {
  await prepare({ build: true })
  const { status } = spawnSync(projectNode, ['scripts/chromium.ts'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new PreparationError('The benchmark needs a Chromium.')
} catch (error) {
  if (!(error instanceof PreparationError)) throw error
  console.error(error.message)
  process.exit(1)
}
await launch(`bench/${name}/main.ts`, args, { build: true })
