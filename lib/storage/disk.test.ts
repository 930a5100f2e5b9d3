import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DiskStore, openDiskStore } from './disk.ts'
import { faultyFileSystem } from './faulty-file-system.fixture.ts'

let base: string
let folders = 0
beforeAll(async () => {
  base = await fs.mkdtemp(join(tmpdir(), 'frisket-disk-'))
})
afterAll(() => fs.rm(base, { recursive: true, force: true }))

const freshFolder = (): string => join(base, String(folders++), 'data')
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
async function listed(store: DiskStore): Promise<string[]> {
  const all: string[] = []
  for await (const sha256 of store.list()) all.push(sha256)
  return all.sort()
}

const bytes = new Uint8Array(3000).map((_, i) => i * 7)
const sha256 = sha256Of(bytes)

test('a damaged object of the wrong length is replaced by the whole one', async () => {
  const store = await openDiskStore(freshFolder())
  await store.put(bytes)
  await store.withFile(sha256, (path) => fs.truncate(path, 1000))
  await store.put(bytes)
  expect(await store.read(sha256)).toEqual(bytes)
})

test('opening sweeps what an earlier process left in the scratch folder, and nothing that this one is writing', async () => {
  const folder = freshFolder()
  const { scratchFolder } = await openDiskStore(folder)
  await fs.writeFile(join(scratchFolder, 'left over'), bytes)
  const longAgo = new Date(performance.timeOrigin - 60_000)
  await fs.utimes(join(scratchFolder, 'left over'), longAgo, longAgo)
  await fs.writeFile(join(scratchFolder, 'under way'), bytes)
  const store = await openDiskStore(folder)
  expect(await fs.readdir(scratchFolder)).toEqual(['under way'])
  expect(await store.sweepScratch(Date.now() + 60_000)).toBe(1)
  expect(await fs.readdir(scratchFolder)).toEqual([])
})

test('bytes are fsynced before they get their name, and the folders of the name after', async () => {
  const recorded = faultyFileSystem({ fault: 'EIO', call: Number.POSITIVE_INFINITY, lasting: false })
  const store = await openDiskStore(freshFolder(), recorded.fileSystem)
  const folder = ['open', 'sync', 'close']
  const callsOf = async (work: () => Promise<unknown>) => {
    const before = recorded.calls.length
    await work()
    return recorded.calls.slice(before)
  }
  expect(await callsOf(() => store.put(bytes))).toEqual([
    'stat',
    ...['open', 'write', 'sync', 'fstat', 'close'],
    ...['mkdir', ...folder],
    'stat',
    ...['rename', ...folder],
  ])
  expect(await callsOf(() => store.put(bytes))).toEqual(['stat', ...folder])
  await fs.writeFile(join(store.scratchFolder, 'upload'), bytes.subarray(1))
  expect(await callsOf(() => store.adopt(join(store.scratchFolder, 'upload')))).toEqual([
    ...['open', 'read', 'read', 'sync', 'close'],
    ...['mkdir', ...folder],
    'stat',
    ...['rename', ...folder],
  ])
})

