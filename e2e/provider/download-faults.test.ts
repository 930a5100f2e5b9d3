import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FaultInput } from './faults.ts'
import { download, picturePng, pixelsOf, postEdit, resultUrl } from './provider.fixture.ts'
import { type Provider, startProvider } from './provider.ts'

let provider: Provider
let url: string
let whole: Uint8Array

beforeAll(async () => {
  provider = await startProvider()
})
beforeEach(async () => {
  await provider.admin.reset()
  url = await resultUrl(await postEdit(provider, { image: await picturePng({ width: 64, height: 64 }) }))
  whole = await download(url)
})
afterAll(() => provider.close())

/** What one download under a fault came to, and then the next one, which must be whole again. */
async function under(fault: FaultInput) {
  await provider.admin.fault(fault)
  const answer = await fetch(url, { redirect: 'manual' })
  const bytes = await answer.bytes().catch(() => null)
  const length = answer.headers.get('content-length')
  expect(await download(url)).toEqual(whole)
  const [, log] = await provider.admin.downloads()
  expect(log.fault).toBe(fault.kind)
  return { status: answer.status, type: answer.headers.get('content-type'), length, bytes, complete: log.complete }
}

test('truncated, with the whole length promised or with none', async () => {
  const broken = { status: 200, type: 'image/png', bytes: null, complete: false }
  expect(await under({ kind: 'download-truncated', framing: 'length' })).toEqual({
    ...broken,
    length: String(whole.length),
  })
})

test('truncated in chunks', async () => {
  const broken = { status: 200, type: 'image/png', bytes: null, complete: false }
  expect(await under({ kind: 'download-truncated', framing: 'chunked' })).toEqual({ ...broken, length: null })
})

test('something else than a picture, with 200', async () => {
  await provider.admin.fault({ kind: 'download-html' }, { kind: 'download-empty' }, { kind: 'download-wrong-type' })
  const answers = []
  for (let i = 0; i < 3; i++) {
    const answer = await fetch(url)
    answers.push([answer.status, answer.headers.get('content-type'), (await answer.text()).slice(0, 5)])
  }
  expect(answers).toEqual([
    [200, 'text/html; charset=utf-8', '<!doc'],
    [200, 'image/png', ''],
    [200, 'application/pdf', '%PDF-'],
  ])
})

test.each(['overwritten', 'cut'] as const)(
  'a corrupt picture (%s) arrives whole and cannot be decoded',
  async (how) => {
    const { bytes, complete } = await under({ kind: 'download-corrupt', how })
    if (bytes === null) throw new Error('it did not arrive')
    expect([bytes.length, complete]).toEqual([how === 'cut' ? whole.length >> 1 : whole.length, true])
    await expect(pixelsOf(bytes)).rejects.toThrow()
  },
)

test('dripping brings the right bytes, slowly', async () => {
  const chunkBytes = Math.ceil(whole.length / 10)
  const started = performance.now()
  const { bytes, complete } = await under({ kind: 'download-drip', chunkBytes, everyMs: 30 })
  expect(performance.now() - started).toBeGreaterThan(270)
  expect(bytes).toEqual(whole)
  expect(complete).toBe(true)
})

test('failing once, then good', async () => {
  expect(await under({ kind: 'download-status', status: 500 })).toMatchObject({ status: 500, complete: true })
})

test('a redirect leads to a loopback address, where a visit is seen', async () => {
  await provider.admin.fault({ kind: 'download-redirect' })
  expect(await pixelsOf(await download(url))).toMatchObject({ width: 1024, height: 1024 })
  expect(await provider.admin.strays()).toMatchObject([{ method: 'GET', origin: provider.origin, carriedKey: false }])
  const elsewhere = 'http://127.0.0.1:9/'
  await provider.admin.fault({ kind: 'download-redirect', location: elsewhere })
  expect((await fetch(url, { redirect: 'manual' })).headers.get('location')).toBe(elsewhere)
})

test('a held download goes on at release', async () => {
  await provider.admin.fault({ kind: 'download-hold' })
  const bytes = download(url)
  await provider.admin.untilHeld({ downloads: 1 })
  expect(await provider.admin.release()).toBe(1)
  expect(await bytes).toEqual(whole)
})

test('a release lets go of every download, those to come as well', async () => {
  await provider.admin.fault({ kind: 'download-hold', times: 1000 })
  const held = [download(url), download(url)]
  await provider.admin.untilHeld({ downloads: 2 })
  expect(await provider.admin.release()).toBe(2)
  for (const bytes of [...held, download(url)]) expect(await bytes).toEqual(whole)
})

test('a fault on a download waits for one, and HEAD is none', async () => {
  await provider.admin.fault({ kind: 'download-status', status: 503 })
  expect((await postEdit(provider)).status).toBe(200)
  const head = await fetch(url, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(whole.length)])
  expect((await fetch(url)).status).toBe(503)
})
