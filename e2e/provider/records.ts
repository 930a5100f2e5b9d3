// What the provider writes down, as the tests read it back. Times (`at`) are epoch milliseconds of the provider's clock.
import { z } from 'zod'
import { faultSchema } from './faults.ts'
import { settingsSchema } from './settings.ts'

/** Written when a call is accepted, before it is answered. */
export const ledgerEntrySchema = z.object({
  seq: z.int(),
  at: z.number(),
  model: z.string(),
  priceMicroUsd: z.int(),
  /** SHA-256 of the prompt, hex. */
  promptHash: z.string(),
  prompt: z.string(),
  /** The one that was used: drawn here where the call named none. */
  seed: z.int(),
  requestId: z.string(),
  /** Whether the whole answer, whatever it said, left for a client that was still there. */
  delivered: z.boolean(),
})
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>

/** One part of a form, or one member of a JSON object, in the order of arrival and under the name it came with. */
const fieldSchema = z.object({
  name: z.string(),
  kind: z.enum(['file', 'value']),
  /** The part's own content type, as sent (text/plain where it had none); of a JSON member, its JavaScript type. */
  type: z.string(),
  filename: z.string().nullable(),
  bytes: z.int(),
  /** The text of a value of at most 16 KB. */
  value: z.string().nullable(),
})
export type Field = z.infer<typeof fieldSchema>

export const loggedRequestSchema = z.object({
  /** Counts from 1 since the last reset; GET /admin/requests/:n/image and …/mask go by it. */
  n: z.int(),
  at: z.number(),
  requestId: z.string(),
  route: z.string(),
  method: z.string(),
  path: z.string(),
  /** With keys blanked. */
  headers: z.record(z.string(), z.string()),
  /** `x-stainless-retry-count`; null where it was not sent. */
  retryCount: z.int().nullable(),
  framing: z.enum(['length', 'chunked', 'none']),
  /** Null where the body was not read, or broke off. */
  bodyBytes: z.int().nullable(),
  fields: z.array(fieldSchema),
  fault: z.string().nullable(),
  /** Null until answered, and for good where the connection was reset or left hanging. */
  status: z.int().nullable(),
  /** The code of the refusal, where the call was refused by validation. */
  refusal: z.string().nullable(),
  charged: z.boolean(),
})
export type LoggedRequest = z.infer<typeof loggedRequestSchema>

export const downloadSchema = z.object({
  n: z.int(),
  at: z.number(),
  method: z.string(),
  path: z.string(),
  resultId: z.string().nullable(),
  fault: z.string().nullable(),
  status: z.int().nullable(),
  /** Whether the answer, right or wrong, was sent to its end. */
  complete: z.boolean(),
})
export type Download = z.infer<typeof downloadSchema>

/** A visit to the trap that redirects lead to. There must be none; and if there is one, it must not carry a key. */
export const strayVisitSchema = z.object({
  at: z.number(),
  method: z.string(),
  origin: z.string(),
  carriedKey: z.boolean(),
})
export type StrayVisit = z.infer<typeof strayVisitSchema>

export const snapshotSchema = z.object({
  now: z.number(),
  held: z.object({ calls: z.int(), downloads: z.int() }),
  /** Calls that cost money and are under way, and the most there were at once. */
  active: z.int(),
  peakActive: z.int(),
  waitingFaults: z.array(faultSchema),
  settings: settingsSchema.omit({ acceptedKey: true }),
})
export type Snapshot = z.infer<typeof snapshotSchema>
