// Makes the checkout ready to run: packages installed, the app built, each only when it is not so already.
// Plain JavaScript without packages, because it runs before any are there, on whatever Node (20 or later) started it.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const inRoot = (...path) => join(root, ...path)

/** The project's own Node 24; there once the packages are installed. */
export const projectNode = inRoot('node_modules', 'node', 'bin', 'node')

/**
 * For glibc. By default each thread has a heap of its own and keeps what a raster took there: two edits of 20 MP at once
 * held 1,050 MB, and so hold 850 to 930.
 */
const allocator = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '1048576' }

/** The environment for what is started here: Node 24 first on the PATH, and no reports to anybody. */
export const childEnvironment = (extra = {}) => ({
  ...allocator,
  ...process.env,
  PATH: [inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter),
  NEXT_TELEMETRY_DISABLED: '1',
  ...extra,
})

/** A failure whose message is meant to be printed as it is. */
export class PreparationError extends Error {}

/** Installs and builds what is missing or out of date; two processes at once take turns. */
export async function prepare({ build }) {
  const isReady = () => packagesAreInstalled() && (!build || appIsBuilt())
  if (isReady()) return
  const release = await takeTurn()
  try {
    if (!packagesAreInstalled()) await installPackages()
    if (build && !appIsBuilt()) await buildApp()
  } finally {
    release()
  }
}

/**
 * Compares the lock file with npm's own record of what it put into node_modules, which it writes last. So an install
 * that was cut off does not count, and one made by hand does.
 */
export function packagesAreInstalled() {
  const wanted = readPackages('package-lock.json')
  const present = readPackages('node_modules', '.package-lock.json')
  if (!present || !existsSync(projectNode)) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const installed = present[path]
    // Optional ones are mostly builds for other machines.
    if (!installed) return entry.optional === true || entry.devOptional === true
    return installed.version === entry.version && installed.integrity === entry.integrity
  })
}

function readPackages(...path) {
  try {
    return JSON.parse(readFileSync(inRoot(...path), 'utf8')).packages
  } catch {
    return null
  }
}

async function installPackages() {
  console.log('Installing…')
  const npm = process.env.npm_execpath
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  const args = [...first, 'ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const { code, output } = await run(command, args)
  if (code === 0 && packagesAreInstalled()) return
  process.stderr.write(output)
  throw new PreparationError('The packages could not be installed; npm says why above.')
}

// What ends up in the build. Not public/: those files are served from where they lie.
const sourceFolders = ['app', 'components', 'lib', 'messages']
const sourceFiles = [
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'scripts/studio-start.ts',
]
const stamp = inRoot('.next', 'frisket-sources')

export function appIsBuilt() {
  if (!existsSync(inRoot('.next', 'BUILD_ID')) || !existsSync(stamp)) return false
  return readFileSync(stamp, 'utf8') === hashSources()
}

/** Content, not times: a checkout or a copy changes times only. Some hundred small files take well under 0.1 s. */
export function hashSources() {
  const hash = createHash('sha256')
  const add = (path) =>
    hash
      .update(`${path}\0`)
      .update(readFileSync(inRoot(path)))
      .update('\0')
  for (const file of sourceFiles) if (existsSync(inRoot(file))) add(file)
  for (const folder of sourceFolders) {
    if (!existsSync(inRoot(folder))) continue
    for (const file of readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(test|spec)\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length))
      .sort()) {
      add(file)
    }
  }
  return hash.digest('hex')
}

async function buildApp() {
  console.log('Building…')
  // Taken before the build: what is edited meanwhile is then built by the next start.
  const sources = hashSources()
  rmSync(stamp, { force: true })
  const next = inRoot('node_modules', 'next', 'dist', 'bin', 'next')
  const { code, output } = await run(projectNode, [next, 'build'], { NODE_ENV: 'production' })
  if (code !== 0) {
    process.stderr.write(output)
    throw new PreparationError('The app could not be built; Next says why above.')
  }
  mkdirSync(inRoot('.next'), { recursive: true })
  writeFileSync(stamp, sources)
}

/** Runs a command to its end and keeps what it prints. A signal ends the command first, then its caller. */
export function run(command, args, extraEnvironment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: childEnvironment(extraEnvironment),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    let interrupted = false
    const interrupt = (signal) => {
      interrupted = true
      child.kill(signal)
    }
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
    const settle = (code) => {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
      if (interrupted) reject(new PreparationError('Interrupted.'))
      else resolve({ code, output })
    }
    child.on('error', (error) => {
      output += `${error.message}\n`
      settle(127)
    })
    child.on('close', (code, signal) => settle(code ?? signal))
  })
}

/**
 * A file with our process id, outside of the folders that installing and building clear. One left by a process that is
 * gone is taken over.
 */
async function takeTurn() {
  const file = join(tmpdir(), `frisket-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`)
  for (let told = false; ; ) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw new PreparationError(`${file} could not be written: ${error.message}.`)
    }
    const owner = readOwner(file)
    if (owner !== null && !isAlive(owner)) {
      rmSync(file, { force: true })
      continue
    }
    if (!told) console.log('Waiting for another start to finish installing and building…')
    told = true
    await sleep(250)
  }
}

function readOwner(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || null
  } catch {
    return null
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
