// The object store in any S3-compatible bucket: objects/<sha256>, whole by nature of PUT. Beside it a folder of this
// process's own: scratch/ for what is not whole yet, and cache/ for what has to be a file while someone works on it.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { AppError } from '../core/errors.ts'
import { createFileCache } from './file-cache.ts'
import type { ByteRange, ObjectStore, StoredObject } from './object-store.ts'

export type S3Options = {
  bucket: string
  /** Null for Amazon's own. */
  endpoint: string | null
  region: string
  /** Null: from wherever the SDK finds them, such as the machine's role. */
  credentials: { accessKeyId: string; secretAccessKey: string } | null
  forcePathStyle: boolean
  /** Objects to a page of a listing: 1000 at most, and that by default. */
  pageSize?: number
}

export type S3Store = ObjectStore & {
  /** @throws AppError storage_failed where the bucket does not answer */
  check(): Promise<void>
  close(): void
}

/** Its message is a sentence for the person who starts the studio. */
export class BucketRefusedError extends Error {
  override name = 'BucketRefusedError'
}

const sha256Pattern = /^[0-9a-f]{64}$/
const prefix = 'objects/'
const keyOf = (sha256: string): string => {
  if (!sha256Pattern.test(sha256)) throw new TypeError('Not a SHA-256 in lower-case hex')
  return prefix + sha256
}

/** A stream cannot be sent twice by the SDK, so these are our own. */
const uploadTries = 3
const cacheBytes = 2_000_000_000

/**
 * `folder` must belong to this process alone: what is left there from an earlier one is removed.
 * Every method throws `storage_failed` when the bucket does not do its part; `retryable` unless the object is not there at all.
 * @throws BucketRefusedError where the bucket cannot be reached
 */
