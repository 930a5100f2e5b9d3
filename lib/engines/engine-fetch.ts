// The fetch that carries the engine's key: to its own origin only, never along a redirect, and it tells apart
// a call that surely never went out from one that may have been paid for.
import type { LookupFunction } from 'node:net'
import { Agent, buildConnector, request as send } from 'undici'

/** Nothing of the request can have reached the engine. */
export class NotSentError extends Error {
  override name = 'NotSentError'
}

const reasonOf = (error: Error): string => ('code' in error ? String(error.code) : error.message)

const maxAnswerBytes = 64_000_000

export type EngineFetch = { fetch: typeof globalThis.fetch; close: () => Promise<void> }

/** Where a server that was named in the page may be: an argument, since siblings of a floor are strangers. */
export type EngineGuard = {
  /** False for an address that stands in the URL itself and is not allowed: no name is looked up for it. */
  admits(url: URL): boolean
  /** Answers with allowed addresses only, and the connection goes to just these. */
  lookup: LookupFunction
}

type EngineFetchOptions = {
  /** The key goes to no other. */
  origins: (origin: string) => boolean
  timeoutMs: number
  /** Null for what the operator has configured. */
  guard: EngineGuard | null
}

export function createEngineFetch({ origins, timeoutMs, guard }: EngineFetchOptions): EngineFetch {
  const dial = buildConnector({ timeout: 15_000, ...(guard && { lookup: guard.lookup }) })
  const agent = new Agent({
    // undici's own default would cut an answer off after 300 s.
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    // A connection for each call: one kept alive may be gone, and that would look like a lost answer.
    pipelining: 0,
    // Decided by phase, not by code: EHOSTUNREACH also comes from a connection over which everything was sent.
    connect: (options, done) =>
      dial(options, (error, socket) => {
        if (error) done(new NotSentError(reasonOf(error), { cause: error }), null)
        else done(null, socket)
      }),
  })

  return {
    async fetch(input, init) {
      const request = new Request(input, init)
      const url = new URL(request.url)
      if (!origins(url.origin)) throw new NotSentError('another origin than the engine’s')
      if (guard && !guard.admits(url)) throw new NotSentError('address_not_allowed')
      // The form is made whole first: then it has a length, and undici's fetch need not know Node's FormData.
      const body = request.method === 'GET' ? null : new Uint8Array(await request.arrayBuffer())
      // undici's `request` follows no redirect.
      const response = await send(request.url, {
        method: request.method === 'GET' ? 'GET' : 'POST',
        // `request` unpacks nothing.
        headers: { ...Object.fromEntries(request.headers), 'accept-encoding': 'identity' },
        body,
        dispatcher: agent,
        signal: request.signal,
      })
      const answer = await readWhole(response.body)
      return new Response(noBody.has(response.statusCode) ? null : answer, {
        status: response.statusCode,
        headers: headersOf(response.headers),
      })
    },
    close: () => agent.destroy(),
  }
}

const noBody = new Set([101, 204, 205, 304])

function headersOf(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(raw)) for (const one of [value ?? []].flat()) headers.append(name, one)
  return headers
}

async function readWhole(body: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body) {
    bytes += part.byteLength
    if (bytes > maxAnswerBytes) throw new Error('the answer is longer than any picture')
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}
