// A FLUX provider to test against: it behaves as the providers' documents say, keeps a ledger of what it charged, and
// misbehaves on command. Two ports: the API with /admin beside it, and the results.
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type ProviderAdmin, providerAdmin } from './admin.ts'
import { type AdminExchange, serveAdmin } from './admin-routes.ts'
import { bflModels, bflRoute, creditsRoute, pollPath, pollRoute } from './bfl-routes.ts'
import { dropWaiting, type House, openBook } from './book.ts'
import { editsRoute, generationsRoute, modelsRoute, otherRoute } from './openai-routes.ts'
import { serveFreeCall, servePaidCall } from './paid-call.ts'
import { jsonReply, sendReply } from './reply.ts'
import { serveResults } from './results.ts'
import { defaultSettings, type SettingsPatch } from './settings.ts'
import { springTrap, trapPath } from './trap.ts'

export type ProviderOptions = {
  /** 0 (the default) takes a free one. */
  port?: number
  resultsPort?: number
  host?: string
  /** The key that is accepted; "provider-key" unless given. */
  apiKey?: string
  /** What holds at the start and after every reset. */
  settings?: SettingsPatch
  /** Epoch milliseconds. */
  clock?: () => number
}

export type Provider = {
  /** http://host:port of the API and of /admin. */
  origin: string
  /** What a client is configured with: `origin` + /v1. */
  baseUrl: string
  resultsOrigin: string
  apiKey: string
  admin: ProviderAdmin
  /** Cuts every connection. */
  close(): Promise<void>
}

export async function startProvider(options: ProviderOptions = {}): Promise<Provider> {
  const { port = 0, resultsPort = 0, host = '127.0.0.1', apiKey = 'provider-key', clock = Date.now } = options
  const initial = { ...defaultSettings(apiKey), ...options.settings }
  const api = await listen(port, host)
  const results = await listen(resultsPort, host)

  let requests = 0
  const house: House = {
    book: openBook(initial),
    apiOrigin: originOf(api, host),
    resultsOrigin: originOf(results, host),
    clock,
    secret: randomBytes(32),
    nextRequestId: () => `req_${String(++requests).padStart(6, '0')}`,
  }
  api.on(
    'request',
    guarded((request, response) => serveApi({ house, request, response, initial })),
  )
  results.on(
    'request',
    guarded((request, response) => serveResults(house, request, response)),
  )

  return {
    origin: house.apiOrigin,
    baseUrl: `${house.apiOrigin}/v1`,
    resultsOrigin: house.resultsOrigin,
    apiKey,
    admin: providerAdmin(house.apiOrigin),
    async close() {
      dropWaiting(house.book)
      await Promise.all([closeServer(api), closeServer(results)])
    },
  }
}

async function serveApi({ house, request, response, initial }: AdminExchange): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', house.apiOrigin)
  const exchange = { house, request, response }
  if (pathname.startsWith('/admin/')) return serveAdmin({ ...exchange, initial })
  if (pathname === trapPath) return springTrap(house, request, response)
  switch (`${request.method} ${pathname}`) {
    case 'POST /v1/images/edits':
      return servePaidCall(exchange, editsRoute)
    case 'POST /v1/images/generations':
      return servePaidCall(exchange, generationsRoute)
    case 'GET /v1/models':
      return serveFreeCall(exchange, modelsRoute)
    case 'GET /v1/credits':
      return serveFreeCall(exchange, creditsRoute)
    case `GET ${pollPath}`:
      return serveFreeCall(exchange, pollRoute)
    default: {
      const model = bflModels.find((name) => `POST /v1/${name}` === `${request.method} ${pathname}`)
      return model ? servePaidCall(exchange, bflRoute(model)) : serveFreeCall(exchange, otherRoute)
    }
  }
}

/** A mistake of the provider itself must not look like one of its faults. */
const guarded =
  (serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response).catch(async (error: unknown) => {
      console.error('the test provider itself failed:', error)
      if (!response.headersSent) await sendReply(response, jsonReply(500, { error: { code: 'test_provider_bug' } }))
      else response.destroy()
    })
  }

async function listen(port: number, host: string): Promise<Server> {
  // No timeouts of its own: a connection that the provider closes while idle looks like a fault to the next call on it.
  const server = createServer({ keepAliveTimeout: 600_000, requestTimeout: 0, headersTimeout: 0 })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return server
}

function originOf(server: Server, host: string): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
