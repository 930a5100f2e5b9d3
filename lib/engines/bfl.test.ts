import { createServer, type RequestListener } from 'node:http'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FaultInput } from '../../e2e/provider/faults.ts'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { enginePresets } from '../edits/engine-presets.ts'
import { type BflOptions, createBflEngine } from './bfl.ts'
import { flux2Size } from './bfl-body.ts'
import type { Engine, EngineRequest } from './engine.ts'

const key = 'canary-key-of-bfl'
const never = new AbortController().signal
let provider: Provider
let engine: Engine
let request: EngineRequest
/** Another picture of its size. */
let second: Uint8Array<ArrayBuffer>

const engineAt = (baseUrl: string, apiKey = key, timeoutS = 5, more: Partial<BflOptions> = {}): Engine =>
  createBflEngine({
    ...more,
    id: 'bfl',
    key: apiKey,
    profile: { ...enginePresets.bfl, baseUrl, timeoutS },
    guard: null,
    now: Date.now,
  })

beforeAll(async () => {
  provider = await startProvider({ apiKey: key, settings: { pollsPending: 1 } })
  engine = engineAt(provider.baseUrl)
  const size = { width: 300, height: 200 }
  const image = await sharp({ create: { ...size, channels: 3, background: '#678' } })
    .png()
    .toBuffer()
  const mask = await sharp(Buffer.alloc(300 * 200, 255), { raw: { ...size, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
  second = new Uint8Array(await sharp(image).negate().png().toBuffer())
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

async function ticketOf(own: EngineRequest = request): Promise<string> {
  const outcome = await engine.send(own, never)
  if (outcome.kind !== 'ticket') throw new Error(JSON.stringify(outcome))
  return outcome.ticket
}

test('one send is one call, answered by a ticket that is pending and then an address', async () => {
  const ticket = await ticketOf()
  expect(await engine.poll?.(ticket, never)).toEqual({ kind: 'pending' })
  expect(await engine.poll?.(ticket, never)).toMatchObject({ kind: 'url' })
  expect((await provider.admin.requests()).map(({ route }) => route)).toEqual(['bfl', 'polls', 'polls'])
  expect(await provider.admin.ledger()).toMatchObject([{ prompt: 'Make it teal', seed: 7, priceMicroUsd: 80_000 }])
})

test.each([
  ['flux-kontext-pro', ['aspect_ratio', 'input_image', 'prompt_upsampling']],
  ['flux-pro-1.0-fill', ['image', 'mask']],
  ['flux-2-pro', ['height', 'input_image', 'prompt_upsampling', 'width']],
])('%s is sent what it takes', async (model, own) => {
  await ticketOf({ ...request, model })
  const [{ fields }] = await provider.admin.requests()
  const common = ['output_format', 'prompt', 'safety_tolerance', 'seed']
  expect(fields.map(({ name }) => name).toSorted()).toEqual([...own, ...common].toSorted())
})

test.each([
  ['flux-kontext-max', true],
  ['flux-2-pro', true],
  ['flux-pro-1.0-fill', false],
])('%s takes several pictures: %s', async (model, several) => {
  expect(engine.severalPictures?.(model)).toBe(several)
  if (!several) return
  await ticketOf({ ...request, model, maskPng: null, references: [{ ...request.image, bytes: second }] })
  const [{ n, fields }] = await provider.admin.requests()
  expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['input_image', 'input_image_2']))
  expect(await provider.admin.imageOf(n)).toEqual(Buffer.from(request.image.bytes))
  expect(await provider.admin.referenceOf(n, 2)).toEqual(Buffer.from(second))
})

test('a model that paints into holes needs one', () => {
  expect(enginePresets.bfl.models.filter(({ model }) => engine.needsMask?.(model)).map(({ model }) => model)).toEqual([
    'flux-pro-1.0-fill',
  ])
})

test.each([
  ['1:1', 1024, 1024],
  ['3:2', 1248, 832],
  ['3:7', 672, 1568],
  ['16:9', 1280, 720],
])('FLUX.2 draws %s in %i × %i', (ratio, width, height) => {
  expect(flux2Size(ratio)).toEqual({ width, height })
})

test('FLUX.2 draws any ratio in multiples of 16 and 4 MP at most', () => {
  for (const ratio of ['1061:800', '9999:5000', '7:3', '97:89']) {
    const { width, height } = flux2Size(ratio)
    const [a, b] = ratio.split(':').map(Number)
    expect([width % 16, height % 16, width * height <= 4_000_000]).toEqual([0, 0, true])
    expect(Math.abs(width / height / (a / b) - 1)).toBeLessThan(0.02)
  }
})

describe('what the call is answered decides what became of the money', () => {
  test.each<[FaultInput, object, number]>([
    [{ kind: 'status', status: 402 }, { kind: 'paused', code: 'engine_no_credit' }, 0],
    [{ kind: 'status', status: 403 }, { kind: 'paused', code: 'engine_key_refused' }, 0],
    [{ kind: 'status', status: 422 }, { kind: 'refused', code: 'engine_rejected' }, 0],
    [{ kind: 'status', status: 429 }, { kind: 'later', code: 'engine_busy' }, 0],
    [{ kind: 'status', status: 500, charge: true }, { kind: 'lost', code: 'answer_lost' }, 1],
    [{ kind: 'status', status: 503 }, { kind: 'lost', code: 'answer_lost' }, 0],
    [{ kind: 'reset-after-body' }, { kind: 'lost', code: 'answer_lost' }, 1],
    [{ kind: 'html-200' }, { kind: 'lost', code: 'answer_unreadable' }, 1],
  ])('%o', async (fault, outcome, charged) => {
    await provider.admin.fault(fault)
    expect(await engine.send(request, never)).toMatchObject(outcome)
    expect(await provider.admin.ledger()).toHaveLength(charged)
    expect(await provider.admin.requests()).toHaveLength(1)
  })

  test('500 in the engine’s own words may be repeated where the operator allows it, and nothing else may', async () => {
    const bold = engineAt(provider.baseUrl, key, 5, { repeatServerErrors: true })
    const mayRepeat = async (fault: FaultInput) => {
      await provider.admin.fault(fault)
      const outcome = await bold.send(request, never)
      return outcome.kind === 'lost' && outcome.mayRepeat === true
    }
    expect(await mayRepeat({ kind: 'status', status: 500 })).toBe(true)
    const others: FaultInput[] = [
      { kind: 'status', status: 500, body: 'html' },
      { kind: 'status', status: 502 },
      { kind: 'reset-after-body' },
      { kind: 'html-200' },
    ]
    for (const fault of others) expect([fault, await mayRepeat(fault)]).toEqual([fault, false])
    await bold.close()
  })

  test('a call that was given up on', async () => {
    await provider.admin.fault({ kind: 'hang' })
    const hasty = engineAt(provider.baseUrl, key, 0.4)
    expect(await hasty.send(request, never)).toEqual({ kind: 'lost', code: 'answer_lost' })
    await hasty.close()
  })

  test('a connection that was refused', async () => {
    const nowhere = engineAt('http://127.0.0.1:9/v1')
    expect(await nowhere.send(request, never)).toMatchObject({ kind: 'later', code: 'engine_unreachable' })
    await nowhere.close()
  })
})

describe('a ticket', () => {
  test.each<[FaultInput, object]>([
    [{ kind: 'moderation-before' }, { kind: 'refused', code: 'engine_moderated' }],
    [{ kind: 'moderation-after' }, { kind: 'lost', code: 'engine_moderated' }],
    [{ kind: 'generation-failed' }, { kind: 'lost', code: 'answer_lost', details: { reason: 'Error' } }],
    [{ kind: 'no-image' }, { kind: 'lost', code: 'answer_unreadable' }],
  ])('%o ends as documented', async (fault, outcome) => {
    await provider.admin.settings({ pollsPending: 0 })
    await provider.admin.fault(fault)
    expect(await engine.poll?.(await ticketOf(), never)).toMatchObject(outcome)
  })

  test('that is not known is lost', async () => {
    const ticket = JSON.stringify({ id: 'x', url: `${provider.baseUrl}/get_result?id=x` })
    expect(await engine.poll?.(ticket, never)).toEqual({
      kind: 'lost',
      code: 'answer_lost',
      details: { reason: 'Task not found' },
    })
  })

  test.each<FaultInput>([
    { kind: 'status', status: 500, on: 'polls' },
    { kind: 'status', status: 502, body: 'html', on: 'polls' },
    { kind: 'status', status: 403, on: 'polls' },
    { kind: 'reset-after-body', on: 'polls' },
  ])('is asked for again after %o', async (fault) => {
    const ticket = await ticketOf()
    await provider.admin.fault(fault)
    expect(await engine.poll?.(ticket, never)).toEqual({ kind: 'pending' })
  })

  test('waits as long as it is told to', async () => {
    const ticket = await ticketOf()
    await provider.admin.fault({ kind: 'status', status: 429, on: 'polls', retryAfter: { as: 'seconds', seconds: 3 } })
    expect(await engine.poll?.(ticket, never)).toMatchObject({ kind: 'later', retryAfterMs: 3_000 })
  })

  test('of an address elsewhere is asked for where the call was made, and the key goes nowhere else', async () => {
    const seen: string[] = []
    const listener: RequestListener = (incoming, response) => {
      seen.push(`${incoming.method} ${incoming.url} ${incoming.headers['x-key']}`)
      const answer = { id: 'a b', polling_url: `${provider.resultsOrigin}/steal` }
      incoming.resume().on('end', () => response.writeHead(200).end(JSON.stringify(answer)))
    }
    const server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')
    const odd = engineAt(`http://127.0.0.1:${address.port}/v1`)
    const outcome = await odd.send(request, never)
    if (outcome.kind !== 'ticket') throw new Error(JSON.stringify(outcome))
    await odd.poll?.(outcome.ticket, never)
    expect(seen).toEqual([`POST /v1/flux-kontext-max ${key}`, `GET /v1/get_result?id=a%20b ${key}`])
    expect(await provider.admin.downloads()).toEqual([])
    await odd.close()
    server.close()
  })
})

test('the free test asks for the credits', async () => {
  expect(await engine.check?.()).toEqual({ kind: 'accepted', status: 200, models: null })
  const stranger = engineAt(provider.baseUrl, 'wrong')
  expect(await stranger.check?.()).toEqual({ kind: 'key-refused', status: 403, models: null })
  await stranger.close()
  expect(await provider.admin.ledger()).toEqual([])
})
