// Pictures and masks under an Idempotency-Key: the same once more is the same, something else under it is refused.
import { randomUUID } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import type { IdempotencyKey } from '../db/idempotency.ts'
import { keyOf, keyOfFile } from '../http/idempotency-key.ts'
import type { GuardedFetch } from '../net/guarded-fetch.ts'
import { openTestSize, openTestStudio, sizeNames, type TestSize, type TestStudio } from '../worker/studio.fixture.ts'
import { deleteImage } from './delete-image.ts'
import { importImage, importImageFromUrl } from './import-image.ts'
import { storeMask } from './store-mask.ts'

describe.each(sizeNames)('%s:', (sizeName) => {
  let provider: Provider
  let ground: TestSize
  let studio: TestStudio

  beforeAll(async () => {
    provider = await startProvider()
    ground = await openTestSize(sizeName)
  })
  afterAll(async () => {
    await provider.close()
    await ground.close()
  })
  beforeEach(async () => {
    studio = await openTestStudio(provider, { size: ground })
    return () => studio.close()
  })

  const pixels = (colour: string) =>
    sharp({ create: { width: 8, height: 8, channels: 3, background: colour } })
      .png()
      .toBuffer()
  const greyMask = (level: number) =>
    sharp(Buffer.alloc(64, level), { raw: { width: 8, height: 8, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer()

  const scratch = async (bytes: Uint8Array): Promise<string> => {
    const path = join(studio.ports.objects.scratchFolder, randomUUID())
    await writeFile(path, bytes)
    return path
  }
  const requestWith = (key: string): Request => new Request('http://x/', { headers: { 'idempotency-key': key } })

  async function upload(key: string, { colour = '#123', name = 'a.png' } = {}) {
    const path = await scratch(await pixels(colour))
    const file = await keyOfFile(requestWith(key), { scope: 'images', body: { name }, path })
    return importImage(studio.ports, { path, name }, file)
  }
  async function mask(key: string, imageId: string, level = 255) {
    const path = await scratch(await greyMask(level))
    const query = { imageId, channel: null }
    return storeMask(
      studio.ports,
      { path, ...query },
      await keyOfFile(requestWith(key), { scope: 'masks', body: query, path }),
    )
  }
  const count = async (table: 'images' | 'masks') =>
    (await studio.ports.db.selectFrom(table).select('id').execute()).length

  test('the same upload, one after the other and at once, is one picture, and nothing of the others is left over', async () => {
    const first = await upload('k')
    const more = await Promise.all([upload('k'), upload('k'), upload('k')])
    expect(more.map(({ id }) => id)).toEqual(Array(3).fill(first.id))
    const racing = await Promise.all(Array.from({ length: 4 }, () => upload('race')))
    expect(new Set(racing.map(({ id }) => id)).size).toBe(1)
    expect(racing[0].id).not.toBe(first.id)
    expect(await count('images')).toBe(2)
    expect(await readdir(studio.ports.objects.scratchFolder)).toEqual([])
  })

  test('another picture or another name under the same key is refused, and leaves nothing', async () => {
    await upload('k')
    const conflict = { code: 'idempotency_conflict', field: 'Idempotency-Key' }
    await expect(upload('k', { colour: '#456' })).rejects.toMatchObject(conflict)
    await expect(upload('k', { name: 'b.png' })).rejects.toMatchObject(conflict)
    expect(await count('images')).toBe(1)
    expect(await readdir(studio.ports.objects.scratchFolder)).toEqual([])
  })

  test('a refused one keeps no key: what is sent next under it is taken', async () => {
    const path = await scratch(Buffer.from('no picture'))
    const key = await keyOfFile(requestWith('k'), { scope: 'images', body: { name: null }, path })
    await expect(importImage(studio.ports, { path, name: null }, key)).rejects.toMatchObject({
      code: 'unsupported_image_type',
    })
    expect((await upload('k')).kind).toBe('upload')
  })

  test('the key of a picture that was deleted makes no second one', async () => {
    const { id } = await upload('k')
    await deleteImage(studio.ports, id)
    await expect(upload('k')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a link is fetched once', async () => {
    const bytes = await pixels('#789')
    let fetches = 0
    const fetchForUsers: GuardedFetch = async (url) => {
      fetches++
      return { status: 200, headers: {}, finalUrl: url, body: stream(bytes) }
    }
    const importUrl = (url: string, key: IdempotencyKey | null) =>
      importImageFromUrl({ ...studio.ports, fetchForUsers }, { url, signal: new AbortController().signal, key })
    const keyFor = (url: string) => keyOf(requestWith('k'), { scope: 'images', body: { url } })
    const first = await importUrl('http://a/1.png', keyFor('http://a/1.png'))
    expect((await importUrl('http://a/1.png', keyFor('http://a/1.png'))).id).toBe(first.id)
    expect(fetches).toBe(1)
    await expect(importUrl('http://a/2.png', keyFor('http://a/2.png'))).rejects.toMatchObject({
      code: 'idempotency_conflict',
    })
    expect(fetches).toBe(1)
  })

  test('the same mask, one after the other and at once, is one mask; another under its key is refused', async () => {
    const { id: imageId } = await upload('picture')
    const masks = await Promise.all([mask('m', imageId), mask('m', imageId), mask('m', imageId)])
    expect(new Set(masks.map(({ id }) => id)).size).toBe(1)
    await expect(mask('m', imageId, 128)).rejects.toMatchObject({ code: 'idempotency_conflict' })
    expect((await mask('other', imageId, 128)).id).not.toBe(masks[0].id)
    expect(await count('masks')).toBe(2)
    expect(await readdir(studio.ports.objects.scratchFolder)).toEqual([])
  })

  test('a key that is none removes the file and says so', async () => {
    const path = await scratch(await pixels('#123'))
    await expect(keyOfFile(requestWith('two words'), { scope: 'images', body: {}, path })).rejects.toMatchObject({
      code: 'parameter_invalid',
      field: 'Idempotency-Key',
    })
    expect(await readdir(studio.ports.objects.scratchFolder)).toEqual([])
  })
})

async function* stream(bytes: Uint8Array) {
  yield new Uint8Array(bytes)
}
