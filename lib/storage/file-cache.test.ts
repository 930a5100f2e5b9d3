import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFileCache, type FileCache } from './file-cache.ts'

let base: string
let cache: FileCache
let fetches: string[]
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'frisket-cache-'))
  const folder = join(base, 'cache')
  await mkdir(folder)
  cache = createFileCache({ folder, maxBytes: 25 })
  fetches = []
})
afterEach(() => rm(base, { recursive: true }))

/** Ten bytes an object. */
const fetch = (name: string) => async (): Promise<string> => {
  fetches.push(name)
  const path = join(base, `${name}.${fetches.length}`)
  await writeFile(path, name.repeat(10))
  return path
}
const pin = (name: string) => cache.pin(name, fetch(name))
const kept = async (): Promise<string[]> => (await readdir(join(base, 'cache'))).map((file) => file[0]).sort()

test('many who want one object share one fetch and one file', async () => {
  const pins = await Promise.all([pin('a'), pin('a'), pin('a')])
  expect(fetches).toEqual(['a'])
  expect(new Set(pins.map(({ path }) => path)).size).toBe(1)
  for (const one of pins) expect(await readFile(one.path, 'utf8')).toBe('aaaaaaaaaa')
})

test('the least recently used goes first, and nothing that is in use', async () => {
  const a = await pin('a')
  ;(await pin('b')).release()
  ;(await pin('c')).release()
  expect(await kept()).toEqual(['a', 'c'])
  a.release()
  ;(await pin('a')).release()
  ;(await pin('d')).release()
  expect(await kept()).toEqual(['a', 'd'])
})

test('all in use may be too much for a while', async () => {
  const pins = await Promise.all([pin('a'), pin('b'), pin('c')])
  expect(await kept()).toEqual(['a', 'b', 'c'])
  for (const one of pins) one.release()
  ;(await pin('d')).release()
  expect(await kept()).toHaveLength(2)
})

test('a forgotten file serves its last user, and one that comes again is another', async () => {
  const old = await pin('a')
  await cache.forget('a')
  const again = await pin('a')
  old.release()
  expect(await readFile(again.path, 'utf8')).toBe('aaaaaaaaaa')
  again.release()
  await cache.forget('a')
  expect(fetches).toEqual(['a', 'a'])
})

test('a fetch that failed is tried again by the next', async () => {
  await expect(cache.pin('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  expect((await pin('a')).path).toContain('a')
})
