// A PostgreSQL for the tests: Debian's, installed when it is missing, on a loopback port, gone when its owner ends.
// `node scripts/postgres.ts` makes sure that there is one.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const isRoot = process.getuid?.() === 0
const installed = '/usr/lib/postgresql'
const startLimitMs = 30_000

/** The folder with initdb and postgres, the newest first; null where there is none. */
function findPostgres(): string | null {
  const versions = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(installed, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
}

function installPostgres(): void {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return
  const run = (...args: string[]): boolean =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 }).status === 0
  run('update', '-qq') && run('install', '-y', '-qq', '--no-install-recommends', 'postgresql')
}

export type TestPostgres = {
  /** postgres://…/ without a database name. */
  url: string
  close(): Promise<void>
}

/** Nothing of it outlives a test, so it need not be synced; kills are aimed at our processes, not at the server. */
const quick = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=200']

/** Starts a cluster of its own, 1.4 s. */
export async function startPostgres(): Promise<TestPostgres> {
  const bin = findPostgres()
  if (bin === null) throw new Error('There is no PostgreSQL here: apt-get install postgresql.')
  const folder = mkdtempSync(join(tmpdir(), 'frisket-postgres-'))
  // The server refuses to run as root.
  const owner = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const options = { cwd: folder, ...owner, env: { ...process.env, LC_ALL: 'C.UTF-8' } }
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'frisket', '--auth=trust', '--no-sync', '-E', 'UTF8'],
    { ...options, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stdout}${made.stderr}`)
  const port = await freePort()
  const settings = [...quick, `port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`]
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-4_000)
  })
  // SIGQUIT: at once, without a checkpoint.
  const stop = () => server.kill('SIGQUIT')
  process.on('exit', stop)
  const url = `postgres://frisket@127.0.0.1:${port}/`
  await untilReady(`${url}postgres`, server, () => log)
  return {
    url,
    async close() {
      process.off('exit', stop)
      const ended = once(server, 'exit')
      if (server.exitCode === null && stop()) await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function idOf(flag: '-u' | '-g'): number {
  const found = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' })
  if (found.status !== 0) throw new Error('PostgreSQL refuses to run as root, and there is no user postgres.')
  return Number(found.stdout)
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function untilReady(url: string, server: ChildProcess, log: () => string): Promise<void> {
  for (const deadline = performance.now() + startLimitMs; ; ) {
    if (server.exitCode !== null || performance.now() > deadline) {
      throw new Error(`PostgreSQL did not come up:\n${log()}`)
    }
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return await client.end()
    } catch {
      await sleep(30)
    }
  }
}

/** A new, empty database of that server, and how to drop it. */
export async function createDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `frisket_${process.pid}_${Math.random().toString(36).slice(2)}`
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: `${server}postgres` })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await run(`create database ${name} template template0`)
  return { url: `${server}${name}`, drop: () => run(`drop database ${name} with (force)`) }
}

if (import.meta.main && findPostgres() === null) {
  console.log('Installing PostgreSQL…')
  installPostgres()
  if (findPostgres() === null) {
    console.error('No PostgreSQL was found, and none could be installed: apt-get install postgresql.')
    process.exit(1)
  }
}
