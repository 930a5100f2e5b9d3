// FLUX behind any OpenAI-compatible Images Edit API, through the openai SDK. One `send` is one POST, never more:
// a call that was cut off is billed all the same, so the SDK's own retries are off.
import OpenAI, { APIConnectionError, APIError, APIUserAbortError, toFile } from 'openai'
import { z } from 'zod'
import type { ErrorDetails } from '../core/errors.ts'
import { maxImageBytes } from '../core/limits.ts'
import { offeredRatios } from '../frame/ratio.ts'
import type { Engine, EngineOutcome, EngineRequest } from './engine.ts'
import { createEngineFetch, NotSentError } from './engine-fetch.ts'
import { retryAfterMs } from './retry-after.ts'

export type FluxOptions = {
  apiKey: string
  baseUrl: string
  model: string
  priceMicroUsd: number
  concurrency: number
  timeoutMs: number
  /** Allows one more call, which may be charged beside the first, where the server answers 500 with a JSON error. */
  repeatServerErrors: boolean
  now: () => number
}

/** It answers with about 1 MP: twice that in gives it all the detail that it can use. */
const maxSentPixels = 2_000_000

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

/** These are given before any work is done. Others, 408 and 499 among them, may come from a gateway that gave up waiting. */
const freeRefusals = new Set([400, 401, 402, 403, 404, 405, 413, 415, 422])

export function createFluxEngine(options: FluxOptions): Engine {
  const http = createEngineFetch({ origin: new URL(options.baseUrl).origin, timeoutMs: options.timeoutMs })
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: options.timeoutMs,
    fetch: http.fetch,
    logLevel: 'off',
  })

  return {
    id: 'flux',
    model: options.model,
    priceMicroUsd: options.priceMicroUsd,
    concurrency: options.concurrency,
    maxImageBytes,
    crop: { ratios: offeredRatios, maxPixels: maxSentPixels },
    repeatable: false,
    async send(request, signal) {
      try {
        const body = await formOf(request)
        return readAnswer(await client.images.edit(body, { signal }))
      } catch (error) {
        const { repeatServerErrors, apiKey: secret } = options
        return readFailure(error, { now: options.now(), secret, repeatServerErrors })
      }
    },
    close: http.close,
  }
}

/** FLUX's own parameters travel as further form fields beside those that the SDK knows. */
async function formOf(request: EngineRequest) {
  const { model, image, maskPng } = request
  const imageFile = await toFile(image.bytes, `image.${image.format}`, { type: `image/${image.format}` })
  return {
    model,
    prompt: request.prompt,
    image: imageFile,
    ...(maskPng ? { mask: await toFile(maskPng, 'mask.png', { type: 'image/png' }) } : {}),
    aspect_ratio: request.aspectRatio,
    seed: request.seed,
    safety_tolerance: request.safetyTolerance,
    output_format: request.outputFormat,
  }
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

type Reading = { now: number; secret: string; repeatServerErrors: boolean }

function readFailure(error: unknown, reading: Reading): EngineOutcome {
  if (error instanceof APIUserAbortError) return { kind: 'lost', code: 'answer_lost' }
  if (error instanceof APIConnectionError) {
    return error.cause instanceof NotSentError
      ? { kind: 'later', code: 'engine_unreachable', retryAfterMs: null, details: { reason: error.cause.message } }
      : { kind: 'lost', code: 'answer_lost' }
  }
  if (!(error instanceof APIError)) return { kind: 'lost', code: 'answer_unreadable' }
  return readStatus(error, reading)
}

/** Which statuses mean "not charged" and which mean "nobody knows": the table of docs/guide/money.md. */
function readStatus(error: APIError, { now, secret, repeatServerErrors }: Reading): EngineOutcome {
  const status = error.status ?? 0
  const details: ErrorDetails = { status, reason: reasonOf(error, secret) }
  const wait = retryAfterMs(error.headers, now)
  if (status === 429 || (status === 503 && wait !== null)) {
    return { kind: 'later', code: 'engine_busy', retryAfterMs: wait, details }
  }
  if (status === 401 || status === 403) return { kind: 'paused', code: 'engine_key_refused', details }
  if (status === 402) return { kind: 'paused', code: 'engine_no_credit', details }
  if ((status >= 300 && status < 400) || freeRefusals.has(status)) {
    return { kind: 'refused', code: isModeration(error) ? 'engine_moderated' : 'engine_rejected', details }
  }
  // 500, 502, 504, 524 and their kin: the call may have run to its end behind a gateway that gave up.
  const lost: EngineOutcome = { kind: 'lost', code: 'answer_lost', details }
  // In JSON it speaks for itself; a page of HTML is a gateway's.
  const ownWords = status === 500 && typeof error.error === 'object' && error.error !== null
  return ownWords && repeatServerErrors ? { ...lost, mayRepeat: true } : lost
}

const isModeration = (error: APIError): boolean =>
  /moderat|content.?polic|safety|nsfw/i.test(`${error.code ?? ''} ${error.type ?? ''} ${error.message}`)

/** What the engine said, short enough to show, and without the key, should it repeat that. */
const reasonOf = (error: APIError, secret: string): string =>
  error.message.replaceAll(secret, '…').replace(/\s+/g, ' ').slice(0, 300)
