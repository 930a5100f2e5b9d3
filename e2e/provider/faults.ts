// What the provider can be told to do wrong. Faults are queued by the tests over /admin/faults and never by a prompt:
// each strikes the next matching call or download, `times` times, and is gone.
import { z } from 'zod'
import { never } from '../../lib/core/result.ts'
import { resultSize } from './result-size.ts'

/** `edits`, `generations` and `bfl` cost money; `models`, `polls` and every other address are free. */
export const callRoutes = ['edits', 'generations', 'bfl', 'models', 'polls', 'other'] as const
export type CallRoute = (typeof callRoutes)[number]

const times = z.int().min(1).max(10_000).default(1)

/** Without `on`, a fault strikes the next call that costs money, whichever its route. */
const onCall = { times, on: z.enum(callRoutes).optional() }

const aspectRatio = z.string().refine((text) => resultSize(text) !== null)

const retryAfterSchema = z.discriminatedUnion('as', [
  z.strictObject({ as: z.literal('seconds'), seconds: z.int().min(0) }),
  /** An HTTP date, this far from the provider's clock. */
  z.strictObject({ as: z.literal('date'), inMs: z.int() }),
  /** Any other text, such as "soon". */
  z.strictObject({ as: z.literal('text'), text: z.string() }),
])

const callFaultSchema = z.discriminatedUnion('kind', [
  /** Refused for its content before any work: 400. Free. (`bfl`: a ticket that ends as Request Moderated.) */
  z.strictObject({ ...onCall, kind: z.literal('moderation-before') }),
  /** The result was thrown away: 200 with empty data. Charged. (`bfl`: Content Moderated.) */
  z.strictObject({ ...onCall, kind: z.literal('moderation-after') }),
  /** Accepted and charged, then broken: 500. (`bfl`: a ticket that ends as Error.) */
  z.strictObject({ ...onCall, kind: z.literal('generation-failed') }),
  z.strictObject({
    ...onCall,
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    body: z.enum(['json', 'html']).default('json'),
    /** Free unless said otherwise; 524 is charged unless said otherwise, as the work goes on behind the gateway. */
    charge: z.boolean().optional(),
    retryAfter: retryAfterSchema.optional(),
    headers: z.record(z.string(), z.string()).default({}),
    code: z.string().optional(),
    message: z.string().optional(),
    /** Answers at the headers, as a gateway does that does not wait for the upload. Never charged. */
    beforeBody: z.boolean().default(false),
  }),
  /** Accepted, charged, never answered. */
  z.strictObject({ ...onCall, kind: z.literal('hang') }),
  /** Accepted, charged, answered after POST /admin/release. */
  z.strictObject({ ...onCall, kind: z.literal('hold') }),
  z.strictObject({ ...onCall, kind: z.literal('slow'), delayMs: z.int().min(0) }),
  /** The connection is reset at the headers. Free. */
  z.strictObject({ ...onCall, kind: z.literal('reset-before-body') }),
  /** The connection is reset after the whole body has arrived. Charged. */
  z.strictObject({ ...onCall, kind: z.literal('reset-after-body') }),
  /** Half of the good answer, then a reset. Charged. */
  z.strictObject({ ...onCall, kind: z.literal('cut-answer') }),
  z.strictObject({ ...onCall, kind: z.literal('b64-json') }),
  z.strictObject({ ...onCall, kind: z.literal('other-ratio'), aspectRatio }),
  z.strictObject({ ...onCall, kind: z.literal('other-format'), format: z.enum(['png', 'jpeg', 'webp']) }),
  /** One entry with neither `url` nor `b64_json`. Charged. */
  z.strictObject({ ...onCall, kind: z.literal('no-image') }),
  z.strictObject({ ...onCall, kind: z.literal('html-200'), charge: z.boolean().default(true) }),
  /** 307; without a location to the trap on the results port. Free. */
  z.strictObject({ ...onCall, kind: z.literal('redirect'), location: z.string().optional() }),
])
export type CallFault = z.output<typeof callFaultSchema>

