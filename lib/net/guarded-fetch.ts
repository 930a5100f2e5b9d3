// GET for addresses that somebody else chose: a user's link, a provider's answer. Nothing is sent to an address that is not public,
// except to the origins that the operator configured, and never because a redirect from elsewhere points there.
//
// Every hop is judged, resolved and connected to by itself: the connection can only go to the addresses that were judged,
// so a name that resolves differently a moment later gains nothing. Connections are not shared between hops for the same reason.
import { lookup } from 'node:dns/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, type Dispatcher, request } from 'undici'
import { AppError, isAppError } from '../core/errors.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { isPublicAddress } from './public-address.ts'

export type ResolvedAddress = { address: string; family: number }
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>

export type GuardedFetchSettings = {
  /** Origins as `new URL(…).origin` writes them, exempt from the rules on addresses and ports. */
  allowOrigins: readonly string[]
  resolve?: Resolve
  /** What counts as public; only tests, which have no internet of their own, replace these two. */
  isPublic?: (address: string) => boolean
  ports?: readonly string[]
}

export type GuardedFetchOptions = {
  maxBytes: number
  /** For everything together: names, connections, redirects, and the last byte of the body. */
  totalTimeoutMs: number
  signal?: AbortSignal
  accept?: string
}

export type GuardedResponse = {
  /** 200 to 299: every other answer is an error. */
  status: number
  headers: IncomingHttpHeaders
  finalUrl: string
  /** Counted while it streams; throws as the call does. Not reading it holds the connection until the deadline. */
  body: AsyncIterable<Uint8Array>
}

/**
 * @throws AppError `url_not_allowed`, `url_timeout`, `url_too_many_redirects`, `image_too_large` (details `maxBytes`)
 * or `url_failed` (details `status` where there was an answer). `retryable` says whether the same call may end better later.
 * When `signal` aborts, its reason is thrown.
 */
export type GuardedFetch = (url: string, options: GuardedFetchOptions) => Promise<GuardedResponse>

const maxRedirects = 5
/** As `URL.port` writes them: empty is the one that belongs to the protocol. */
const publicPorts: readonly string[] = ['', '80', '443']
const redirectStatuses = [301, 302, 303, 307, 308]

export function createGuardedFetch(settings: GuardedFetchSettings): GuardedFetch {
  const allowed = new Set(settings.allowOrigins)

  return async (url, options) => {
    const deadline = startDeadline({ timeoutMs: options.totalTimeoutMs, signal: options.signal })
    let agent: Agent | null = null
    const finish = async () => {
      deadline.stop()
      await agent?.destroy()
    }
    try {
      let target = parseTarget(url)
      let exempt = allowed.has(target.origin)
      for (let redirects = 0; ; redirects++) {
        const addresses = await deadline.race(judge({ target, exempt, settings }))
        agent = agentFor(addresses)
        const answer = await request(target, {
          dispatcher: agent,
          signal: deadline.signal,
          headers: { accept: options.accept ?? '*/*', 'accept-encoding': 'identity', 'user-agent': 'frisket' },
        })
        const next = redirectTarget(answer, target)
        if (!next) {
          refuseAnswer(answer, options.maxBytes)
          return {
            status: answer.statusCode,
            headers: answer.headers,
            finalUrl: target.href,
            body: countedBody({ answer, maxBytes: options.maxBytes, deadline, finish }),
          }
        }
        if (redirects === maxRedirects) throw new AppError('url_too_many_redirects', { details: { maxRedirects } })
        await agent.destroy()
        target = next
        exempt &&= allowed.has(target.origin)
      }
    } catch (error) {
      await finish()
      throw translated(error, deadline.signal)
    }
  }
}

const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true })

/** WHATWG parsing turns every spelling of an IPv4 address (decimal, octal, hex, short) into the dotted one. */
function parseTarget(text: string, base?: URL): URL {
  const url = URL.parse(text, base)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new AppError('url_not_allowed')
  return url
}

type Judgement = { target: URL; exempt: boolean; settings: GuardedFetchSettings }

/** The addresses that this hop may connect to. One that is not public spoils them all: an honest name has no such mixture. */
async function judge({ target, exempt, settings }: Judgement): Promise<ResolvedAddress[]> {
  const { resolve = resolveBySystem, isPublic = isPublicAddress, ports = publicPorts } = settings
  if (!exempt && !ports.includes(target.port)) throw new AppError('url_not_allowed')
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  const addresses = family ? [{ address: host, family }] : await resolve(host)
  if (!exempt && !addresses.every(({ address }) => isPublic(address))) throw new AppError('url_not_allowed')
  if (addresses.length === 0) throw new AppError('url_failed', { retryable: true })
  return addresses
}

function agentFor(addresses: ResolvedAddress[]): Agent {
  // Node asks this for names only; a literal address was judged as it stands.
  const answerJudged: LookupFunction = (_hostname, { all }, callback) =>
    all ? callback(null, addresses) : callback(null, addresses[0].address, addresses[0].family)
  return new Agent({
    connect: { lookup: answerJudged },
    // One file per connection: nothing to multiplex.
    allowH2: false,
    // The one deadline bounds them; these would only bound the gaps.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
}

function redirectTarget({ statusCode, headers }: Dispatcher.ResponseData, from: URL): URL | null {
  const location = headers.location
  if (!redirectStatuses.includes(statusCode) || typeof location !== 'string') return null
  return parseTarget(location, from)
}

function refuseAnswer({ statusCode, headers }: Dispatcher.ResponseData, maxBytes: number): void {
  if (statusCode < 200 || statusCode > 299) {
    const retryable = statusCode >= 500 || statusCode === 408 || statusCode === 429
    throw new AppError('url_failed', { details: { status: statusCode }, retryable })
  }
  // Not asked for, and not to be unpacked: that is how a small body becomes a large one.
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new AppError('url_failed', { details: { status: statusCode } })
  if (Number(headers['content-length']) > maxBytes) throw new AppError('image_too_large', { details: { maxBytes } })
}

type CountedBody = {
  answer: Dispatcher.ResponseData
  maxBytes: number
  deadline: Deadline
  finish: () => Promise<void>
}

async function* countedBody({ answer, maxBytes, deadline, finish }: CountedBody): AsyncGenerator<Uint8Array> {
  let bytes = 0
  try {
    for await (const chunk of answer.body) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw new AppError('image_too_large', { details: { maxBytes } })
      yield chunk
    }
  } catch (error) {
    throw translated(error, deadline.signal)
  } finally {
    await finish()
  }
}

/** What failed on the way (names, connections, TLS, broken answers) may be well again later. */
function translated(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  if (isAppError(error)) return error
  const late = error instanceof Error && 'code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT'
  return new AppError(late ? 'url_timeout' : 'url_failed', { cause: error, retryable: true })
}
