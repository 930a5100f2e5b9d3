import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FaultInput } from './faults.ts'
import { download, picturePng, pixelsOf, postEdit } from './provider.fixture.ts'
import { type Provider, startProvider } from './provider.ts'

let provider: Provider

beforeAll(async () => {
  provider = await startProvider()
})
beforeEach(() => provider.admin.reset())
afterAll(() => provider.close())

/** What one call under a fault came to: status and body (or "reset"), and whether it was charged and delivered. */
async function under(fault: FaultInput) {
  await provider.admin.reset()
  await provider.admin.fault(fault)
  const answer = await postEdit(provider).catch(() => null)
  const body = await answer?.text().catch(() => 'broken off')
  const [line] = await provider.admin.ledger()
  return {
    status: answer?.status ?? 'reset',
    body: body ?? '',
    charged: line !== undefined,
    delivered: line?.delivered ?? null,
    retryAfter: answer?.headers.get('retry-after') ?? null,
  }
}

test.each<[FaultInput, Partial<Awaited<ReturnType<typeof under>>>]>([
  [{ kind: 'moderation-before' }, { status: 400, charged: false }],
  [{ kind: 'moderation-after' }, { status: 200, charged: true, delivered: true }],
  [{ kind: 'generation-failed' }, { status: 500, charged: true }],
  [
    { kind: 'status', status: 401 },
    { status: 401, charged: false },
  ],
  [
    { kind: 'status', status: 402 },
    { status: 402, charged: false },
  ],
  [
    { kind: 'status', status: 403 },
    { status: 403, charged: false },
  ],
  [
    { kind: 'status', status: 429 },
    { status: 429, charged: false, retryAfter: null },
  ],
  [
    { kind: 'status', status: 500, charge: true },
    { status: 500, charged: true, delivered: true },
  ],
  [
    { kind: 'status', status: 502, body: 'html' },
    { status: 502, charged: false },
  ],
  [
    { kind: 'status', status: 503, beforeBody: true },
    { status: 503, charged: false },
  ],
  [
    { kind: 'status', status: 524, body: 'html' },
    { status: 524, charged: true },
  ],
  [
    { kind: 'status', status: 524, charge: false },
    { status: 524, charged: false },
  ],
  [{ kind: 'reset-before-body' }, { status: 'reset', charged: false }],
  [{ kind: 'reset-after-body' }, { status: 'reset', charged: true, delivered: false }],
  [{ kind: 'cut-answer' }, { status: 200, body: 'broken off', charged: true, delivered: false }],
  [
    { kind: 'slow', delayMs: 20 },
    { status: 200, charged: true, delivered: true },
  ],
  [{ kind: 'html-200' }, { status: 200, charged: true }],
  [
    { kind: 'html-200', charge: false },
    { status: 200, charged: false },
  ],
])('%o gives %o', async (fault, expected) => {
  expect(await under(fault)).toMatchObject(expected)
})

test('Retry-After comes as seconds, as a date, or as anything', async () => {
  const after = async (retryAfter: Extract<FaultInput, { kind: 'status' }>['retryAfter']) =>
    (await under({ kind: 'status', status: 429, retryAfter })).retryAfter
  expect(await after({ as: 'seconds', seconds: 3 })).toBe('3')
  expect(await after({ as: 'text', text: 'soon' })).toBe('soon')
  const date = Date.parse((await after({ as: 'date', inMs: 60_000 })) ?? '')
  expect(Math.abs(date - Date.now() - 60_000)).toBeLessThan(5000)
})

test('refusals speak as the OpenAI API does, and a gateway in HTML', async () => {
  const code = async (fault: FaultInput) => JSON.parse((await under(fault)).body).error.code
  expect(await code({ kind: 'moderation-before' })).toBe('content_policy_violation')
  expect(await code({ kind: 'status', status: 402 })).toBe('insufficient_quota')
  expect(await code({ kind: 'status', status: 403, code: 'insufficient_user_quota' })).toBe('insufficient_user_quota')
  expect((await under({ kind: 'status', status: 502, body: 'html' })).body).toMatch(/^<!doctype html>/)
  expect((await under({ kind: 'html-200' })).body).toMatch(/^<!doctype html>/)
})

test('an answer may carry the picture, another picture than asked for, or none', async () => {
  const data = async (fault: FaultInput) => JSON.parse((await under(fault)).body).data
  expect(await data({ kind: 'moderation-after' })).toEqual([])
  expect(await data({ kind: 'no-image' })).toEqual([{}])
  const [{ b64_json }] = await data({ kind: 'b64-json' })
  expect(await pixelsOf(Buffer.from(b64_json, 'base64'))).toMatchObject({ width: 1024, height: 1024, format: 'png' })
  const [wide] = await data({ kind: 'other-ratio', aspectRatio: '7:3' })
  expect(await pixelsOf(await download(wide.url))).toMatchObject({ width: 1544, height: 662 })
  const [webp] = await data({ kind: 'other-format', format: 'webp' })
  expect(await pixelsOf(await download(webp.url))).toMatchObject({ width: 1024, format: 'webp' })
})

