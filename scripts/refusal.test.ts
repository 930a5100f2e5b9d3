import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettings } from '../lib/settings.ts'
import { refusalOf } from './refusal.ts'

const settings = readSettings({ FRISKET_ALLOWED_HOSTS: 'studio.example' })
const server = createServer((incoming, response) =>
  response.end(refusalOf(incoming, settings)?.body.error.code ?? 'served'),
)
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => server.close())

function ask(method: string, headers: Record<string, string>): Promise<string> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', method, headers }, (answer) => resolve(text(answer)))
      .on('error', reject)
      .end()
  })
}

test('our own names are served, and a foreign one is not, whatever the method', async () => {
  expect(await ask('GET', { host: 'localhost:3000' })).toBe('served')
  expect(await ask('GET', { host: 'studio.example' })).toBe('served')
  expect(await ask('GET', { host: 'evil.example' })).toBe('host_not_allowed')
  expect(await ask('POST', { host: '127.0.0.1.evil.example' })).toBe('host_not_allowed')
})

test('a foreign page may look, as any page may, but change nothing', async () => {
  const host = 'localhost:3000'
  expect(await ask('GET', { host, origin: 'http://evil.example' })).toBe('served')
  for (const method of ['POST', 'DELETE', 'PUT', 'PATCH']) {
    expect(await ask(method, { host, origin: 'http://evil.example' })).toBe('origin_not_allowed')
    expect(await ask(method, { host, origin: 'null' })).toBe('origin_not_allowed')
    expect(await ask(method, { host, 'sec-fetch-site': 'cross-site' })).toBe('origin_not_allowed')
    expect(await ask(method, { host, origin: 'http://localhost:3000' })).toBe('served')
    expect(await ask(method, { host })).toBe('served')
  }
})
