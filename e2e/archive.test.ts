// Backup, restore and move as commands, beside a studio at work, between both sizes.
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashRows } from '../lib/db/copy-rows.ts'
import type { Database } from '../lib/db/database.ts'
import { readSpend } from '../lib/db/ledger.ts'
import type { EditRow } from '../lib/db/schema.ts'
import { openSqlite } from '../lib/db/sqlite.ts'
import { periodsOf } from '../lib/edits/budget.ts'
import { openDiskReader } from '../lib/storage/disk.ts'
import {
  openTestSize,
  openTestStudio,
  type SizeName,
  sizeNames,
  type TestSize,
  type TestStudio,
} from '../lib/worker/studio.fixture.ts'
import { strayBytes } from './kill-rounds.ts'
import type { Provider } from './provider/provider.ts'
import { runProgram, startCanaryProvider, startWorkerProcess } from './studio.ts'

const price = 70_000
// Each starts several processes: a limit for what hangs, no stopwatch.
const limitMs = 300_000
let provider: Provider
let sizes: Record<SizeName, TestSize>
let base: string
let studio: TestStudio

beforeAll(async () => {
  provider = await startCanaryProvider({ sizeShare: 0.25 })
  sizes = { embedded: await openTestSize('embedded'), 'scaled out': await openTestSize('scaled out') }
}, limitMs)
afterAll(async () => {
  await provider.close()
  for (const size of Object.values(sizes)) await size.close()
})
beforeEach(async () => {
  await provider.admin.reset()
  base = await mkdtemp(join(tmpdir(), 'frisket-archive-'))
})
afterEach(async () => {
  await studio.close()
  await rm(base, { recursive: true })
})

/** One edit that is done, one whose call is under way, one in the queue that costs, and one that does not. */
async function fill(): Promise<{ done: EditRow; sending: EditRow; queued: EditRow; free: EditRow }> {
  const image = await studio.addImage({ width: 120, height: 90 })
  const ask = (prompt: string) => studio.request({ imageId: image.id, prompt })
  await studio.worker.start()
  const done = await studio.until((await ask('done')).id, 'done')
  await provider.admin.fault({ kind: 'hold' })
  const sending = await studio.until((await ask('sending')).id, 'sending')
  await provider.admin.untilHeld({ calls: 1 })
  const inHour = { due_at: Date.now() + 3_600_000 }
  const later = async (edit: EditRow, change: Partial<EditRow> = {}) => {
    await studio.ports.db
      .updateTable('edits')
      .set({ ...inHour, ...change })
      .where('id', '=', edit.id)
      .execute()
    return edit
  }
  await provider.admin.fault({ kind: 'hold', times: 2 })
  const queued = await later(await ask('queued'))
  const free = await later(await ask('free'), { price_micro_usd: 0, engine: 'local' })
  return { done, sending, queued, free }
}

async function run(name: string, options: { env?: Record<string, string>; dataDir?: string }, ...args: string[]) {
  const { log, exited } = runProgram(name, options, args)
  return { code: await exited, log: log() }
}

const environmentOf = (size: SizeName, folder: string) => ({
  env: sizes[size].environment(),
  dataDir: size === 'embedded' ? folder : join(base, 'place'),
})

