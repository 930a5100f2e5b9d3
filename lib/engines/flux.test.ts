import { createServer, type RequestListener } from 'node:http'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FaultInput } from '../../e2e/provider/faults.ts'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { enginePresets } from '../edits/engine-presets.ts'
import type { Engine, EngineRequest } from './engine.ts'
import { createFluxEngine, type FluxOptions } from './flux.ts'

const key = 'canary-key-in-the-engine'
let provider: Provider
let engine: Engine
let request: EngineRequest
const { apiyi } = enginePresets

const optionsAt = (baseUrl: string, apiKey = key, timeoutMs = 5_000): FluxOptions => ({
  id: 'flux',
  key: apiKey,
  profile: { ...apiyi, baseUrl, timeoutS: timeoutMs / 1000 },
  guard: null,
  now: Date.now,
})
const engineAt = (...to: Parameters<typeof optionsAt>): Engine => createFluxEngine(optionsAt(...to))

const send = (one = engine) => one.send(request, new AbortController().signal)

beforeAll(async () => {
  provider = await startProvider({ apiKey: key })
  engine = engineAt(provider.baseUrl)
  const size = { width: 300, height: 200 }
  const image = await sharp({ create: { ...size, channels: 3, background: '#678' } })
    .png()
    .toBuffer()
  const mask = await sharp(Buffer.alloc(300 * 200, 255), { raw: { ...size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
  request = {
    model: 'flux-kontext-max',
    image: { bytes: new Uint8Array(image), format: 'png', ...size },
    maskPng: new Uint8Array(mask),
    prompt: 'Make it teal',
    operation: null,
    aspectRatio: '3:2',
    seed: 7,
    safetyTolerance: 2,
    outputFormat: 'png',
  }
})
beforeEach(() => provider.admin.reset())
afterAll(async () => {
  await engine.close()
  await provider.close()
})

test('one send is one call with the image, the mask and FLUX’s own fields, and is answered by an address', async () => {
  const outcome = await send()
  expect(outcome).toMatchObject({ kind: 'url' })
  const [logged, ...more] = await provider.admin.requests()
  expect(more).toEqual([])
  expect(await provider.admin.imageOf(logged.n)).toEqual(Buffer.from(request.image.bytes))
  expect(await provider.admin.maskOf(logged.n)).toEqual(Buffer.from(request.maskPng!))
  expect(logged.fields.map((field) => field.name).toSorted()).toEqual(
    ['aspect_ratio', 'image', 'mask', 'model', 'output_format', 'prompt', 'safety_tolerance', 'seed'].toSorted(),
  )
  expect(await provider.admin.ledger()).toMatchObject([{ prompt: 'Make it teal', seed: 7, priceMicroUsd: 70_000 }])
})

test('bytes in the answer are taken as they are', async () => {
  await provider.admin.fault({ kind: 'b64-json' })
  const outcome = await send()
  expect(outcome.kind).toBe('bytes')
  if (outcome.kind === 'bytes') expect((await sharp(outcome.bytes).metadata()).format).toBe('png')
})

describe('what the engine answers decides what became of the money', () => {
  const cases: [string, FaultInput, object, number][] = [
    ['moderation before', { kind: 'moderation-before' }, { kind: 'refused', code: 'engine_moderated' }, 0],
    ['moderation after', { kind: 'moderation-after' }, { kind: 'lost', code: 'answer_unreadable' }, 1],
    ['400', { kind: 'status', status: 400 }, { kind: 'refused', code: 'engine_rejected' }, 0],
    ['401', { kind: 'status', status: 401 }, { kind: 'paused', code: 'engine_key_refused' }, 0],
    ['402', { kind: 'status', status: 402 }, { kind: 'paused', code: 'engine_no_credit' }, 0],
    ['403', { kind: 'status', status: 403 }, { kind: 'paused', code: 'engine_key_refused' }, 0],
    ['422', { kind: 'status', status: 422 }, { kind: 'refused', code: 'engine_rejected' }, 0],
    [
      '429 with seconds',
      { kind: 'status', status: 429, retryAfter: { as: 'seconds', seconds: 3 } },
      { kind: 'later', code: 'engine_busy', retryAfterMs: 3_000 },
      0,
    ],
    [
      '429 with garbage',
      { kind: 'status', status: 429, retryAfter: { as: 'text', text: 'soon' } },
      { kind: 'later', code: 'engine_busy', retryAfterMs: null },
      0,
    ],
    ['429 without', { kind: 'status', status: 429 }, { kind: 'later', code: 'engine_busy', retryAfterMs: null }, 0],
    [
      '503 with seconds',
      { kind: 'status', status: 503, retryAfter: { as: 'seconds', seconds: 1 } },
      { kind: 'later', code: 'engine_busy', retryAfterMs: 1_000 },
      0,
    ],
    [
      '429 with a date that is past',
      { kind: 'status', status: 429, retryAfter: { as: 'date', inMs: -60_000 } },
      { kind: 'later', code: 'engine_busy', retryAfterMs: 0 },
      0,
    ],
    [
      '503 with a date far ahead',
      { kind: 'status', status: 503, retryAfter: { as: 'date', inMs: 86_400_000 } },
      { kind: 'later', code: 'engine_busy', retryAfterMs: 300_000 },
      0,
    ],
    [
      '503 with garbage',
      { kind: 'status', status: 503, retryAfter: { as: 'text', text: 'soon' } },
      { kind: 'lost', code: 'answer_lost' },
      0,
    ],
    ['504', { kind: 'status', status: 504 }, { kind: 'lost', code: 'answer_lost' }, 0],
    ['503 without', { kind: 'status', status: 503 }, { kind: 'lost', code: 'answer_lost' }, 0],
    ['500 as JSON', { kind: 'status', status: 500, charge: true }, { kind: 'lost', code: 'answer_lost' }, 1],
    [
      '502 as HTML',
      { kind: 'status', status: 502, body: 'html', charge: true },
      { kind: 'lost', code: 'answer_lost' },
      1,
    ],
    ['524', { kind: 'status', status: 524, body: 'html' }, { kind: 'lost', code: 'answer_lost' }, 1],
    ['a reset after the body', { kind: 'reset-after-body' }, { kind: 'lost', code: 'answer_lost' }, 1],
    ['half an answer', { kind: 'cut-answer' }, { kind: 'lost', code: 'answer_lost' }, 1],
    ['no image in the answer', { kind: 'no-image' }, { kind: 'lost', code: 'answer_unreadable' }, 1],
    ['HTML with 200', { kind: 'html-200' }, { kind: 'lost', code: 'answer_unreadable' }, 1],
    ['a redirect', { kind: 'redirect' }, { kind: 'refused', code: 'engine_rejected' }, 0],
  ]
  test.each(cases)('%s', async (_name, fault, outcome, charged) => {
    await provider.admin.fault(fault)
    expect(await send()).toMatchObject(outcome)
    expect(await provider.admin.ledger()).toHaveLength(charged)
    // Never a second call by itself, and the key never follows a redirect.
    expect(await provider.admin.requests()).toHaveLength(1)
    expect(await provider.admin.strays()).toEqual([])
  })

  test('500 in the engine’s own words may be repeated where the operator allows it, and nothing else may', async () => {
    const bold = createFluxEngine({ ...optionsAt(provider.baseUrl), repeatServerErrors: true })
    const mayRepeat = async (fault: FaultInput) => {
      await provider.admin.fault(fault)
      const outcome = await send(bold)
      return outcome.kind === 'lost' && outcome.mayRepeat === true
    }
    expect(await mayRepeat({ kind: 'status', status: 500 })).toBe(true)
    expect(await mayRepeat({ kind: 'generation-failed' })).toBe(true)
    const others: FaultInput[] = [
      { kind: 'status', status: 500, body: 'html' },
      { kind: 'status', status: 502 },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 504 },
      { kind: 'html-200' },
      { kind: 'reset-after-body' },
    ]
    for (const fault of others) expect([fault, await mayRepeat(fault)]).toEqual([fault, false])
    await bold.close()
  })

  test('a timeout after the body went out', async () => {
    await provider.admin.fault({ kind: 'hang' })
    const hasty = engineAt(provider.baseUrl, key, 400)
    expect(await send(hasty)).toEqual({ kind: 'lost', code: 'answer_lost' })
    expect(await provider.admin.requests()).toHaveLength(1)
    await hasty.close()
  })

  test('a wrong key', async () => {
    const stranger = engineAt(provider.baseUrl, 'wrong')
    expect(await send(stranger)).toMatchObject({ kind: 'paused', code: 'engine_key_refused' })
    await stranger.close()
  })

  test.each([
    ['a refused connection', 'http://127.0.0.1:9/v1'],
    ['a name that does not resolve', 'http://engine.invalid/v1'],
  ])('%s was not sent', async (_name, baseUrl) => {
    const nowhere = engineAt(baseUrl)
    expect(await send(nowhere)).toMatchObject({ kind: 'later', code: 'engine_unreachable', retryAfterMs: null })
    await nowhere.close()
  })

  test('a server that does not speak TLS was not sent to', async () => {
    const nowhere = engineAt(provider.baseUrl.replace('http:', 'https:'))
    expect(await send(nowhere)).toMatchObject({ kind: 'later', code: 'engine_unreachable' })
    expect(await provider.admin.requests()).toEqual([])
    await nowhere.close()
  })
})

test('no outcome carries the key', async () => {
  await provider.admin.fault({ kind: 'status', status: 400, message: `your key ${key} is odd` })
  expect(JSON.stringify(await send())).not.toContain(key)
})

describe('a server that answers in odd ways', () => {
  const url = 'https://results.example/1.png'

  async function answeredBy(listener: RequestListener) {
    const server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')
    const odd = engineAt(`http://127.0.0.1:${address.port}/v1`)
    try {
      return await send(odd)
    } finally {
      await odd.close()
      server.close()
    }
  }

  const answer =
    (body: string, headers: Record<string, string>, status = 200): RequestListener =>
    (incoming, response) => {
      incoming.resume().on('end', () => response.writeHead(status, headers).end(body))
    }

  test.each([
    ['JSON that is called text', JSON.stringify({ data: [{ url }] }), 'text/plain'],
    ['an address beside bytes that are none', JSON.stringify({ data: [{ url, b64_json: '%%%' }] }), 'application/json'],
  ])('%s is still an answer', async (_name, body, type) => {
    expect(await answeredBy(answer(body, { 'content-type': type }))).toEqual({ kind: 'url', url })
  })

  test('nothing packed is asked for', async () => {
    const asked: unknown[] = []
    await answeredBy((incoming, response) => {
      asked.push(incoming.headers['accept-encoding'])
      answer(JSON.stringify({ data: [{ url }] }), { 'content-type': 'application/json' })(incoming, response)
    })
    expect(asked).toEqual(['identity'])
  })

  test('what cannot be understood is kept for whoever looks for the picture in it', async () => {
    const outcome = await answeredBy(answer('<p>see elsewhere</p>', { 'content-type': 'text/html' }))
    expect(outcome).toEqual({ kind: 'lost', code: 'answer_unreadable', answer: '<p>see elsewhere</p>' })
  })

  test.each([408, 499])('%i may come from a gateway that gave up, and nobody knows what it cost', async (status) => {
    const outcome = await answeredBy(answer('{}', { 'content-type': 'application/json' }, status))
    expect(outcome).toMatchObject({ kind: 'lost', code: 'answer_lost' })
  })
})

describe('a profile decides what is on the wire', () => {
  const withProfile = async (change: Partial<typeof apiyi>, own = request) => {
    const other = createFluxEngine({
      id: 'flux',
      key,
      profile: { ...apiyi, baseUrl: provider.baseUrl, ...change },
      guard: null,
      now: Date.now,
    })
    const outcome = await other.send(own, new AbortController().signal)
    await other.close()
    const [logged] = await provider.admin.requests()
    return { outcome, logged, names: logged.fields.map(({ name }) => name) }
  }

  test('JSON with data URLs to /images/generations', async () => {
    const { outcome, logged, names } = await withProfile({ transport: 'generations' })
    expect(outcome).toMatchObject({ kind: 'url' })
    expect(logged.route).toBe('generations')
    expect(names).toEqual(expect.arrayContaining(['input_image', 'mask', 'seed', 'aspect_ratio']))
    expect(names).not.toContain('input_image_2')
    expect(await provider.admin.imageOf(logged.n)).toEqual(Buffer.from(request.image.bytes))
  })

  test('only the parameters that the server knows, pixels instead of a ratio, fields by their names', async () => {
    const { names } = await withProfile({
      parameters: ['seed'],
      ratios: [{ ratio: '3:2', size: '1536x1024' }],
      imageField: 'image[]',
      maskField: 'mask_image',
      answer: 'base64',
    })
    expect(names).toEqual(['model', 'prompt', 'size', 'response_format', 'seed', 'image[]', 'mask_image'])
  })

  test.each(['image', 'image[]'])('several pictures are a list, whatever one is called: %s', async (imageField) => {
    const second = new Uint8Array(await sharp(request.image.bytes).negate().png().toBuffer())
    const own = { ...request, references: [{ ...request.image, bytes: second }] }
    const { logged, names } = await withProfile({ imageField }, own)
    expect(names.slice(-3)).toEqual(['image[]', 'image[]', 'mask'])
    expect(await provider.admin.imageOf(logged.n)).toEqual(Buffer.from(request.image.bytes))
    expect(await provider.admin.referenceOf(logged.n, 2)).toEqual(Buffer.from(second))
  })

  test('as JSON the further ones are numbered', async () => {
    const second = new Uint8Array(await sharp(request.image.bytes).negate().png().toBuffer())
    const own = { ...request, references: [{ ...request.image, bytes: second }] }
    const { logged, names } = await withProfile({ transport: 'generations' }, own)
    expect(names).toEqual(expect.arrayContaining(['input_image', 'input_image_2']))
    expect(await provider.admin.referenceOf(logged.n, 2)).toEqual(Buffer.from(second))
  })

  test('a mask by its transparency: what is to be edited is transparent, grey in part', async () => {
    const values = Uint8Array.from({ length: 300 * 200 }, (_, i) => i % 256)
    const grey = await sharp(values, { raw: { width: 300, height: 200, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer()
    const { logged } = await withProfile({ maskPolarity: 'alpha' }, { ...request, maskPng: new Uint8Array(grey) })
    const sent = await provider.admin.maskOf(logged.n)
    const { data, info } = await sharp(sent!).raw().toBuffer({ resolveWithObject: true })
    expect(info.channels).toBe(4)
    expect(values.every((value, i) => data[i * 4 + 3] === 255 - value)).toBe(true)
  })

  test('no mask where the server would not use it', async () => {
    const { names } = await withProfile({ maskPolarity: 'none' })
    expect(names).not.toContain('mask')
  })

  test('no key for a server that wants none', async () => {
    const seen: (string | undefined)[] = []
    const server = createServer((incoming, response) => {
      seen.push(incoming.headers.authorization)
      incoming.resume().on('end', () => response.writeHead(400).end('{}'))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')
    const baseUrl = `http://127.0.0.1:${address.port}/v1`
    const open = createFluxEngine({ id: 'own', key: null, profile: { ...apiyi, baseUrl }, guard: null, now: Date.now })
    await open.send(request, new AbortController().signal)
    await open.close()
    server.close()
    expect(seen).toEqual([undefined])
  })
})

describe('the free test', () => {
  test('tells whether it is there, whether the key is accepted, and which models it lists', async () => {
    expect(await engine.check?.()).toEqual({
      kind: 'accepted',
      status: 200,
      models: ['flux-kontext-max', 'flux-kontext-pro'],
    })
    const stranger = engineAt(provider.baseUrl, 'wrong')
    expect(await stranger.check?.()).toEqual({ kind: 'key-refused', status: 401, models: null })
    const nowhere = engineAt('http://127.0.0.1:9/v1')
    expect(await nowhere.check?.()).toEqual({ kind: 'no-answer', status: null, models: null })
    await provider.admin.fault({ kind: 'status', status: 404, on: 'models' })
    expect(await engine.check?.()).toMatchObject({ kind: 'answered', status: 404 })
    expect(await provider.admin.ledger()).toEqual([])
    await Promise.all([stranger.close(), nowhere.close()])
  })
})

test('a server that was named in the page is not reached where it must not be', async () => {
  const { createEngineGuard } = await import('../net/engine-guard.ts')
  for (const baseUrl of [provider.baseUrl, 'https://127.0.0.1:9/v1', 'https://inside.example/v1']) {
    const guard = createEngineGuard({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] })
    const inside = createFluxEngine({ id: 'p', key, profile: { ...apiyi, baseUrl }, guard, now: Date.now })
    expect(await inside.send(request, new AbortController().signal)).toEqual({
      kind: 'later',
      code: 'engine_unreachable',
      retryAfterMs: null,
      details: { reason: 'address_not_allowed' },
    })
    await inside.close()
  }
  expect(await provider.admin.requests()).toEqual([])
})
