// Makes the checkout ready, then runs one of our TypeScript programs under the project's own Node 24.
// Plain JavaScript without packages, because it runs before any are there.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment, PreparationError, prepare, projectNode, root } from './prepare.mjs'

/** Ends this process with the program's exit code. */
export async function launch(program, args, { build }) {
  try {
    await prepare({ build })
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
      join('scripts', program),
      ...args,
    ],
    { cwd: root, env: childEnvironment(), stdio: 'inherit' },
  )
  // From a terminal Ctrl+C reaches the child as well; it takes signals that come this close together as one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`${program} could not be started: ${error.message}.`)
    process.exit(1)
  })
  child.on('exit', (code) => process.exit(code ?? 1))
}
