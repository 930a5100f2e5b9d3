import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSecretBox } from './secret-box.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frisket-box-'))
})
afterAll(() => rm(folder, { recursive: true }))

const boxIn = (place: string | null, key: Uint8Array | null = null) => {
  const box = openSecretBox({ key, folder: place })
  if (box === null) throw new Error('there is no box')
  return box
}

test('what is sealed opens again, also by the next process, and only for what it was sealed for', async () => {
  const sealed = await boxIn(folder).seal('key-1234', 'profile a')
  expect(sealed).not.toContain('key-1234')
  expect(await boxIn(folder).open(sealed, 'profile a')).toBe('key-1234')
  expect(await boxIn(folder).open(sealed, 'profile b')).toBeNull()
  expect(await boxIn(folder).seal('key-1234', 'profile a')).not.toBe(sealed)
})

test('the key is a file that only its owner reads, and two that make it at once share one', async () => {
  const place = await mkdtemp(join(folder, 'race-'))
  const boxes = Array.from({ length: 8 }, () => boxIn(place))
  const sealed = await Promise.all(boxes.map((box, n) => box.seal(`secret ${n}`, 'all')))
  for (const [n, text] of sealed.entries()) expect(await boxIn(place).open(text, 'all')).toBe(`secret ${n}`)
  expect((await stat(join(place, 'secret.key'))).mode & 0o777).toBe(0o600)
})

test('with another key, after any change, or for what is no sealed text, nothing opens', async () => {
  const sealed = await boxIn(folder).seal('key-1234', 'profile a')
  expect(await boxIn(null, new Uint8Array(32)).open(sealed, 'profile a')).toBeNull()
  for (let at = 0; at < sealed.length; at++) {
    const other = sealed[at] === 'A' ? 'B' : 'A'
    const changed = `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`
    // The last character of base64 may hold bits that stand for nothing.
    if (at === sealed.length - 1) continue
    expect(await boxIn(folder).open(changed, 'profile a')).toBeNull()
  }
  for (const text of ['', 'v1', 'v1.', 'v1.AAAA', 'v2.AAAA']) expect(await boxIn(folder).open(text, 'x')).toBeNull()
})

test('a key file that holds no key is left as it is', async () => {
  const place = await mkdtemp(join(folder, 'damaged-'))
  await writeFile(join(place, 'secret.key'), 'half')
  expect(await boxIn(place).open(await boxIn(folder).seal('x', 'y'), 'y')).toBeNull()
  await expect(boxIn(place).seal('x', 'y')).rejects.toMatchObject({ code: 'storage_failed' })
  expect(await readFile(join(place, 'secret.key'), 'utf8')).toBe('half')
})

test('without a folder and a key there is no box', () => {
  expect(openSecretBox({ key: null, folder: null })).toBeNull()
})