export async function openS3Store(folder: string, options: S3Options): Promise<S3Store> {
  const root = resolve(folder)
  const scratchFolder = join(root, 'scratch')
  const cacheFolder = join(root, 'cache')
  const { bucket: Bucket } = options
  const client = new S3Client({
    region: options.region,
    ...(options.endpoint !== null && { endpoint: options.endpoint }),
    ...(options.credentials && { credentials: options.credentials }),
    forcePathStyle: options.forcePathStyle,
    // The newer defaults add checksums that many S3-compatible servers do not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const check = async (): Promise<void> => {
    await client.send(new HeadBucketCommand({ Bucket }))
  }

  try {
    await check()
  } catch (cause) {
    client.destroy()
    const where = options.endpoint === null ? '' : ` at ${options.endpoint}`
    throw new BucketRefusedError(
      `S3_BUCKET names the bucket ${Bucket}${where}, which cannot be used (${reasonOf(cause)}).`,
      { cause },
    )
  }
  await withStorageErrors(async () => {
    for (const path of [scratchFolder, cacheFolder]) {
      await rm(path, { recursive: true, force: true })
      await mkdir(path, { recursive: true, mode: 0o700 })
    }
  })
  const cache = createFileCache({ folder: cacheFolder, maxBytes: cacheBytes })

  async function stat(sha256: string): Promise<StoredObject | null> {
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: keyOf(sha256) })).catch(ignoreMissing)
    return head ? { sha256, bytes: head.ContentLength ?? 0 } : null
  }

  /** One of another length is damage, and replaced. */
  const isKept = async ({ sha256, bytes }: StoredObject): Promise<boolean> => (await stat(sha256))?.bytes === bytes

  async function send(object: StoredObject, body: () => Uint8Array | Readable): Promise<void> {
    for (let tries = 1; ; tries++) {
      const Body = body()
      try {
        await client.send(
          new PutObjectCommand({
            Bucket,
            Key: keyOf(object.sha256),
            Body,
            ContentLength: object.bytes,
            // The server compares, where it knows how: it stores these bytes or none.
            ChecksumSHA256: Buffer.from(object.sha256, 'hex').toString('base64'),
          }),
        )
        return
      } catch (error) {
        if (Body instanceof Readable) Body.destroy()
        if (tries === uploadTries) throw error
      }
    }
  }

  async function get(sha256: string, range?: ByteRange): Promise<Readable> {
    const { Body } = await client.send(
      new GetObjectCommand({
        Bucket,
        Key: keyOf(sha256),
        ...(range && { Range: `bytes=${range.start}-${range.end}` }),
      }),
    )
    if (!(Body instanceof Readable)) throw new Error('the bucket answered without a body')
    return Body
  }

  /** To a scratch file, judged by its hash: what a proxy has cut short must not be worked on. */
  async function download(sha256: string): Promise<string> {
    const path = join(scratchFolder, randomUUID())
    try {
      const hash = createHash('sha256')
      await pipeline(
        await get(sha256),
        async function* (chunks: AsyncIterable<Uint8Array>) {
          for await (const chunk of chunks) {
            hash.update(chunk)
            yield chunk
          }
        },
        createWriteStream(path, { flags: 'wx' }),
      )
      if (hash.digest('hex') !== sha256) throw new Error(`object ${sha256} came with other bytes`)
      return path
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  }

  return {
    scratchFolder,
    check: () => withStorageErrors(check),
    close: () => client.destroy(),

    put: (bytes) =>
      withStorageErrors(async () => {
        const object = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.byteLength }
        if (!(await isKept(object))) await send(object, () => bytes)
        return object
      }),

    adopt: (path) =>
      withStorageErrors(async () => {
        const scratch = join(scratchFolder, basename(path))
        if (resolve(path) !== scratch)
          throw new TypeError(`Only a file of ${scratchFolder} can be adopted, not ${path}`)
        const object = await hashFile(scratch)
        if (!(await isKept(object))) await send(object, () => createReadStream(scratch))
        // The next step works on these very bytes: they need not come back from the bucket for it.
        await cache.add(object, scratch).catch(() => rm(scratch, { force: true }))
        return object
      }),

    stat: (sha256) => withStorageErrors(() => stat(sha256)),

    read: (sha256) =>
      withStorageErrors(async () => {
        const chunks: Uint8Array[] = []
        for await (const chunk of await get(sha256)) chunks.push(chunk)
        const bytes = new Uint8Array(Buffer.concat(chunks))
        if (createHash('sha256').update(bytes).digest('hex') !== sha256)
          throw new Error(`object ${sha256} came with other bytes`)
        return bytes
      }),

    stream: (sha256, range) => withStorageErrors(() => get(sha256, range)),

    async withFile(sha256, use) {
      keyOf(sha256)
      const pinned = await withStorageErrors(() => cache.pin(sha256, () => download(sha256)))
      try {
        return await use(pinned.path)
      } finally {
        pinned.release()
      }
    },

    delete: (sha256) =>
      withStorageErrors(async () => {
        await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(sha256) })).catch(ignoreMissing)
        await cache.forget(sha256)
      }),

    async *list() {
      let StartAfter: string | undefined
      do {
        const asked = { Bucket, Prefix: prefix, StartAfter, MaxKeys: options.pageSize }
        const page = await withStorageErrors(() => client.send(new ListObjectsV2Command(asked)))
        const keys = (page.Contents ?? []).map(({ Key = '' }) => Key)
        for (const key of keys) {
          const sha256 = key.slice(prefix.length)
          if (sha256Pattern.test(sha256)) yield sha256
        }
        StartAfter = page.IsTruncated ? keys.at(-1) : undefined
      } while (StartAfter !== undefined)
    },
  }
}

async function hashFile(path: string): Promise<StoredObject> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && (error.name === 'NotFound' || error.name === 'NoSuchKey')

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error
}

/** A HEAD has no body, so what is wrong comes as a number only. */
function reasonOf(error: unknown): string {
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return 'there is no such bucket'
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403) return 'the keys are not accepted'
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

async function withStorageErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof TypeError) throw cause
    throw new AppError('storage_failed', { cause, retryable: !isMissing(cause) })
  }
}
