import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import OpenAI, { toFile } from 'openai'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { download, maskPng, picturePng, pixelsOf, postEdit, resultUrl, square } from './provider.fixture.ts'
import { type Provider, startProvider } from './provider.ts'

let provider: Provider
let clockMs = 1_800_000_000_000

beforeAll(async () => {
  provider = await startProvider({ clock: () => clockMs })
})
beforeEach(async () => {
  clockMs = 1_800_000_000_000
  await provider.admin.reset()
})
afterAll(() => provider.close())

test('an edit by the openai SDK comes back by URL, and its form stands in the log as it was sent', async () => {
  const size = { width: 600, height: 400 }
  const image = await picturePng(size)
  const mask = await maskPng(size, (x) => (x < 300 ? 255 : 0))
  const client = new OpenAI({ apiKey: provider.apiKey, baseURL: provider.baseUrl, maxRetries: 0 })
  const parameters = {
    model: 'flux-kontext-max',
    prompt: '把帽子变成红色',
    image: await toFile(image, 'image.png', { type: 'image/png' }),
    mask: await toFile(mask, 'mask.png', { type: 'image/png' }),
    aspect_ratio: '3:2',
    seed: 42,
    safety_tolerance: 2,
    output_format: 'jpeg' as const,
  }
  const answer = await client.images.edit(parameters)

  const result = await pixelsOf(await download(answer.data?.[0]?.url ?? ''))
  expect({ width: result.width, height: result.height, format: result.format }).toEqual({
    width: 1248,
    height: 832,
    format: 'jpeg',
  })
  const [request] = await provider.admin.requests()
  expect(request).toMatchObject({
    n: 1,
    route: 'edits',
    retryCount: 0,
    framing: 'length',
    status: 200,
    refusal: null,
    charged: true,
    headers: { authorization: 'Bearer ***' },
  })
  const text = { kind: 'value', type: 'text/plain', filename: null }
  const file = { kind: 'file', type: 'image/png', value: null }
  expect(request.fields.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
    { ...text, name: 'aspect_ratio', bytes: 3, value: '3:2' },
    { ...file, name: 'image', filename: 'image.png', bytes: image.length },
    { ...file, name: 'mask', filename: 'mask.png', bytes: mask.length },
    { ...text, name: 'model', bytes: 16, value: 'flux-kontext-max' },
    { ...text, name: 'output_format', bytes: 4, value: 'jpeg' },
    { ...text, name: 'prompt', bytes: 21, value: '把帽子变成红色' },
    { ...text, name: 'safety_tolerance', bytes: 1, value: '2' },
    { ...text, name: 'seed', bytes: 2, value: '42' },
  ])
  expect(await provider.admin.imageOf(1)).toEqual(Buffer.from(image))
  expect(await provider.admin.maskOf(1)).toEqual(Buffer.from(mask))
  expect(await provider.admin.maskOf(2)).toBeNull()
})

test('parts are logged under their own names and in their own order', async () => {
  const body = new FormData()
  body.append('prompt', 'a red hat')
  body.append('image[]', new Blob([await picturePng(square)], { type: 'image/png' }), 'a.png')
  body.append('model', 'flux-kontext-max')
  const headers = { authorization: `Bearer ${provider.apiKey}`, 'x-stainless-retry-count': '2' }
  const answer = await fetch(`${provider.baseUrl}/images/edits`, { method: 'POST', headers, body })
  expect(answer.status).toBe(200)
  const [request] = await provider.admin.requests()
  expect(request.fields.map((field) => field.name)).toEqual(['prompt', 'image[]', 'model'])
  expect(request.retryCount).toBe(2)
})

