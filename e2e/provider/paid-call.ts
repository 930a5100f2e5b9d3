// The way of a call through the provider, the same for every route: key, fault, body, log, validation, charge, answer.
// Charged is what is accepted, before anything of the answer leaves: so a client that dies in between has still paid.
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Result } from '../../lib/core/result.ts'
import { type Book, type Exchange, type House, now } from './book.ts'
import type { EditJob, Refusal } from './edit-job.ts'
import { type CallFault, type CallRoute, isCharged } from './faults.ts'
import { type AnswerForm, type Dialect, finish, play, statusReply } from './play-fault.ts'
import type { LoggedRequest } from './records.ts'
import { pause, type Reply, readBody } from './reply.ts'
import { logRequest, type Unpacked } from './request-log.ts'

export type PaidRoute = {
  name: CallRoute
  dialect: Dialect
  unpack(headers: IncomingHttpHeaders, body: Buffer): Promise<Unpacked | null>
  accept(unpacked: Unpacked, book: Book): Promise<Result<EditJob, Refusal>>
  answer(context: AnswerContext): Promise<Reply>
}

export type AnswerContext = { house: House; book: Book; job: EditJob; form: AnswerForm }

export type FreeRoute = { name: CallRoute; dialect: Dialect; answer(house: House, book: Book, url: URL): Reply }

export async function servePaidCall(exchange: Exchange, route: PaidRoute): Promise<void> {
  const { house, request, response } = exchange
  const { book } = house
  const entry = logRequest(house, request, route.name)
  book.active++
  book.peakActive = Math.max(book.peakActive, book.active)
  response.once('close', () => book.active--)

  const admitted = await admit(exchange, book, route, entry)
  if (admitted === null) return
  const { body, fault } = admitted
  const unpacked = await route.unpack(request.headers, body)
  if (unpacked !== null) {
    entry.fields = unpacked.fields
    if (unpacked.image !== null) book.uploadBytes.put(`${entry.n}/image`, unpacked.image.bytes)
    for (const [i, { bytes }] of unpacked.references.entries()) {
      book.uploadBytes.put(`${entry.n}/image-${i + 2}`, bytes)
    }
    if (unpacked.mask !== null) book.uploadBytes.put(`${entry.n}/mask`, unpacked.mask.bytes)
  }
  const job = unpacked === null ? unreadable : await route.accept(unpacked, book)
  if (!job.ok) {
    entry.refusal = job.error.code
    await finish(response, entry, route.dialect.refusal(job.error))
    return
  }

  const settle = isCharged(fault) ? charge(house, book, job.value, entry) : () => {}
  await pause(response, book.settings.delayMs)
  const altered = alter(job.value, fault)
  const context = { exchange, book, fault, entry, dialect: route.dialect }
  settle(await play({ ...context, answer: (form) => route.answer({ house, book, job: altered, form }) }))
}

export async function serveFreeCall(exchange: Exchange, route: FreeRoute): Promise<void> {
  const { house, request } = exchange
  const { book } = house
  const entry = logRequest(house, request, route.name)
  const admitted = await admit(exchange, book, route, entry)
  if (admitted === null) return
  const { fault } = admitted
  const url = new URL(request.url ?? '/', house.apiOrigin)
  const answer = async (): Promise<Reply> => route.answer(house, book, url)
  await play({ exchange, book, fault, entry, dialect: route.dialect, answer })
}

const unreadable = {
  ok: false,
  error: { code: 'invalid_body', param: null, message: 'The body cannot be read as the kind that its type names.' },
} as const

/** The body and the fault of a call that may go on; null where it has been dealt with already. */
async function admit(
  { house, request, response }: Exchange,
  book: Book,
  { name, dialect }: { name: CallRoute; dialect: Dialect },
  entry: LoggedRequest,
): Promise<{ body: Buffer; fault: CallFault | null } | null> {
  const known = dialect.keyIn(request.headers) === book.settings.acceptedKey
  const fault = known ? book.faults.takeForCall(name) : null
  entry.fault = fault?.kind ?? null
  if (fault?.kind === 'reset-before-body') {
    request.socket.resetAndDestroy()
    return null
  }
  if (fault?.kind === 'status' && fault.beforeBody) {
    await finish(response, entry, statusReply(fault, dialect, now(house, book)))
    return null
  }
  const body = await readBody(request)
  if (body === null) return null
  entry.bodyBytes = body.length
  if (known) return { body, fault }
  await finish(response, entry, dialect.error({ status: 401, code: 'invalid_api_key' }))
  return null
}

/** Enters the call in the ledger and returns what is to be told whether its answer was delivered. */
function charge(house: House, book: Book, job: EditJob, entry: LoggedRequest): (delivered: boolean) => void {
  const line = {
    seq: book.ledger.length + 1,
    at: now(house, book),
    model: job.model,
    priceMicroUsd: job.priceMicroUsd,
    promptHash: createHash('sha256').update(job.prompt).digest('hex'),
    prompt: job.prompt,
    seed: job.seed,
    requestId: entry.requestId,
    delivered: false,
  }
  book.ledger.push(line)
  entry.charged = true
  return (delivered) => {
    line.delivered = delivered
  }
}

function alter(job: EditJob, fault: CallFault | null): EditJob {
  if (fault?.kind === 'other-ratio') return { ...job, aspectRatio: fault.aspectRatio }
  if (fault?.kind === 'other-format') return { ...job, outputFormat: fault.format }
  return job
}