const downloadFaultSchema = z.discriminatedUnion('kind', [
  /** Half of the bytes, then a reset, with the whole length promised or with none. */
  z.strictObject({ times, kind: z.literal('download-truncated'), framing: z.enum(['length', 'chunked']) }),
  z.strictObject({ times, kind: z.literal('download-html') }),
  z.strictObject({ times, kind: z.literal('download-empty') }),
  /** A PDF. */
  z.strictObject({
    times,
    kind: z.literal('download-wrong-type'),
    contentType: z.string().default('application/pdf'),
  }),
  /** A complete answer with a broken picture: bytes of its middle overwritten, or its second half missing. */
  z.strictObject({
    times,
    kind: z.literal('download-corrupt'),
    how: z.enum(['overwritten', 'cut']).default('overwritten'),
  }),
  /** The right bytes, a few at a time. */
  z.strictObject({
    times,
    kind: z.literal('download-drip'),
    chunkBytes: z.int().min(1).default(1024),
    everyMs: z.int().min(1).default(100),
  }),
  /** With `times: 1` a download that fails once. */
  z.strictObject({ times, kind: z.literal('download-status'), status: z.int().min(400).max(599) }),
  /** 302; without a location to the trap on the API port, which is a loopback address. */
  z.strictObject({ times, kind: z.literal('download-redirect'), location: z.string().optional() }),
  /** Answered after POST /admin/release, which takes with it what is left of `times`. */
  z.strictObject({ times, kind: z.literal('download-hold') }),
])
export type DownloadFault = z.output<typeof downloadFaultSchema>

export const faultSchema = z.discriminatedUnion('kind', [callFaultSchema, downloadFaultSchema])
export type FaultInput = z.input<typeof faultSchema>
export type Fault = z.output<typeof faultSchema>

const freeRoutes: readonly CallRoute[] = ['models', 'polls', 'other']

const strikesCall = (fault: Fault, route: CallRoute): fault is CallFault => {
  if (isDownloadFault(fault)) return false
  return fault.on === undefined ? !freeRoutes.includes(route) : fault.on === route
}

const isDownloadFault = (fault: Fault): fault is DownloadFault => fault.kind.startsWith('download-')

/** Whether a valid call under this fault costs money. Validation comes first: an invalid call never does. */
export function isCharged(fault: CallFault | null): boolean {
  if (fault === null) return true
  switch (fault.kind) {
    case 'moderation-before':
    case 'reset-before-body':
    case 'redirect':
      return false
    case 'status':
      return !fault.beforeBody && (fault.charge ?? fault.status === 524)
    case 'html-200':
      return fault.charge
    case 'moderation-after':
    case 'generation-failed':
    case 'hang':
    case 'hold':
    case 'slow':
    case 'reset-after-body':
    case 'cut-answer':
    case 'b64-json':
    case 'other-ratio':
    case 'other-format':
    case 'no-image':
      return true
    default:
      return never(fault)
  }
}

export type FaultQueue = {
  add(faults: readonly Fault[]): void
  takeForCall(route: CallRoute): CallFault | null
  takeForDownload(): DownloadFault | null
  drop(kind: Fault['kind']): void
  /** Those still waiting, each with the times that are left to it. */
  waiting(): Fault[]
}

export function createFaultQueue(): FaultQueue {
  let queue: Fault[] = []
  const take = <F extends Fault>(strikes: (fault: Fault) => fault is F): F | null => {
    const found = queue.find(strikes)
    if (found === undefined) return null
    queue = queue.flatMap((fault) => {
      if (fault !== found) return [fault]
      return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []
    })
    return found
  }
  return {
    add: (faults) => {
      queue = [...queue, ...faults]
    },
    takeForCall: (route) => take((fault): fault is CallFault => strikesCall(fault, route)),
    takeForDownload: () => take(isDownloadFault),
    drop: (kind) => {
      queue = queue.filter((fault) => fault.kind !== kind)
    },
    waiting: () => queue,
  }
}
