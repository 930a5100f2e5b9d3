// `npm start` and `npm run dev`: makes the checkout ready, then runs the server under the project's own Node 24.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment, PreparationError, prepare, projectNode, root } from './prepare.mjs'

const dev = process.argv.includes('--dev')

try {
  await prepare({ build: !dev })
} catch (error) {
  if (!(error instanceof PreparationError)) throw error
  console.error(error.message)
  process.exit(1)
}

const child = spawn(
  projectNode,
  [
    ...(existsSync(join(root, '.env')) ? ['--env-file=.env'] : []),
    '--disable-warning=ExperimentalWarning',
    'scripts/serve.ts',
    ...process.argv.slice(2),
  ],
  { cwd: root, env: childEnvironment(), stdio: 'inherit' },
)
// From a terminal Ctrl+C reaches the child as well; it takes signals that come this close together as one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(`The server could not be started: ${error.message}.`)
  process.exit(1)
})
child.on('exit', (code) => process.exit(code ?? 1))
