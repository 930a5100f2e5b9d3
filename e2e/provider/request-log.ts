// What of a call goes into the log: everything but its key.
import type { IncomingMessage } from 'node:http'
import { type House, now } from './book.ts'
import type { Field, LoggedRequest } from './records.ts'

/** A body taken apart, whatever its encoding was. Files keep the name that they had on the wire. */
export type Unpacked = {
  fields: Field[]
  values: Readonly<Record<string, unknown>>
  image: NamedBytes | null
  /** Further pictures, in their order. */
  references: readonly NamedBytes[]
  mask: NamedBytes | null
}
export type NamedBytes = { name: string; bytes: Buffer }

/** Opens an entry at the arrival of the headers; what is known later is filled in. */
export function logRequest(house: House, request: IncomingMessage, route: string): LoggedRequest {
  const { headers } = request
  const retryCount = headers['x-stainless-retry-count']
  const entry: LoggedRequest = {
    n: house.book.requests.length + 1,
    at: now(house, house.book),
    requestId: house.nextRequestId(),
    route,
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, loggedHeader(name, value)])),
    retryCount: typeof retryCount === 'string' && /^\d{1,6}$/.test(retryCount) ? Number(retryCount) : null,
    framing: headers['transfer-encoding'] !== undefined ? 'chunked' : headers['content-length'] ? 'length' : 'none',
    bodyBytes: null,
    fields: [],
    fault: null,
    status: null,
    refusal: null,
    charged: false,
  }
  house.book.requests.push(entry)
  return entry
}

function loggedHeader(name: string, value: string | string[] | undefined): string {
  if (name === 'authorization') return String(value).replace(/^(Bearer )?.*$/, '$1***')
  if (name === 'x-key') return '***'
  return String(value)
}
