import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataFolderInUseError, lockDataFolder } from './data-folder.ts'

let base: string
let folder: string
const children: ChildProcess[] = []
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'frisket-lock-'))
  folder = join(base, 'data')
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(base, { recursive: true, force: true })
})

const program = (waitMs: number): string => `
  import { lockDataFolder } from ${JSON.stringify(new URL('./data-folder.ts', import.meta.url).href)}
  try {
    await lockDataFolder(${JSON.stringify(folder)}, { waitMs: ${waitMs} })
    globalThis.gc?.()
    console.log('locked')
    setInterval(() => {}, 1000)
  } catch (error) {
    console.log(error.name + ': ' + error.message)
  }`

/** Another studio on the same folder; tells its first line. */
async function startOther(waitMs = 0): Promise<{ child: ChildProcess; says: string }> {
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '--eval', program(waitMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = await once(child.stdout!, 'data')
  return { child, says: String(line).trim() }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('a second process is told who has the folder and since when', async () => {
  const lock = await lockDataFolder(folder)
  const { says } = await startOther()
  expect(says).toMatch(
    new RegExp(
      `^DataFolderInUseError: The data folder ${folder} is in use by process ${process.pid} since \\d{4}-[^ ]+Z\\.`,
    ),
  )
  await lock.release()
  expect((await startOther()).says).toBe('locked')
})

test('of many that make the folder at the same moment one has it, and the others are told so', async () => {
  const deep = join(folder, 'studio', 'place-1')
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataFolder(deep, { waitMs: 0 })))
  const told = tries.map((one) => (one.status === 'fulfilled' ? 'locked' : one.reason.name))
  expect(told.toSorted()).toEqual([...Array(7).fill('DataFolderInUseError'), 'locked'])
  for (const one of tries) if (one.status === 'fulfilled') await one.value.release()
})

test('the same process asking twice is told as well, and so is a thread of it', async () => {
  const lock = await lockDataFolder(folder)
  await expect(lockDataFolder(folder, { waitMs: 0 })).rejects.toMatchObject({
    name: 'DataFolderInUseError',
    folder,
    holder: { pid: process.pid },
  })
  const worker = new Worker(program(0), { eval: true, stdout: true })
  expect(String((await once(worker.stdout, 'data'))[0])).toContain('DataFolderInUseError')
  await lock.release()
  await (await lockDataFolder(folder, { waitMs: 0 })).release()
})

test('killed by SIGKILL, a process leaves no lock behind, only its words', async () => {
  for (let round = 0; round < 3; round++) {
    const { child, says } = await startOther()
    expect(says).toBe('locked')
    await expect(lockDataFolder(folder, { waitMs: 0 })).rejects.toMatchObject({ holder: { pid: child.pid } })
    await kill(child)
    expect(await readdir(folder)).toContain('lock.json')
    await (await lockDataFolder(folder, { waitMs: 0 })).release()
  }
})

test('a lock that is handed over within the wait is taken', async () => {
  const { child } = await startOther()
  const waiting = lockDataFolder(folder, { waitMs: 5_000 })
  await setTimeout(200)
  await kill(child)
  await (await waiting).release()

  const lock = await lockDataFolder(folder)
  const within = lockDataFolder(folder, { waitMs: 5_000 })
  await setTimeout(100)
  await lock.release()
  await (await within).release()
})

test('of many that ask at once, one gets it', async () => {
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => startOther()))
  expect(outcomes.filter(({ says }) => says === 'locked')).toHaveLength(1)
  expect(outcomes.filter(({ says }) => says.startsWith('DataFolderInUseError'))).toHaveLength(3)
})

test('releasing twice is releasing once, and does not free the lock of the next one', async () => {
  const first = await lockDataFolder(folder)
  await first.release()
  const second = await lockDataFolder(folder)
  await first.release()
  await expect(lockDataFolder(folder, { waitMs: 0 })).rejects.toBeInstanceOf(DataFolderInUseError)
  await second.release()
})

test('without readable words there is still a sentence', async () => {
  const lock = await lockDataFolder(folder)
  for (const words of ['', '{"pid":"me"}', '[]']) {
    await writeFile(join(folder, 'lock.json'), words)
    await expect(lockDataFolder(folder, { waitMs: 0 })).rejects.toMatchObject({
      holder: null,
      message: `The data folder ${folder} is in use by another process. Stop that one, or set FRISKET_DATA_DIR to another folder; for several processes on the same pictures, set DATABASE_URL and S3_BUCKET.`,
    })
  }
  await lock.release()
})

test('a folder that cannot be made is storage_failed', async () => {
  await writeFile(join(base, 'file'), '')
  await expect(lockDataFolder(join(base, 'file', 'data'))).rejects.toMatchObject({ code: 'storage_failed' })
})

test('a folder that the system refuses to make is an error at once, not a wait', async () => {
  await expect(lockDataFolder('/proc/frisket/data')).rejects.toMatchObject({ code: 'storage_failed' })
})
