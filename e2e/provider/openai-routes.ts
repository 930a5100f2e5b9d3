// The routes that follow OpenAI's Images Edit API, as the gateways to FLUX Kontext offer them.
import { never } from '../../lib/core/result.ts'
import { now } from './book.ts'
import { acceptEdit } from './edit-job.ts'
import { dataUrlBytes, unpackJson } from './json-body.ts'
import { parseForm } from './multipart.ts'
import type { AnswerContext, FreeRoute, PaidRoute } from './paid-call.ts'
import type { Dialect, ErrorWords } from './play-fault.ts'
import { jsonReply, type Reply } from './reply.ts'
import type { Unpacked } from './request-log.ts'
import { publishResult, renderResult } from './results.ts'

/** Code and words by status, where a fault does not name its own. */
const wordsByStatus = new Map<number, { type: string; code: string; message: string }>([
  [400, { type: 'invalid_request_error', code: 'invalid_request', message: 'The request is not valid.' }],
  [401, { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided.' }],
  [402, { type: 'insufficient_quota', code: 'insufficient_quota', message: 'The balance does not cover this call.' }],
  [403, { type: 'permission_error', code: 'permission_denied', message: 'This key may not use this model.' }],
  [404, { type: 'invalid_request_error', code: 'not_found', message: 'There is nothing at this address.' }],
  [429, { type: 'rate_limit_error', code: 'rate_limit_exceeded', message: 'Too many requests.' }],
])
const serverWords = { type: 'server_error', code: 'server_error', message: 'The server had an error.' }

const openAiError = ({ status, code, message }: ErrorWords): Reply => {
  const words = wordsByStatus.get(status) ?? serverWords
  return jsonReply(status, { error: { ...words, param: null, ...(code && { code }), ...(message && { message }) } })
}

const openAiDialect: Dialect = {
  keyIn: ({ authorization }) => /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? null,
  error: openAiError,
  refusal: (refusal) => jsonReply(400, { error: { ...refusal, type: 'invalid_request_error' } }),
}

const acceptOpenAi =
  (imageField: string): PaidRoute['accept'] =>
  ({ values, image, references, mask }, { settings }) =>
    acceptEdit({
      model: values.model,
      prices: settings.prices,
      parameters: values,
      imageField,
      image,
      references,
      mask,
    })

export const editsRoute: PaidRoute = {
  name: 'edits',
  dialect: openAiDialect,
  async unpack(headers, body): Promise<Unpacked | null> {
    const form = await parseForm(headers, body)
    if (form === null) return null
    const [image = null, ...references] = form.files.filter(({ name }) => name === 'image' || name === 'image[]')
    const mask = form.files.find(({ name }) => name === 'mask') ?? null
    return { fields: form.fields, values: form.values, image, references, mask }
  },
  accept: acceptOpenAi('image'),
  answer: answerOpenAi,
}

/** Takes the image as a data URL; the public addresses that the real route also fetches are refused. */
export const generationsRoute: PaidRoute = {
  name: 'generations',
  dialect: openAiDialect,
  unpack: (_headers, body) => unpackJson(body, 'input_image', dataUrlBytes, 'mask'),
  accept: acceptOpenAi('input_image'),
  answer: answerOpenAi,
}

export const modelsRoute: FreeRoute = {
  name: 'models',
  dialect: openAiDialect,
  answer: (_house, book) => {
    const ids = Object.keys(book.settings.prices)
    return jsonReply(200, { object: 'list', data: ids.map((id) => ({ id, object: 'model', owned_by: 'provider' })) })
  },
}

/** Every other address. */
export const otherRoute: FreeRoute = {
  name: 'other',
  dialect: openAiDialect,
  answer: () => openAiError({ status: 404 }),
}

async function answerOpenAi({ house, book, job, form }: AnswerContext): Promise<Reply> {
  const success = (data: unknown[]): Reply => jsonReply(200, { created: Math.floor(now(house, book) / 1000), data })
  switch (form) {
    case 'url':
      return success([{ url: publishResult(house, book, await renderResult(book, job)) }])
    case 'b64-json':
      return success([{ b64_json: (await renderResult(book, job)).bytes.toString('base64') }])
    case 'no-image':
      return success([{}])
    case 'moderation-after':
      return success([])
    case 'moderation-before':
      return openAiError({
        status: 400,
        code: 'content_policy_violation',
        message: 'Your request was rejected by the moderation system: it may violate the content policy.',
      })
    case 'generation-failed':
      return openAiError({ status: 500 })
    default:
      return never(form)
  }
}