test('an invalid call is not charged, whatever the fault', async () => {
  await provider.admin.fault({ kind: 'moderation-after' })
  expect((await postEdit(provider, { seed: '-1' })).status).toBe(400)
  expect(await provider.admin.ledger()).toEqual([])
  expect(await provider.admin.requests()).toMatchObject([{ status: 400, refusal: 'invalid_value', charged: false }])
})

test('faults strike in their order, as often as they say, on the route that they name', async () => {
  await provider.admin.fault(
    { kind: 'status', status: 500, on: 'models' },
    { kind: 'status', status: 503, times: 2 },
    { kind: 'status', status: 429 },
  )
  const statuses = []
  for (let call = 0; call < 4; call++) statuses.push((await postEdit(provider)).status)
  expect(statuses).toEqual([503, 503, 429, 200])
  const models = () => fetch(`${provider.baseUrl}/models`, { headers: { authorization: `Bearer ${provider.apiKey}` } })
  expect([(await models()).status, (await models()).status]).toEqual([500, 200])
})

test('a held call is charged at once and answered on release', async () => {
  await provider.admin.fault({ kind: 'hold' })
  const answer = postEdit(provider)
  await provider.admin.untilHeld({ calls: 1 })
  expect(await provider.admin.ledger()).toMatchObject([{ seq: 1, delivered: false }])
  expect(await provider.admin.release()).toBe(1)
  expect((await answer).status).toBe(200)
  expect(await provider.admin.ledger()).toMatchObject([{ seq: 1, delivered: true }])
})

test('a client that goes away has paid, and nothing was delivered', async () => {
  await provider.admin.fault({ kind: 'hold' })
  const abort = new AbortController()
  const answer = postEdit(provider, { signal: abort.signal })
  await provider.admin.untilHeld({ calls: 1 })
  abort.abort()
  await expect(answer).rejects.toThrow()
  await expect.poll(async () => (await provider.admin.state()).held.calls).toBe(0)
  expect(await provider.admin.release()).toBe(0)
  expect(await provider.admin.ledger()).toMatchObject([{ seq: 1, delivered: false }])
})

test('a hanging call is charged, not released, and cut off by a reset', async () => {
  await provider.admin.fault({ kind: 'hang' })
  const answer = postEdit(provider).catch(() => 'cut off')
  await expect.poll(() => provider.admin.ledger()).toHaveLength(1)
  expect(await provider.admin.release()).toBe(0)
  expect((await provider.admin.state()).active).toBe(1)
  await provider.admin.reset()
  expect(await answer).toBe('cut off')
})

test('an upload that breaks off costs nothing', async () => {
  const abort = new AbortController()
  const halves = [Buffer.from('--x\r\ncontent-disposition: form-data; name="model"\r\n\r\nflux')]
  const body = new ReadableStream({
    async pull(controller) {
      const half = halves.shift()
      if (half) return controller.enqueue(half)
      await expect.poll(() => provider.admin.requests()).toHaveLength(1)
      abort.abort()
    },
  })
  const headers = {
    authorization: `Bearer ${provider.apiKey}`,
    'content-type': 'multipart/form-data; boundary=x',
  }
  const init = { method: 'POST', headers, body, duplex: 'half' as const, signal: abort.signal }
  await expect(fetch(`${provider.baseUrl}/images/edits`, init)).rejects.toThrow()
  expect(await provider.admin.requests()).toMatchObject([{ framing: 'chunked', bodyBytes: null, status: null }])
  expect(await provider.admin.ledger()).toEqual([])
})

test('who follows the redirect of a call is seen', async () => {
  await provider.admin.fault({ kind: 'redirect' })
  const answer = await postEdit(provider)
  expect(answer.headers.get('content-type')).toBe('image/png')
  const [stray] = await provider.admin.strays()
  // fetch drops the key where the origin changes.
  expect(stray).toMatchObject({ method: 'POST', origin: provider.resultsOrigin, carriedKey: false })
  expect(await provider.admin.ledger()).toEqual([])
})

test('calls at the same time are counted', async () => {
  await provider.admin.settings({ delayMs: 300 })
  const image = await picturePng({ width: 64, height: 64 })
  await Promise.all([1, 2, 3].map((seed) => postEdit(provider, { image, seed: String(seed) })))
  expect(await provider.admin.state()).toMatchObject({ peakActive: 3 })
})
