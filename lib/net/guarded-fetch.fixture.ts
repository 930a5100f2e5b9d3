// What the tests of the guarded fetch share: servers that end with the test, and short ways to ask and to answer.
import type { RequestListener } from 'node:http'
import { afterEach } from 'vitest'
import type { GuardedFetch, GuardedFetchOptions } from './guarded-fetch.ts'
import { type LocalServer, startLocalServer } from './local-server.fixture.ts'

const servers: LocalServer[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())))

export async function serve(listener: RequestListener, host?: string): Promise<LocalServer> {
  const server = await startLocalServer(listener, host)
  servers.push(server)
  return server
}

export const limits: GuardedFetchOptions = { maxBytes: 1_000_000, totalTimeoutMs: 5_000 }

export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

export const get = async (fetchGuarded: GuardedFetch, url: string, options: Partial<GuardedFetchOptions> = {}) =>
  textOf((await fetchGuarded(url, { ...limits, ...options })).body)

export const redirectTo =
  (location: string, status = 302): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { location }).end('moved')
  }

export const answer =
  (body: string): RequestListener =>
  (_request, response) => {
    response.end(body)
  }

export const resolveTo =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