test('a call by data URL is an edit as well', async () => {
  const image = Buffer.from(await picturePng(square)).toString('base64')
  const answer = await fetch(`${provider.baseUrl}/images/generations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${provider.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'flux-kontext-max',
      prompt: 'a red hat',
      input_image: `data:image/png;base64,${image}`,
      aspect_ratio: '7:3',
      seed: 5,
    }),
  })
  const { width, height } = await pixelsOf(await download(await resultUrl(answer)))
  expect([width, height]).toEqual([1544, 662])
  expect(await provider.admin.imageOf(1)).toEqual(Buffer.from(image, 'base64'))
})

test('the models with a price are listed, for the right key only', async () => {
  const ask = (key: string) => fetch(`${provider.baseUrl}/models`, { headers: { authorization: `Bearer ${key}` } })
  const list = await (await ask(provider.apiKey)).json()
  expect(list.data.map((model: { id: string }) => model.id)).toEqual(['flux-kontext-max', 'flux-kontext-pro'])
  expect((await ask('another-key')).status).toBe(401)
  expect(await provider.admin.ledger()).toEqual([])
})

test('each accepted call is one line in the ledger', async () => {
  await (await postEdit(provider, { prompt: 'one', seed: '1' })).text()
  clockMs += 5000
  await (await postEdit(provider, { prompt: 'two', seed: '2', model: 'flux-kontext-pro' })).text()
  const hash = (prompt: string) => createHash('sha256').update(prompt).digest('hex')
  const [first, second] = await provider.admin.requests()
  expect(await provider.admin.ledger()).toEqual([
    {
      seq: 1,
      at: 1_800_000_000_000,
      model: 'flux-kontext-max',
      priceMicroUsd: 70_000,
      promptHash: hash('one'),
      prompt: 'one',
      seed: 1,
      requestId: first.requestId,
      delivered: true,
    },
    {
      seq: 2,
      at: 1_800_000_005_000,
      model: 'flux-kontext-pro',
      priceMicroUsd: 35_000,
      promptHash: hash('two'),
      prompt: 'two',
      seed: 2,
      requestId: second.requestId,
      delivered: true,
    },
  ])
})

test('a wrong key is refused, costs nothing, and stands in no log', async () => {
  const answer = await postEdit(provider, { key: 'canary-key' })
  expect([answer.status, (await answer.json()).error.code]).toEqual([401, 'invalid_api_key'])
  expect(await provider.admin.ledger()).toEqual([])
  expect(JSON.stringify(await provider.admin.requests())).not.toContain('canary-key')
})

test('a result can be fetched for ten minutes, and without CORS headers', async () => {
  const url = await resultUrl(await postEdit(provider))
  await provider.admin.advance(599_999)
  const answer = await fetch(url, { headers: { origin: 'http://studio.example' } })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  await answer.arrayBuffer()

  await provider.admin.advance(1)
  expect((await fetch(url)).status).toBe(404)
  await provider.admin.settings({ expiredAnswer: '403-xml' })
  const late = await fetch(url)
  expect([late.status, late.headers.get('content-type')]).toEqual([403, 'application/xml'])
  const outcomes = (await provider.admin.downloads()).map(({ status, complete }) => [status, complete])
  expect(outcomes).toEqual([
    [200, true],
    [404, true],
    [403, true],
  ])
})

test('an address that was tampered with is refused', async () => {
  const url = new URL(await resultUrl(await postEdit(provider)))
  url.searchParams.set('se', '2099-01-01T00:00:00.000Z')
  const answer = await fetch(url)
  expect(answer.status).toBe(403)
  expect(await answer.text()).toContain('<Code>AuthenticationFailed</Code>')
})

test('a reset forgets calls, faults, settings and the clock', async () => {
  await (await postEdit(provider)).text()
  await provider.admin.advance(1000)
  await provider.admin.settings({ maskMode: 'leaks', acceptedKey: 'another' })
  await provider.admin.fault({ kind: 'hang' })
  const before = await provider.admin.state()
  expect(before).toMatchObject({ now: clockMs + 1000, settings: { maskMode: 'leaks' }, peakActive: 1 })
  expect(before.waitingFaults).toEqual([{ kind: 'hang', times: 1 }])

  await provider.admin.reset()
  const after = await provider.admin.state()
  expect(after).toMatchObject({ now: clockMs, settings: { maskMode: 'honours' }, waitingFaults: [], peakActive: 0 })
  expect(await provider.admin.requests()).toEqual([])
  expect((await postEdit(provider)).status).toBe(200)
})

test('a command that does not exist is an error in the test that gave it', async () => {
  await expect(provider.admin.settings({ delayMs: -1 })).rejects.toThrow('delayMs')
  await expect(provider.admin.fault({ kind: 'other-ratio', aspectRatio: '9:1' })).rejects.toThrow('aspectRatio')
})

test('as a program it prints its two addresses and stops on SIGTERM', async () => {
  const child = execFile(process.execPath, ['e2e/provider/main.ts', '--key', 'k'])
  const exited = once(child, 'exit')
  try {
    if (child.stdout === null) throw new Error('the program has no output')
    const [line] = await once(createInterface(child.stdout), 'line')
    const { api, results } = JSON.parse(line)
    const models = await fetch(`${api}/v1/models`, { headers: { authorization: 'Bearer k' } })
    expect(models.status).toBe(200)
    await models.text()
    expect((await fetch(`${results}/results/none/sample.png`)).status).toBe(403)
  } finally {
    child.kill('SIGTERM')
  }
  expect(await exited).toEqual([0, null])
})
