// What holds for objects wherever they are kept: a disk, or a real S3 server over HTTP.
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBucket, startS3, type TestS3, testS3Client, testS3Keys } from '../../scripts/s3.ts'
import { borrowS3 } from '../../scripts/test-servers.ts'
import { openDiskStore } from './disk.ts'
import type { ObjectStore } from './object-store.ts'
import { BucketRefusedError, openS3Store, type S3Options } from './s3.ts'

let base: string
let server: TestS3
let folders = 0
beforeAll(async () => {
  base = await fs.mkdtemp(join(tmpdir(), 'frisket-objects-'))
  server = await borrowS3()
})
afterAll(async () => {
  await server.close()
  await fs.rm(base, { recursive: true, force: true })
})

const freshFolder = (): string => join(base, String(folders++))
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const bucketOptions = async (): Promise<S3Options> => ({
  bucket: await createBucket(server.endpoint),
  endpoint: server.endpoint,
  region: 'us-east-1',
  credentials: testS3Keys,
  forcePathStyle: true,
})
const open = async (kind: 'disk' | 'S3'): Promise<ObjectStore> =>
  kind === 'disk' ? openDiskStore(freshFolder()) : openS3Store(freshFolder(), await bucketOptions())

async function listed(store: ObjectStore): Promise<string[]> {
  const all: string[] = []
  for await (const sha256 of store.list()) all.push(sha256)
  return all.sort()
}

const bytes = new Uint8Array(3000).map((_, i) => i * 7)
const sha256 = sha256Of(bytes)

describe.each(['disk', 'S3'] as const)('objects on %s', (kind) => {
  test('what is put comes back whole, in part, as a file, and in the list', async () => {
    const store = await open(kind)
    expect(await store.put(bytes)).toEqual({ sha256, bytes: 3000 })
    expect(await store.stat(sha256)).toEqual({ sha256, bytes: 3000 })
    expect(await store.read(sha256)).toEqual(bytes)
    expect(new Uint8Array(await buffer(await store.stream(sha256)))).toEqual(bytes)
    expect(new Uint8Array(await buffer(await store.stream(sha256, { start: 10, end: 19 })))).toEqual(
      bytes.slice(10, 20),
    )
    expect(new Uint8Array(await store.withFile(sha256, (path) => fs.readFile(path)))).toEqual(bytes)
    expect(await listed(store)).toEqual([sha256])
  })

  test('an empty object is an object', async () => {
    const store = await open(kind)
    const { sha256: empty } = await store.put(new Uint8Array())
    expect(await store.read(empty)).toEqual(new Uint8Array())
  })

  test('a scratch file is adopted under the hash of its bytes and gone from the scratch folder', async () => {
    const store = await open(kind)
    const big = new Uint8Array(2_500_000).map((_, i) => i % 251)
    const path = join(store.scratchFolder, 'upload')
    await fs.writeFile(path, big)
    expect(await store.adopt(path)).toEqual({ sha256: sha256Of(big), bytes: big.byteLength })
    expect(await store.read(sha256Of(big))).toEqual(big)
    expect(await fs.readdir(store.scratchFolder)).toEqual([])
  })

  test('the same bytes, put and adopted by many at once, are one object', async () => {
    const store = await open(kind)
    const adopt = async (name: string) => {
      await fs.writeFile(join(store.scratchFolder, name), bytes)
      return store.adopt(join(store.scratchFolder, name))
    }
    const all = await Promise.all([store.put(bytes), adopt('a'), store.put(bytes), adopt('b'), store.put(bytes)])
    expect(all).toEqual(Array(5).fill({ sha256, bytes: 3000 }))
    expect(await listed(store)).toEqual([sha256])
    expect(await fs.readdir(store.scratchFolder)).toEqual([])
  })

  test('what is deleted or never was: no stat, no error from deleting, storage_failed from reading', async () => {
    const store = await open(kind)
    await store.put(bytes)
    await store.delete(sha256)
    await store.delete(sha256)
    expect(await store.stat(sha256)).toBeNull()
    expect(await listed(store)).toEqual([])
    await expect(store.read(sha256)).rejects.toMatchObject({ code: 'storage_failed', retryable: false })
    await expect(store.stream(sha256)).rejects.toMatchObject({ code: 'storage_failed', retryable: false })
  })

  test('a name that is no hash never becomes a path', async () => {
    const store = await open(kind)
    for (const name of [
      '',
      '../../etc/passwd',
      sha256.toUpperCase(),
      `${sha256}0`,
      sha256.slice(1),
      `..${sha256.slice(2)}`,
    ]) {
      await expect(store.stat(name)).rejects.toThrow(TypeError)
      await expect(store.read(name)).rejects.toThrow(TypeError)
      await expect(store.stream(name)).rejects.toThrow(TypeError)
      await expect(store.delete(name)).rejects.toThrow(TypeError)
      await expect(store.withFile(name, async () => 0)).rejects.toThrow(TypeError)
    }
  })

  test('only a file of the scratch folder is adopted', async () => {
    const store = await open(kind)
    const folder = dirname(store.scratchFolder)
    await fs.writeFile(join(folder, 'mine'), bytes)
    await expect(store.adopt(join(folder, 'mine'))).rejects.toThrow(TypeError)
    await expect(store.adopt(join(store.scratchFolder, '..', 'mine'))).rejects.toThrow(TypeError)
    expect(await fs.readdir(folder)).toContain('mine')
  })
})