describe('a failing disk', () => {
  const faults = ['ENOSPC', 'EIO', 'EROFS', 'short write', 'torn write'] as const
  const ways = {
    put: (store: DiskStore) => store.put(bytes),
    adopt: async (store: DiskStore) => {
      const path = join(store.scratchFolder, 'upload')
      await fs.writeFile(path, bytes)
      return store.adopt(path)
    },
  }

  for (const [name, store] of Object.entries(ways))
    for (const fault of faults)
      for (const lasting of [false, true])
        test(`${name}: ${fault} at any call${lasting ? ' and ever after' : ''} leaves the whole object or none`, async () => {
          let failures = 0
          for (let call = 0; ; call++) {
            const folder = freshFolder()
            const faulty = faultyFileSystem({ fault, call, lasting })
            const stored = await openDiskStore(folder, faulty.fileSystem)
              .then(store)
              .catch((error: unknown) => {
                expect(error).toMatchObject({ name: 'AppError', code: 'storage_failed' })
                failures++
                return null
              })

            const afterwards = await openDiskStore(folder)
            const kept = await listed(afterwards)
            if (stored) expect(kept).toEqual([sha256])
            else expect([[], [sha256]]).toContainEqual(kept)
            for (const object of kept) expect(sha256Of(await afterwards.read(object))).toBe(object)
            // What could not be adopted stays the caller's.
            if (!lasting && faulty.failedCall !== 'unlink' && (stored || name === 'put'))
              expect(await fs.readdir(afterwards.scratchFolder)).toEqual([])

            expect(await store(afterwards)).toEqual({ sha256, bytes: 3000 })
            expect(await afterwards.read(sha256)).toEqual(bytes)
            if (faulty.failedCall === null) break
          }
          // A short write is what the system may do at any time: it is carried on, not a failure.
          if (fault === 'short write' || (name === 'adopt' && fault === 'torn write')) expect(failures).toBe(0)
          else expect(failures).toBeGreaterThan(0)
        })

  for (const fault of ['ENOSPC', 'EIO', 'EROFS'] as const)
    test(`a file that could not be adopted for ${fault} at any call is still there, and is adopted once the disk is well`, async () => {
      for (let call = 0; ; call++) {
        const faulty = faultyFileSystem({ fault, call: Number.POSITIVE_INFINITY, lasting: false })
        const store = await openDiskStore(freshFolder(), faulty.fileSystem)
        const path = join(store.scratchFolder, 'result')
        await fs.writeFile(path, bytes)
        faulty.failFromNow(call)
        const first = await store.adopt(path).catch(() => null)
        faulty.heal()
        if (first === null) expect(await store.adopt(path)).toEqual({ sha256, bytes: 3000 })
        expect(await store.read(sha256)).toEqual(bytes)
        expect(await fs.readdir(store.scratchFolder)).toEqual([])
        if (faulty.failedCall === null) break
      }
    })

  test('every other call that fails says storage_failed, harms nothing, and does its work once the disk is well', async () => {
    const calls: Record<string, (store: DiskStore) => Promise<unknown>> = {
      stat: (store) => store.stat(sha256),
      read: (store) => store.read(sha256),
      stream: async (store) => Buffer.concat(await (await store.stream(sha256)).toArray()),
      list: listed,
      check: (store) => store.check(),
      sweep: (store) => store.sweepScratch(0),
      delete: (store) => store.delete(sha256),
    }
    for (const [name, work] of Object.entries(calls))
      for (const fault of ['ENOSPC', 'EIO', 'EROFS'] as const)
        for (let call = 0; ; call++) {
          const faulty = faultyFileSystem({ fault, call: Number.POSITIVE_INFINITY, lasting: false })
          const store = await openDiskStore(freshFolder(), faulty.fileSystem)
          await store.put(bytes)
          faulty.failFromNow(call)
          const outcome = await work(store).catch((error: unknown) => error)
          faulty.heal()
          // What a check has written, and can not take away, is swept at the next start.
          const tells = faulty.failedCall !== null && !(name === 'check' && faulty.failedCall === 'unlink')
          if (tells) expect([name, outcome]).toMatchObject([name, { code: 'storage_failed' }])
          if (name !== 'delete') expect(await store.read(sha256)).toEqual(bytes)
          await work(store)
          expect(await listed(store)).toEqual(name === 'delete' ? [] : [sha256])
          if (faulty.failedCall === null) break
        }
  })

  test('a slow one changes nothing: many at once, of the same bytes and of others, end in whole objects', async () => {
    const slow = faultyFileSystem({ fault: 'slow', call: 0, lasting: true })
    const store = await openDiskStore(freshFolder(), slow.fileSystem)
    const others = Array.from({ length: 6 }, (_, i) => bytes.map((byte) => byte ^ i))
    const adopt = async (name: string) => {
      await fs.writeFile(join(store.scratchFolder, name), bytes)
      return store.adopt(join(store.scratchFolder, name))
    }
    await Promise.all([...others.map((one) => store.put(one)), store.put(bytes), adopt('a'), adopt('b')])
    expect(await listed(store)).toEqual(others.map(sha256Of).sort())
    for (const one of others) expect(await store.read(sha256Of(one))).toEqual(one)
    expect(await fs.readdir(store.scratchFolder)).toEqual([])
  })

  test('a second put through the same store succeeds once the disk is well again', async () => {
    for (let call = 0; ; call++) {
      const faulty = faultyFileSystem({ fault: 'EIO', call: Number.POSITIVE_INFINITY, lasting: false })
      const store = await openDiskStore(freshFolder(), faulty.fileSystem)
      faulty.failFromNow(call)
      await store.put(bytes).catch(() => undefined)
      if (faulty.failedCall === null) break
      expect(await store.put(bytes)).toEqual({ sha256, bytes: 3000 })
      expect(await store.read(sha256)).toEqual(bytes)
    }
  })

  test('reading that fails is storage_failed, and worth another try', async () => {
    const folder = freshFolder()
    await (await openDiskStore(folder)).put(bytes)
    for (const call of [0, 1, 2]) {
      const faulty = faultyFileSystem({ fault: 'EIO', call: Number.POSITIVE_INFINITY, lasting: false })
      const store = await openDiskStore(folder, faulty.fileSystem)
      faulty.failFromNow(call)
      await expect(store.read(sha256)).rejects.toMatchObject({ code: 'storage_failed', retryable: true })
    }
  })
})
