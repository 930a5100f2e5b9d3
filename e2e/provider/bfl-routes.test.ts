import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FaultInput } from './faults.ts'
import { download, picturePng, pixelsOf } from './provider.fixture.ts'
import { type Provider, startProvider } from './provider.ts'

let provider: Provider

beforeAll(async () => {
  provider = await startProvider()
})
beforeEach(() => provider.admin.reset())
afterAll(() => provider.close())

const image = Buffer.from(await picturePng({ width: 300, height: 200 })).toString('base64')

const call = (body: Record<string, unknown> = {}, key = provider.apiKey) =>
  fetch(`${provider.baseUrl}/flux-kontext-max`, {
    method: 'POST',
    headers: { 'x-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'a red hat', input_image: image, aspect_ratio: '3:2', seed: 4, ...body }),
  })

const poll = async (url: string) => (await fetch(url, { headers: { 'x-key': provider.apiKey } })).json()

test('a call gives a ticket that is pending, then ready with an address', async () => {
  const ticket = await (await call()).json()
  expect(await poll(ticket.polling_url)).toEqual({ id: ticket.id, status: 'Pending', result: null })
  const { status, result } = await poll(ticket.polling_url)
  expect(status).toBe('Ready')
  expect(await pixelsOf(await download(result.sample))).toMatchObject({ width: 1248, height: 832, format: 'png' })
  expect(await provider.admin.ledger()).toMatchObject([{ priceMicroUsd: 80_000, seed: 4, delivered: true }])
  expect(await provider.admin.imageOf(1)).toEqual(Buffer.from(image, 'base64'))
  expect((await provider.admin.requests())[0].headers['x-key']).toBe('***')
})

test('a wrong key, a wrong value and an unknown ticket are told apart', async () => {
  expect((await call({}, 'wrong')).status).toBe(403)
  const refused = await call({ safety_tolerance: 3 })
  expect([refused.status, (await refused.json()).detail[0].loc]).toEqual([422, ['body', 'safety_tolerance']])
  expect((await call({ input_image: 'https://pictures.example/a.png' })).status).toBe(422)
  expect(await poll(`${provider.baseUrl}/get_result?id=none`)).toMatchObject({ status: 'Task not found' })
  expect(await provider.admin.ledger()).toEqual([])
})

test.each<[FaultInput, string, number]>([
  [{ kind: 'moderation-before' }, 'Request Moderated', 0],
  [{ kind: 'moderation-after' }, 'Content Moderated', 1],
  [{ kind: 'generation-failed' }, 'Error', 1],
])('%o ends as %s, charged %i times', async (fault, status, charged) => {
  await provider.admin.settings({ pollsPending: 0 })
  await provider.admin.fault(fault)
  const ticket = await (await call()).json()
  expect(await poll(ticket.polling_url)).toEqual({ id: ticket.id, status, result: null })
  expect(await provider.admin.ledger()).toHaveLength(charged)
})

test('faults strike polls only where they name them', async () => {
  const ticket = await (await call()).json()
  await provider.admin.fault({ kind: 'status', status: 503, on: 'polls' })
  const headers = { 'x-key': provider.apiKey }
  expect((await fetch(ticket.polling_url, { headers })).status).toBe(503)
  expect((await fetch(ticket.polling_url, { headers })).status).toBe(200)
})

test('fill takes a mask and answers in the size of its image; FLUX.2 is asked for pixels', async () => {
  await provider.admin.settings({ pollsPending: 0 })
  const mask = Buffer.from(await picturePng({ width: 300, height: 200 })).toString('base64')
  const post = (model: string, body: object) =>
    fetch(`${provider.baseUrl}/${model}`, {
      method: 'POST',
      headers: { 'x-key': provider.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'a red hat', seed: 4, ...body }),
    })
  const sizeOf = async (answer: Response) => {
    const { result } = await poll((await answer.json()).polling_url)
    const { width, height } = await pixelsOf(await download(result.sample))
    return [width, height]
  }
  expect(await sizeOf(await post('flux-pro-1.0-fill', { image, mask }))).toEqual([300, 200])
  expect(await provider.admin.maskOf(1)).toEqual(Buffer.from(mask, 'base64'))
  expect(await sizeOf(await post('flux-2-pro', { input_image: image, width: 320, height: 208 }))).toEqual([320, 208])
  expect((await post('flux-2-pro', { input_image: image, width: 321, height: 208 })).status).toBe(422)
  expect((await provider.admin.ledger()).map(({ priceMicroUsd }) => priceMicroUsd)).toEqual([50_000, 60_000])
  const credits = await fetch(`${provider.baseUrl}/credits`, { headers: { 'x-key': 'wrong' } })
  expect(credits.status).toBe(403)
})
