// Black Forest Labs' own interface: a call gives a ticket, recorded before it is first asked for, so that a crash loses
// nothing; the ticket is asked for until it is ready.
import { z } from 'zod'
import { maxImageBytes } from '../core/limits.ts'
import type { BflProfile } from '../edits/engine-profile.ts'
import { offeredRatios } from '../frame/ratio.ts'
import { bodyFor, paintsIntoHoles, takesSeveral } from './bfl-body.ts'
import type { CheckOutcome, Engine, EngineOutcome, PollOutcome } from './engine.ts'
import { createEngineFetch, type EngineFetch, type EngineGuard, NotSentError } from './engine-fetch.ts'
import { type Reading, readStatus } from './refusal.ts'

export type BflOptions = {
  id: string
  key: string
  profile: BflProfile
  guard: EngineGuard | null
  /** As `FluxOptions` has it; a ticket that ends in an error is no 500. */
  repeatServerErrors?: boolean
  now: () => number
}

/** They answer with about 1 MP. */
const maxSentPixels = 2_000_000
const askTimeoutMs = 30_000

const ticketSchema = z.object({ id: z.string().min(1).max(200), polling_url: z.string().nullish().catch(null) })
/** As it is recorded: `url` only where the key may go there. */
const keptTicketSchema = z.object({ id: z.string(), url: z.string() })
const sampleSchema = z.object({ sample: z.url({ protocol: /^https?$/ }) })
const statusSchema = z.object({ status: z.string(), result: z.unknown() })

type Connection = Pick<BflOptions, 'key' | 'now' | 'repeatServerErrors'> & {
  base: string
  timeoutMs: number
  fetch: EngineFetch['fetch']
}

export function createBflEngine({ id, key, profile, guard, repeatServerErrors, now }: BflOptions): Engine {
  const base = profile.baseUrl
  const timeoutMs = profile.timeoutS * 1000
  const http = createEngineFetch({ origins: (origin) => isItsOwn(base, origin), timeoutMs, guard })
  const connection: Connection = { key, now, repeatServerErrors, base, timeoutMs, fetch: http.fetch }
  return {
    id,
    name: profile.name,
    models: profile.models,
    concurrency: profile.concurrency,
    maxImageBytes,
    crop: { ratios: offeredRatios, maxPixels: maxSentPixels },
    repeatable: false,
    needsMask: paintsIntoHoles,
    severalPictures: takesSeveral,
    async send(request, signal) {
      const body = JSON.stringify(bodyFor(request))
      const call = { path: `/${encodeURIComponent(request.model)}`, method: 'POST', body, signal } as const
      const answer = await ask(connection, call)
      return 'outcome' in answer ? answer.outcome : readTicket(answer.text, base)
    },
    async poll(ticket, signal) {
      const { url } = keptTicketSchema.parse(JSON.parse(ticket))
      const answer = await ask({ ...connection, timeoutMs: askTimeoutMs }, { url, method: 'GET', signal })
      return readTask(answer)
    },
    check: () => check(connection),
    close: http.close,
  }
}

/** The global address answers with that of a region, where the ticket lives. Nobody else is shown the key. */
function isItsOwn(base: string, origin: string): boolean {
  const [own, other] = [new URL(base), new URL(origin)]
  if (own.origin === other.origin) return true
  return [own, other].every(({ protocol, hostname }) => protocol === 'https:' && hostname.endsWith('.bfl.ai'))
}

type Call = { method: 'GET' | 'POST'; body?: string; signal: AbortSignal } & ({ path: string } | { url: string })
/** An answer of any status is told whole beside what it means for a call: a ticket that is unknown is a 404, for one. */
type Answer = { text: string } | { outcome: EngineOutcome; text?: string }

async function ask(connection: Connection, call: Call): Promise<Answer> {
  const { key, now, repeatServerErrors, base, timeoutMs, fetch } = connection
  const reading: Reading = { now: now(), secret: key, repeatServerErrors }
  try {
    const response = await fetch('url' in call ? call.url : `${base}${call.path}`, {
      method: call.method,
      headers: { 'x-key': key, accept: 'application/json', ...(call.body && { 'content-type': 'application/json' }) },
      body: call.body,
      signal: AbortSignal.any([call.signal, AbortSignal.timeout(timeoutMs)]),
    })
    const text = await response.text()
    if (response.ok) return { text }
    const { status, headers } = response
    const detail = detailIn(text)
    const reason = typeof detail === 'string' ? detail : JSON.stringify(detail ?? text)
    return { text, outcome: readStatus({ status, headers, reason, ownWords: detail !== undefined }, reading) }
  } catch (error) {
    if (!(error instanceof NotSentError)) return { outcome: { kind: 'lost', code: 'answer_lost' } }
    const details = { reason: error.message }
    return { outcome: { kind: 'later', code: 'engine_unreachable', retryAfterMs: null, details } }
  }
}

function readTicket(text: string, base: string): EngineOutcome {
  const parsed = ticketSchema.safeParse(readJson(text))
  if (!parsed.success) return { kind: 'lost', code: 'answer_unreadable', answer: text.slice(0, 64_000) }
  const { id, polling_url: given } = parsed.data
  const named = given ? URL.parse(given) : null
  // An address of anybody else's is not followed: the same ticket can be asked for where the call was made.
  const url = named && isItsOwn(base, named.origin) ? named.href : `${base}/get_result?id=${encodeURIComponent(id)}`
  return { kind: 'ticket', ticket: JSON.stringify({ id, url }) }
}

/** A poll that came to nothing says nothing about the ticket: it is asked for again. */
function readTask(answer: Answer): PollOutcome {
  const parsed = statusSchema.safeParse(readJson(answer.text ?? ''))
  if (!parsed.success) {
    return 'outcome' in answer && answer.outcome.kind === 'later' ? answer.outcome : { kind: 'pending' }
  }
  const { status, result } = parsed.data
  const details = { reason: status }
  switch (status) {
    case 'Ready': {
      const sample = sampleSchema.safeParse(result)
      if (sample.success) return { kind: 'url', url: sample.data.sample }
      return { kind: 'lost', code: 'answer_unreadable', answer: (answer.text ?? '').slice(0, 64_000) }
    }
    case 'Request Moderated':
      return { kind: 'refused', code: 'engine_moderated', details }
    // The picture was made before it was withheld, and whether that is billed is not told.
    case 'Content Moderated':
      return { kind: 'lost', code: 'engine_moderated', details }
    case 'Error':
    case 'Task not found':
      return { kind: 'lost', code: 'answer_lost', details }
    default:
      return { kind: 'pending' }
  }
}

async function check(connection: Connection): Promise<CheckOutcome> {
  const signal = new AbortController().signal
  const answer = await ask({ ...connection, timeoutMs: askTimeoutMs }, { path: '/credits', method: 'GET', signal })
  if (!('outcome' in answer)) return { kind: 'accepted', status: 200, models: null }
  const { outcome } = answer
  const status = 'details' in outcome && typeof outcome.details?.status === 'number' ? outcome.details.status : null
  if (status === null) return { kind: 'no-answer', status, models: null }
  return { kind: status === 401 || status === 403 ? 'key-refused' : 'answered', status, models: null }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** What the engine itself says of an error: a sentence, or a list of what is wrong with which field. */
const detailIn = (text: string): unknown => z.object({ detail: z.unknown() }).safeParse(readJson(text)).data?.detail
