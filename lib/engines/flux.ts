// FLUX, or another model, behind any OpenAI-compatible server, as its profile says, through the openai SDK. One `send` is
// one POST, never more: a call that was cut off is billed all the same, so the SDK's own retries are off.
import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai'
import { z } from 'zod'
import type { OpenAiProfile } from '../edits/engine-profile.ts'
import type { CheckOutcome, Engine, EngineOutcome } from './engine.ts'
import { createEngineFetch, type EngineGuard, NotSentError } from './engine-fetch.ts'
import { formOf, jsonOf } from './openai-body.ts'
import { type Reading, readStatus } from './refusal.ts'

export type FluxOptions = {
  id: string
  /** Null where the server asks for none. */
  key: string | null
  profile: OpenAiProfile
  guard: EngineGuard | null
  /** Allows one more call, which may be charged beside the first, where the server answers 500 with a JSON error. */
  repeatServerErrors?: boolean
  now: () => number
}

// Each field is judged by itself: an odd one must not hide a good one beside it.
const answerSchema = z.object({
  data: z
    .array(
      z.object({
        url: z
          .url({ protocol: /^https?$/ })
          .nullish()
          .catch(null),
        b64_json: z.base64().min(1).nullish().catch(null),
      }),
    )
    .min(1),
})

export function createFluxEngine({ id, key, profile, guard, repeatServerErrors = false, now }: FluxOptions): Engine {
  const { origin } = new URL(profile.baseUrl)
  const timeoutMs = profile.timeoutS * 1000
  const http = createEngineFetch({ origins: (other) => other === origin, timeoutMs, guard })
  const client = new OpenAI({
    // The SDK must have one, and a server that wants none must not be sent one.
    apiKey: key ?? 'none',
    ...(key === null && { defaultHeaders: { authorization: null } }),
    baseURL: profile.baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: timeoutMs,
    fetch: http.fetch,
    logLevel: 'off',
  })

  return {
    id,
    name: profile.name,
    models: profile.models,
    concurrency: profile.concurrency,
    maxImageBytes: profile.maxImageBytes,
    crop: { ratios: profile.ratios.map(({ ratio }) => ratio), maxPixels: profile.maxSentPixels },
    anyRatio: profile.parameters.includes('aspect_ratio'),
    repeatable: false,
    severalPictures: () => profile.severalPictures,
    async send(request, signal) {
      try {
        const [path, body] =
          profile.transport === 'edits'
            ? ['/images/edits', await formOf(request, profile)]
            : ['/images/generations', await jsonOf(request, profile)]
        return readAnswer(await client.post<unknown>(path, { body, signal }))
      } catch (error) {
        return readFailure(error, { now: now(), secret: key, repeatServerErrors })
      }
    },
    async check() {
      try {
        const listed = modelsSchema.safeParse(await client.get<unknown>('/models', { timeout: checkTimeoutMs }))
        return { kind: 'accepted', status: 200, models: listed.data?.data.map(({ id }) => id) ?? null }
      } catch (error) {
        return readCheck(error)
      }
    },
    close: http.close,
  }
}

const checkTimeoutMs = 15_000
const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) })

/** A server without a list of models is there all the same; only a refused key is one. */
function readCheck(error: unknown): CheckOutcome {
  if (error instanceof APIConnectionError || !(error instanceof APIError)) {
    return { kind: 'no-answer', status: null, models: null }
  }
  const status = error.status ?? null
  return { kind: status === 401 || status === 403 ? 'key-refused' : 'answered', status, models: null }
}

function readAnswer(answer: unknown): EngineOutcome {
  const parsed = answerSchema.safeParse(typeof answer === 'string' ? readJson(answer) : answer)
  const { url, b64_json: base64 } = parsed.data?.data[0] ?? {}
  if (url) return { kind: 'url', url }
  if (base64) return { kind: 'bytes', bytes: new Uint8Array(Buffer.from(base64, 'base64')) }
  // Kept, so that a person can still find the picture in it.
  const text = typeof answer === 'string' ? answer : (JSON.stringify(answer) ?? '')
  return { kind: 'lost', code: 'answer_unreadable', answer: text.slice(0, 64_000) }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function readFailure(error: unknown, reading: Reading): EngineOutcome {
  if (error instanceof APIUserAbortError) return { kind: 'lost', code: 'answer_lost' }
  if (error instanceof APIConnectionError) {
    return error.cause instanceof NotSentError
      ? { kind: 'later', code: 'engine_unreachable', retryAfterMs: null, details: { reason: error.cause.message } }
      : { kind: 'lost', code: 'answer_lost' }
  }
  if (!(error instanceof APIError)) return { kind: 'lost', code: 'answer_unreadable' }
  const { status = 0, headers, code, type, message } = error
  // In JSON it speaks for itself; a page of HTML is a gateway's.
  const ownWords = typeof error.error === 'object' && error.error !== null
  return readStatus({ status, headers, reason: message, kind: `${code ?? ''} ${type ?? ''}`, ownWords }, reading)
}