const stateOf = async (db: Database, id: string) =>
  (await db.selectFrom('edits').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

describe.each(sizeNames)('a backup of a studio, %s, at work', (from) => {
  test(
    'brings everything back, and what had no answer as unknown, never sent again',
    async () => {
      studio = await openTestStudio(provider, { size: sizes[from] })
      const asked = await fill()
      const file = join(base, 'studio.tar')
      const backup = await run('backup', environmentOf(from, studio.folder), file)
      expect(backup).toMatchObject({ code: 0, log: expect.stringContaining('objects and all rows') })
      expect((await readdir(base)).filter((name) => name !== 'place')).toEqual(['studio.tar'])

      const dataDir = join(base, 'restored')
      const restored = await run('restore', { dataDir }, file)
      expect(restored.log).toContain('2 paid edits had no answer yet')
      expect(restored.code).toBe(0)
      const db = await openSqlite(join(dataDir, 'frisket.sqlite'))
      try {
        expect(await stateOf(db, asked.done.id)).toBe('done')
        expect(await stateOf(db, asked.sending.id)).toBe('unknown')
        expect(await stateOf(db, asked.queued.id)).toBe('unknown')
        expect(await stateOf(db, asked.free.id)).toBe('queued')
        const month = periodsOf(asked.done.created_at).month
        expect(await readSpend(db, month)).toMatchObject({ charged: price, unknown: 2 * price })
        expect(await strayBytes(db, { ...studio.ports.objects, ...openDiskReader(dataDir) })).toMatchObject({
          missing: 0,
        })
      } finally {
        await db.destroy()
      }
      const again = await run('restore', { dataDir }, file)
      expect(again).toEqual({ code: 1, log: 'There is a studio here already: restore into an empty one.\n' })
      await provider.admin.release()
    },
    limitMs,
  )
})

test(
  'an archive that is cut off or was changed is refused, and no row is written',
  async () => {
    studio = await openTestStudio(provider, { size: sizes.embedded })
    await studio.addImage({ width: 40, height: 30 })
    const file = join(base, 'studio.tar')
    await run('backup', environmentOf('embedded', studio.folder), file)
    const whole = await readFile(file)

    const changed = Buffer.from(whole)
    changed[600] ^= 1
    await writeFile(join(base, 'changed.tar'), changed)
    const other = await run('restore', { dataDir: join(base, 'b') }, join(base, 'changed.tar'))
    expect(other).toMatchObject({ code: 1, log: expect.stringContaining('has other bytes than it had') })

    await truncate(file, whole.byteLength - 3_000)
    const cut = await run('restore', { dataDir: join(base, 'a') }, file)
    expect(cut).toMatchObject({ code: 1, log: expect.stringContaining('the archive ends before its end') })
    const db = await openSqlite(join(base, 'a', 'frisket.sqlite'))
    expect(await db.selectFrom('images').selectAll().execute()).toEqual([])
    await db.destroy()
  },
  limitMs,
)

test(
  'a move carries all over, goes on where it was cut off, and leaves a folder that no studio starts on',
  async () => {
    studio = await openTestStudio(provider, { size: sizes.embedded })
    for (let i = 0; i < 20; i++) await studio.addImage({ width: 40, height: 30 + i })
    const { id } = await studio.request({
      imageId: (await studio.addImage({ width: 64, height: 64 })).id,
      prompt: 'moved',
    })
    const wanted = await hashRows(studio.ports.db)

    const there = await openTestStudio(provider, { size: sizes['scaled out'] })
    try {
      const target = sizes['scaled out'].environment()
      const args = ['--to', target.DATABASE_URL, '--s3', `${target.S3_ENDPOINT}/${target.S3_BUCKET}`]
      const { S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = target
      const options = { dataDir: studio.folder, env: { S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } }
      const cut = runProgram('move', options, args)
      const some = async () => {
        for await (const _ of there.ports.objects.list()) return true
        return false
      }
      await expect.poll(some, { timeout: 60_000 }).toBe(true)
      cut.child.kill('SIGKILL')
      await cut.exited

      const moved = await run('move', options, ...args)
      expect(moved).toMatchObject({ code: 0, log: expect.stringContaining('and compared') })
      expect(await hashRows(there.ports.db)).toBe(wanted)
      expect(await strayBytes(there.ports.db, there.ports.objects)).toEqual({ orphans: 0, missing: 0 })
      expect(await run('restore', options, join(base, 'any'))).toMatchObject({
        code: 1,
        log: expect.stringContaining('was moved to 127.0.0.1'),
      })

      const worker = await startWorkerProcess({ provider, env: target, dataDir: join(base, 'place') })
      expect((await there.until(id)).state).toBe('done')
      worker.child.kill('SIGTERM')
      expect(await worker.exited).toBe(0)
    } finally {
      await there.close()
    }
  },
  limitMs,
)
