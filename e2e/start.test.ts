// Starting and stopping, as the person at the terminal sees it. Needs a build, as `npm test` makes it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runServer, startStudio } from './studio.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frisket-start-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What a start that must fail says, without what Next says of itself. */
async function refusedStart(env: Record<string, string>, dataDir = join(folder, 'unused')) {
  const run = runServer({ env, dataDir })
  const code = await run.exited
  const isOurs = (line: string): boolean => line !== '' && !line.startsWith('✓')
  return { code, lines: run.log().split('\n').filter(isOurs) }
}

const oneSentence = (containing: string) => ({ code: 1, lines: [expect.stringContaining(containing)] })

describe('a start that cannot work ends with one sentence and exit code 1', () => {
  test('a wrong setting is named, with what it got and what it wants', async () => {
    expect(await refusedStart({ PORT: 'abc' })).toEqual({
      code: 1,
      lines: ['PORT is "abc", but must be a whole number from 0 to 65535.'],
    })
  })

  test('a wrong key is not repeated', async () => {
    const { lines } = await refusedStart({ FLUX_API_KEY: 'two words' })
    expect(lines).toEqual([expect.stringContaining('FLUX_API_KEY')])
    expect(lines[0]).not.toContain('two words')
  })

  test('a port that is taken is named, and the data folder stays untouched', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const dataDir = join(folder, 'never-made')
    const refused = await refusedStart({ PORT: String(port) }, dataDir)
    other.close()
    expect(refused).toEqual(oneSentence(`Port ${port} of 127.0.0.1 is in use`))
    await expect(rm(dataDir)).rejects.toThrow('ENOENT')
  })

  test('a host that is not ours is named', async () => {
    expect(await refusedStart({ HOST: '192.0.2.1', FRISKET_NO_SIGN_IN: 'accepted' })).toEqual(
      oneSentence('HOST is "192.0.2.1", but must be a name or address of this machine.'),
    )
  })

  test('a data folder that is a file is named', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    expect(await refusedStart({}, file)).toEqual(oneSentence(`The data folder ${file} cannot be used`))
  })

  test.skipIf(process.getuid?.() === 0)('a data folder that may not be written is named', async () => {
    const locked = await mkdtemp(join(folder, 'locked-'))
    await chmod(locked, 0o500)
    expect(await refusedStart({}, locked)).toEqual(oneSentence(`The data folder ${locked} cannot be used`))
  })

  test('a second process on one data folder is told who has it, and the first goes on', async () => {
    const first = await startStudio()
    expect(await refusedStart({}, first.dataDir)).toEqual(
      oneSentence(`The data folder ${first.dataDir} is in use by process ${first.pid}`),
    )
    expect((await fetch(`${first.url}/api/health`)).status).toBe(200)
    expect(await first.stop()).toBe(0)
  })

  test('a database of a newer Frisket is refused and not touched', async () => {
    const dataDir = join(folder, 'newer')
    await (await startStudio({ dataDir })).stop()
    const file = join(dataDir, 'frisket.sqlite')
    const read = () => withDatabase(file, (db) => db.prepare('SELECT name FROM kysely_migration ORDER BY name').all())
    withDatabase(file, (db) => db.exec("INSERT INTO kysely_migration VALUES ('9999-from-the-future', '2099-01-01')"))
    const before = read()
    expect(await refusedStart({}, dataDir)).toEqual(oneSentence('9999-from-the-future'))
    expect(read()).toEqual(before)
  })
})

describe('stopping', () => {
  test('SIGTERM ends it with 0, also while a page listens for events, and the folder is free again', async () => {
    const dataDir = join(folder, 'stopped')
    for (let round = 0; round < 2; round++) {
      const studio = await startStudio({ dataDir })
      const events = await fetch(`${studio.url}/api/events`)
      expect(events.status).toBe(200)
      expect(await studio.stop()).toBe(0)
      await events.body?.cancel().catch(() => undefined)
    }
  })

  test('a killed studio starts again on its folder', async () => {
    const dataDir = join(folder, 'killed')
    await (await startStudio({ dataDir })).kill()
    expect(await (await startStudio({ dataDir })).stop()).toBe(0)
  })
})

describe('npm start', () => {
  test('installs and builds nothing where there is nothing new, serves a page, and stops with what it started', async () => {
    const { child, url, log } = await npmStart()
    expect((await fetch(url)).status).toBe(200)
    expect(log).not.toMatch(/Installing|Building/)
    const exited = once(child, 'exit')
    // The whole group, as Ctrl+C does: npm, the script and the server each hear of it, and hear of it from each other.
    process.kill(-(child.pid ?? 0), 'SIGINT')
    expect(await exited).toEqual([0, null])
    await expect(fetch(url)).rejects.toThrow()
  })

  test('SIGTERM to npm alone reaches the server', async () => {
    const { child, url } = await npmStart()
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
    await expect(fetch(url)).rejects.toThrow()
  })
})

async function npmStart(): Promise<{ child: ChildProcess; url: string; log: string }> {
  const env = { ...process.env, PORT: '0', FRISKET_DATA_DIR: join(folder, 'npm') }
  const child = spawn('npm', ['start'], { cwd: join(import.meta.dirname, '..'), env, detached: true, stdio: 'pipe' })
  let log = ''
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      log += text
      const url = /^Frisket is at (http:\S+)$/m.exec(log)?.[1]
      if (url) resolve({ child, url, log })
    })
    child.on('exit', () => reject(new Error(`npm start ended:\n${log}`)))
  })
}

function withDatabase<T>(file: string, use: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file)
  try {
    return use(database)
  } finally {
    database.close()
  }
}
