// The real, built studio as a process of its own, for tests that watch it from outside: start it, stop it, kill it.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Milestone } from '../lib/worker/milestones.ts'
import { type Provider, startProvider } from './provider/provider.ts'
import type { SettingsPatch } from './provider/settings.ts'

export const root = join(import.meta.dirname, '..')
/** Not the Node that runs the tests: an editor's plugin may bring another one. */
export const projectNode = join(root, 'node_modules', 'node', 'bin', 'node')
const startLimitMs = 120_000

/** The key that the studio is given; it must appear in no page, event, file or log. */
export const canaryKey = 'canary-key-5f1c2b7d9e'

export type StudioOptions = {
  /** Settings beside or instead of those that the tests need. Whatever the developer's shell has set does not count. */
  env?: Readonly<Record<string, string>>
  /** Kept when the studio ends. Without it the studio gets a new folder, which is removed when the studio is stopped. */
  dataDir?: string
  /** The FLUX that the studio is connected to; without it the studio has no key. */
  provider?: Provider
  /** Where the program and its build lie, instead of the checkout. */
  folder?: string
  /** Where the process is to be killed. */
  crashAt?: Milestone
}

export type Studio = {
  /** http://127.0.0.1:port */
  url: string
  dataDir: string
  pid: number
  /** All that the process has printed so far. */
  log(): string
  /** SIGTERM. Resolves with the exit code. */
  stop(): Promise<number | null>
  /** SIGKILL: no time for anything. The data folder stays. */
  kill(): Promise<void>
  /** Resolves when the process has ended, however that came. */
  ended: Promise<unknown>
}

/** Starts the built studio on a free port. Rejects with what it printed where it does not come up. */
export async function startStudio(options: StudioOptions = {}): Promise<Studio> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'frisket-data-')))
  const forget = async () => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
  }
  const run = runServer({ ...options, dataDir })
  const url = await addressIn(run)
  if (url === null) {
    run.child.kill('SIGKILL')
    await run.exited
    await forget()
    throw new Error(`The studio did not come up:\n${run.log()}`)
  }
  return {
    url,
    dataDir,
    pid: run.child.pid ?? 0,
    log: run.log,
    ended: run.exited,
    async stop() {
      run.child.kill('SIGTERM')
      const code = await run.exited
      await forget()
      return code
    },
    async kill() {
      run.child.kill('SIGKILL')
      await run.exited
    },
  }
}

export type ServerRun = { child: ChildProcess; log: () => string; exited: Promise<number | null> }

/** Only starts the process: for what must not come up. `exited` resolves with the exit code once all output is there. */
export const runServer = (options: StudioOptions): ServerRun => runProgram('serve', options)

/**
 * A worker's process, or another program that carries edits forward; resolves when it is at work. Rejects with what it
 * printed where it does not come up.
 */
export async function startWorkerProcess({
  program = 'worker',
  ...options
}: StudioOptions & { program?: string }): Promise<ServerRun> {
  const run = runProgram(program, options)
  if (await saidIn(run, /^A worker of Frisket is at work/m)) return run
  run.child.kill('SIGKILL')
  await run.exited
  throw new Error(`The worker did not come up:\n${run.log()}`)
}

/** Any of our programs, by its name in scripts/. */
export function runProgram(
  name: string,
  { env, dataDir, provider, folder = root, crashAt }: StudioOptions,
  args: readonly string[] = [],
): ServerRun {
  const program = crashAt ? ['e2e/crash-at.ts', name] : [`scripts/${name}.ts`]
  const child = spawn(projectNode, ['--disable-warning=ExperimentalWarning', ...program, ...args], {
    cwd: folder,
    env: {
      ...bareEnvironment(),
      NODE_ENV: 'production',
      // Next colours its lines where it believes to be in CI.
      NO_COLOR: '1',
      PORT: '0',
      ...(dataDir && { FRISKET_DATA_DIR: dataDir }),
      ...(provider && {
        FLUX_API_KEY: provider.apiKey,
        FLUX_BASE_URL: provider.baseUrl,
        FLUX_RESULT_ORIGINS: provider.resultsOrigin,
      }),
      ...(crashAt && { CRASH_AT: crashAt }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
  }
  const exited = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      running.delete(child)
      resolve(code)
    })
  })
  return { child, log: () => log, exited }
}

const running = new Set<ChildProcess>()
// A test runner that ends early must not leave servers behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** What a process needs to run at all, without any of the studio's own settings. */
function bareEnvironment(): Record<string, string | undefined> {
  const isSetting = (name: string): boolean =>
    /^(FRISKET_|FLUX_|BFL_|S3_|NEXT_|DATABASE_URL$|PORT$|HOST$|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$)/.test(name)
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isSetting(name)))
}

/** Null where the process ends before it says its address, or says nothing for too long. */
const addressIn = async (run: ServerRun): Promise<string | null> =>
  (await saidIn(run, /^Frisket is at (http:\S+)$/m))?.[1] ?? null

async function saidIn({ exited, log }: ServerRun, words: RegExp): Promise<RegExpExecArray | null> {
  let ended = false
  void exited.then(() => {
    ended = true
  })
  for (const deadline = performance.now() + startLimitMs; !ended && performance.now() < deadline; ) {
    const said = words.exec(log())
    if (said) return said
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return null
}

/** The fake provider, taking the canary for its key. */
export const startCanaryProvider = (settings: SettingsPatch = {}): Promise<Provider> =>
  startProvider({ apiKey: canaryKey, settings })