describe('a bucket', () => {
  test('that is not there, or does not take the keys, or does not answer is refused in one sentence', async () => {
    const options = await bucketOptions()
    const refused = (change: Partial<S3Options>) => openS3Store(freshFolder(), { ...options, ...change })
    await expect(refused({ bucket: 'nobody-made-it' })).rejects.toThrow(
      `S3_BUCKET names the bucket nobody-made-it at ${server.endpoint}, which cannot be used (there is no such bucket).`,
    )
    await expect(refused({ credentials: { accessKeyId: 'nobody', secretAccessKey: 'S3RVER' } })).rejects.toThrow(
      'the keys are not accepted',
    )
    await expect(refused({ endpoint: 'http://127.0.0.1:1' })).rejects.toThrow(BucketRefusedError)
  })

  test('is shared: what one process has stored another reads, works on as a file, and may delete', async () => {
    const options = await bucketOptions()
    const [here, there] = [await openS3Store(freshFolder(), options), await openS3Store(freshFolder(), options)]
    await here.put(bytes)
    expect(new Uint8Array(await there.withFile(sha256, (path) => fs.readFile(path)))).toEqual(bytes)
    await there.delete(sha256)
    expect(await here.stat(sha256)).toBeNull()
    await expect(there.withFile(sha256, async () => 0)).rejects.toMatchObject({ code: 'storage_failed' })
  })

  test('with a torn object in it gets the whole one, and never passes the torn one off as it', async () => {
    const options = await bucketOptions()
    const store = await openS3Store(freshFolder(), options)
    const client = testS3Client(server.endpoint)
    const at = { Bucket: options.bucket, Key: `objects/${sha256}` }
    await client.send(new PutObjectCommand({ ...at, Body: bytes.subarray(0, 1000) }))
    await expect(store.read(sha256)).rejects.toMatchObject({ code: 'storage_failed', retryable: true })
    await expect(store.withFile(sha256, async () => 0)).rejects.toMatchObject({ code: 'storage_failed' })
    await store.put(bytes)
    expect(await store.read(sha256)).toEqual(bytes)
    const { ContentLength } = await client.send(new GetObjectCommand(at))
    expect(ContentLength).toBe(3000)
    client.destroy()
  })

  test('of more objects than one page holds is listed whole', async () => {
    const store = await openS3Store(freshFolder(), { ...(await bucketOptions()), pageSize: 3 })
    const wanted: string[] = []
    for (let i = 0; i < 8; i++) wanted.push((await store.put(new Uint8Array([i]))).sha256)
    expect(await listed(store)).toEqual(wanted.sort())
  })

  test('that goes away fails with storage_failed, worth another try', async () => {
    const own = await startS3()
    const store = await openS3Store(freshFolder(), {
      ...(await bucketOptions()),
      endpoint: own.endpoint,
      bucket: await createBucket(own.endpoint),
    })
    await own.close()
    await expect(store.put(bytes)).rejects.toMatchObject({ code: 'storage_failed', retryable: true })
    await fs.writeFile(join(store.scratchFolder, 'upload'), bytes)
    await expect(store.adopt(join(store.scratchFolder, 'upload'))).rejects.toMatchObject({ code: 'storage_failed' })
    // It may be all that there is: it can be tried again with.
    expect(await fs.readdir(store.scratchFolder)).toEqual(['upload'])
  })
})
