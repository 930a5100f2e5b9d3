// Black Forest Labs' own routes: a call gives a ticket, and the ticket is asked until it is ready.
import { randomUUID } from 'node:crypto'
import { never } from '../../lib/core/result.ts'
import type { Task } from './book.ts'
import { acceptEdit } from './edit-job.ts'
import { base64Bytes, unpackJson } from './json-body.ts'
import type { AnswerContext, FreeRoute, PaidRoute } from './paid-call.ts'
import type { Dialect } from './play-fault.ts'
import { jsonReply, type Reply } from './reply.ts'
import { publishResult, renderResult } from './results.ts'

export const pollPath = '/v1/get_result'

const detailByStatus = new Map<number, string>([
  [402, 'Insufficient credits.'],
  [403, 'Not authenticated.'],
  [429, 'Too many active tasks.'],
])

const bflDialect: Dialect = {
  keyIn: (headers) => (typeof headers['x-key'] === 'string' ? headers['x-key'] : null),
  // BFL answers a wrong key with 403, not 401.
  error: ({ status: asked, message }) => {
    const status = asked === 401 ? 403 : asked
    return jsonReply(status, { detail: message ?? detailByStatus.get(status) ?? 'Internal server error.' })
  },
  refusal: ({ code, param, message }) =>
    jsonReply(422, { detail: [{ loc: ['body', ...(param === null ? [] : [param])], msg: message, type: code }] }),
}

/** POST /v1/<model>. Pictures are base64, bare or as data URLs; the public addresses BFL also takes are refused. */
export const bflRoute = (model: string): PaidRoute => {
  const fills = model === 'flux-pro-1.0-fill'
  const imageField = fills ? 'image' : 'input_image'
  return {
    name: 'bfl',
    dialect: bflDialect,
    unpack: (_headers, body) => unpackJson(body, imageField, base64Bytes, fills ? 'mask' : null),
    accept: ({ values, image, references, mask }, { settings }) =>
      acceptEdit({
        model,
        prices: settings.bflPrices,
        parameters: values,
        imageField,
        image,
        references,
        mask,
        sizedBy: fills ? 'image' : model.startsWith('flux-2') ? 'pixels' : 'ratio',
      }),
    answer: answerWithTicket,
  }
}

export const bflModels = ['flux-kontext-max', 'flux-kontext-pro', 'flux-pro-1.0-fill', 'flux-2-pro'] as const

/** GET /v1/credits: what tells, for nothing, that a key is accepted. */
export const creditsRoute: FreeRoute = {
  name: 'other',
  dialect: bflDialect,
  answer: () => jsonReply(200, { credits: 1_000 }),
}

export const pollRoute: FreeRoute = {
  name: 'polls',
  dialect: bflDialect,
  answer: (_house, book, url) => {
    const id = url.searchParams.get('id') ?? ''
    const task = book.tasks.get(id)
    if (task === undefined) return jsonReply(404, { id, status: 'Task not found', result: null })
    const pending = task.polls++ < book.settings.pollsPending
    return jsonReply(200, pending ? { id, status: 'Pending', result: null } : { id, ...taskEnd(task.end) })
  },
}

async function answerWithTicket(context: AnswerContext): Promise<Reply> {
  const { house, book } = context
  const id = randomUUID()
  book.tasks.set(id, { polls: 0, end: await endOf(context) })
  const polling = new URL(pollPath, house.apiOrigin)
  polling.searchParams.set('id', id)
  return jsonReply(200, { id, polling_url: polling.href })
}

async function endOf({ house, book, job, form }: AnswerContext): Promise<Task['end']> {
  switch (form) {
    // There is no base64 answer here: a result is always an address.
    case 'url':
    case 'b64-json':
      return { state: 'ready', resultUrl: publishResult(house, book, await renderResult(book, job)) }
    case 'no-image':
      return { state: 'ready', resultUrl: null }
    case 'moderation-before':
      return { state: 'request-moderated' }
    case 'moderation-after':
      return { state: 'content-moderated' }
    case 'generation-failed':
      return { state: 'error' }
    default:
      return never(form)
  }
}

function taskEnd(end: Task['end']): { status: string; result: { sample: string } | object | null } {
  switch (end.state) {
    case 'ready':
      return { status: 'Ready', result: end.resultUrl === null ? {} : { sample: end.resultUrl } }
    case 'request-moderated':
      return { status: 'Request Moderated', result: null }
    case 'content-moderated':
      return { status: 'Content Moderated', result: null }
    case 'error':
      return { status: 'Error', result: null }
    default:
      return never(end)
  }
}
