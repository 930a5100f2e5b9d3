import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { downloadTo } from './download.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import { type LocalServer, startLocalServer } from './local-server.fixture.ts'

const picture = Buffer.alloc(3_000_000, 'picture')
let server: LocalServer
let folder: string

beforeAll(async () => {
  server = await startLocalServer(async (request, response) => {
    switch (request.url) {
      case '/whole':
        return void response.end(picture)
      case '/truncated':
        response.writeHead(200, { 'content-length': picture.length })
        response.write(picture.subarray(0, 1_000_000))
        await setTimeout(20)
        return void response.socket?.end()
      case '/silent':
        return void response.write('x')
      default:
        return void response.writeHead(Number(request.url?.slice(1))).end()
    }
  })
})
afterAll(() => server.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frisket-download-'))
  return () => rm(folder, { recursive: true, force: true })
})

const download = (path: string, options: { maxBytes?: number; timeoutMs?: number; signal?: AbortSignal } = {}) =>
  downloadTo({
    fetchGuarded: createGuardedFetch({ allowOrigins: [server.origin] }),
    url: server.origin + path,
    path: join(folder, 'file'),
    maxBytes: 20_000_000,
    timeoutMs: 5_000,
    ...options,
  })

test('a whole file arrives whole', async () => {
  expect(await download('/whole')).toEqual({ bytes: picture.length })
  expect((await readFile(join(folder, 'file'))).equals(picture)).toBe(true)
})

test.each([
  ['/truncated', {}, { code: 'url_failed', retryable: true }],
  ['/500', {}, { code: 'url_failed', retryable: true, details: { status: 500 } }],
  ['/404', {}, { code: 'url_failed', retryable: false, details: { status: 404 } }],
  ['/403', {}, { code: 'url_failed', retryable: false, details: { status: 403 } }],
  ['/410', {}, { code: 'url_failed', retryable: false, details: { status: 410 } }],
  ['/silent', { timeoutMs: 100 }, { code: 'url_timeout', retryable: true }],
  ['/whole', { maxBytes: 1000 }, { code: 'image_too_large', retryable: false }],
])('%s %o fails and leaves no file', async (path, options, failure) => {
  await expect(download(path, options)).rejects.toMatchObject(failure)
  expect(await readdir(folder)).toEqual([])
})

test('given up by the caller, it ends with the caller’s reason and leaves no file', async () => {
  const controller = new AbortController()
  const reason = new Error('shutting down')
  const pending = download('/silent', { signal: controller.signal })
  await Promise.all([expect(pending).rejects.toBe(reason), setTimeout(50).then(() => controller.abort(reason))])
  expect(await readdir(folder)).toEqual([])
})

test('a file that cannot be written is storage_failed, and nobody is called', async () => {
  const before = server.connections()
  await rm(folder, { recursive: true })
  await expect(download('/whole')).rejects.toMatchObject({ code: 'storage_failed', retryable: true })
  expect(server.connections()).toBe(before)
})
