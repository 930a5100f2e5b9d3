// How an admitted call is answered under its fault, if it has one.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { never } from '../../lib/core/result.ts'
import { type Book, type Exchange, hold, now } from './book.ts'
import type { Refusal } from './edit-job.ts'
import type { CallFault } from './faults.ts'
import type { LoggedRequest } from './records.ts'
import { htmlReply, pause, type Reply, sendHalf, sendReply } from './reply.ts'
import { trapPath } from './trap.ts'

export type ErrorWords = { status: number; code?: string; message?: string }

/** How a family of routes reads keys and words errors. */
export type Dialect = {
  keyIn(headers: IncomingHttpHeaders): string | null
  error(words: ErrorWords): Reply
  refusal(refusal: Refusal): Reply
}

/** What a route's answer says: the result as it was asked for, or one of the faults that each route words itself. */
export type AnswerForm =
  | 'url'
  | Extract<CallFault['kind'], 'moderation-before' | 'moderation-after' | 'generation-failed' | 'b64-json' | 'no-image'>

type Play = {
  exchange: Exchange
  book: Book
  fault: CallFault | null
  entry: LoggedRequest
  dialect: Dialect
  answer(form: AnswerForm): Promise<Reply>
}

/** True where a whole answer, right or wrong, left. */
export async function play({ exchange, book, fault, entry, dialect, answer }: Play): Promise<boolean> {
  const { house, response } = exchange
  const say = async (form: AnswerForm): Promise<boolean> => finish(response, entry, await answer(form))
  if (fault === null) return say('url')
  switch (fault.kind) {
    case 'status':
      return finish(response, entry, statusReply(fault, dialect, now(house, book)))
    case 'hang':
      await hold(book, 'hung', response)
      return false
    case 'hold':
      await hold(book, 'call', response)
      return say('url')
    case 'slow':
      await pause(response, fault.delayMs)
      return say('url')
    case 'reset-before-body':
    case 'reset-after-body':
      response.socket?.resetAndDestroy()
      return false
    case 'cut-answer':
      return sendHalf(response, await answer('url'))
    case 'html-200':
      return finish(response, entry, htmlReply(200))
    case 'redirect': {
      const location = fault.location ?? new URL(trapPath, house.resultsOrigin).href
      return finish(response, entry, { status: 307, headers: { location }, body: '' })
    }
    case 'other-ratio':
    case 'other-format':
      return say('url')
    case 'moderation-before':
    case 'moderation-after':
    case 'generation-failed':
    case 'b64-json':
    case 'no-image':
      return say(fault.kind)
    default:
      return never(fault)
  }
}

/** Sends, and notes the status. True where the whole of it left. */
export async function finish(response: ServerResponse, entry: LoggedRequest, reply: Reply): Promise<boolean> {
  if (response.destroyed) return false
  entry.status = reply.status
  return sendReply(response, { ...reply, headers: { 'x-request-id': entry.requestId, ...reply.headers } })
}

type StatusFault = Extract<CallFault, { kind: 'status' }>

export function statusReply(fault: StatusFault, dialect: Dialect, nowMs: number): Reply {
  const reply = fault.body === 'html' ? htmlReply(fault.status) : dialect.error(fault)
  const wait = fault.retryAfter
  return {
    ...reply,
    headers: { ...reply.headers, ...(wait && { 'retry-after': retryAfterText(wait, nowMs) }), ...fault.headers },
  }
}

function retryAfterText(wait: NonNullable<StatusFault['retryAfter']>, nowMs: number): string {
  switch (wait.as) {
    case 'seconds':
      return String(wait.seconds)
    case 'date':
      return new Date(nowMs + wait.inMs).toUTCString()
    case 'text':
      return wait.text
    default:
      return never(wait)
  }
}
