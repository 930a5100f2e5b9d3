// Typed calls from the page to our own server. Each resolves with a parsed answer or throws an ApiError;
// an AbortSignal that fires rejects with its reason.
import type { z } from 'zod'
import type { MicroUsd } from '../core/money.ts'
import type { EditRequest, EditView, ImageView, VariationsRequest } from '../edits/edit.ts'
import type { LibraryFilter, LibrarySort } from '../edits/library.ts'
import type { RefineRequest } from '../edits/refine-request.ts'
import type { SettingsNote } from '../edits/settings-note.ts'
import { type DayRange, type UsageReport, usageReportSchema } from '../edits/usage-report.ts'
import { ApiError, readJson, readRefusal } from './api-error.ts'
import {
  type EngineInfo,
  editSchema,
  enginesSchema,
  fileSettingsSchema,
  type ImageWithLineage,
  imageSchema,
  imageWithLineageSchema,
  type KeptPrompts,
  keptPromptsSchema,
  type LibraryPage,
  libraryPageSchema,
  maskSchema,
  type StoredMask,
  type Usage,
  usageSchema,
  variationsSchema,
} from './schemas.ts'

type Call = {
  path: string
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  query?: Readonly<Record<string, string | null | undefined>>
  json?: unknown
  body?: Blob
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal
  /** Goes on when the page is left. */
  keepalive?: boolean
}

export async function send({
  path,
  method = 'GET',
  query,
  json,
  body,
  headers,
  signal,
  keepalive,
}: Call): Promise<string> {
  let response: Response
  let text: string
  try {
    response = await fetch(path + queryString(query), {
      method,
      signal,
      keepalive,
      headers: {
        accept: 'application/json',
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? body : JSON.stringify(json),
    })
    text = await response.text()
  } catch (cause) {
    if (signal?.aborted) throw signal.reason
    throw new ApiError('offline', { cause })
  }
  if (!response.ok) throw readRefusal(response.status, text)
  return text
}

export const call = async <T>(schema: z.ZodType<T>, request: Call): Promise<T> =>
  parseAnswer(schema, await send(request))

/** @throws ApiError `internal_error` where the answer is not what was promised */
export function parseAnswer<T>(schema: z.ZodType<T>, text: string): T {
  const parsed = schema.safeParse(readJson(text))
  if (parsed.success) return parsed.data
  throw new ApiError('internal_error', { message: parsed.error.message, cause: parsed.error })
}

export function queryString(query: Call['query'] = {}): string {
  const set = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`
}

export type Cancellable = { signal?: AbortSignal }

type LibraryWish = {
  cursor?: string | null
  search?: string
  filter?: LibraryFilter
  sort?: LibrarySort
  limit?: string
}

export const listImages = (
  { cursor, search, filter, sort, limit }: LibraryWish,
  { signal }: Cancellable = {},
): Promise<LibraryPage> =>
  call(libraryPageSchema, { path: '/api/images', query: { cursor, search, filter, sort, limit }, signal })

export const getImage = (id: string, { signal }: Cancellable = {}): Promise<ImageWithLineage> =>
  call(imageWithLineageSchema, { path: `/api/images/${id}`, signal })

/** How the picture was made, where its own file tells it. */
export const getFileSettings = async (id: string, { signal }: Cancellable = {}): Promise<SettingsNote | null> =>
  (await call(fileSettingsSchema, { path: `/api/images/${id}/settings`, signal })).note

/** Lets the server fetch a picture. @param idempotencyKey the same key is the same picture, however often it is sent */
export const importImageUrl = (
  url: string,
  { signal, idempotencyKey }: Cancellable & { idempotencyKey: string },
): Promise<ImageView> =>
  call(imageSchema, {
    path: '/api/images',
    method: 'POST',
    json: { url },
    headers: { 'idempotency-key': idempotencyKey },
    signal,
  })

/** Deletes an upload with everything that was made from it, even when the page is left meanwhile. */
export const deleteImage = async (id: string): Promise<void> => {
  await send({ path: `/api/images/${id}`, method: 'DELETE', keepalive: true })
}

/** @param png 8-bit grey PNG of the image's size, 255 = edit */
export const createMask = (imageId: string, png: Blob): Promise<StoredMask> =>
  call(maskSchema, {
    path: '/api/masks',
    method: 'POST',
    query: { imageId },
    body: png,
    headers: { 'content-type': 'image/png' },
  })

/** @param idempotencyKey the same key is the same edit, however often it is sent */
export const createEdit = (request: EditRequest, idempotencyKey: string): Promise<EditView> =>
  call(editSchema, {
    path: '/api/edits',
    method: 'POST',
    json: request,
    headers: { 'idempotency-key': idempotencyKey },
  })

/** One edit with several seeds: all or none. @param idempotencyKey the same key is the same set, however often it is sent */
export const createVariations = async (request: VariationsRequest, idempotencyKey: string): Promise<EditView[]> =>
  (
    await call(variationsSchema, {
      path: '/api/variations',
      method: 'POST',
      json: request,
      headers: { 'idempotency-key': idempotencyKey },
    })
  ).edits

/** What was paid for before, shown anew: no call, no price. */
export const refineEdit = (id: string, request: RefineRequest, idempotencyKey: string): Promise<EditView> =>
  call(editSchema, {
    path: `/api/edits/${id}/refine`,
    method: 'POST',
    json: request,
    headers: { 'idempotency-key': idempotencyKey },
  })

const act = (verb: 'cancel' | 'dismiss' | 'not-charged' | 'undecide') => (id: string) =>
  call(editSchema, { path: `/api/edits/${id}/${verb}`, method: 'POST' })

/** Free while queued; later it only says that the user no longer waits. */
export const cancelEdit = act('cancel')
/** Sends a failed or lost edit again. It may be charged again, at the price that was shown and no more. */
export const retryEdit = (id: string, priceMicroUsd: MicroUsd): Promise<EditView> =>
  call(editSchema, { path: `/api/edits/${id}/retry`, method: 'POST', json: { priceMicroUsd } })
export const dismissEdit = act('dismiss')
export const markNotCharged = act('not-charged')
/** Takes the last decision about a lost answer back. */
export const undecideEdit = act('undecide')

export const listEngines = async ({ signal }: Cancellable = {}): Promise<EngineInfo[]> =>
  (await call(enginesSchema, { path: '/api/engines', signal })).engines

/** Sends one of the edits that wait for a paused engine, to find out whether it takes calls again. */
export const tryEngineAgain = async (id: string): Promise<EngineInfo[]> =>
  (await call(enginesSchema, { path: `/api/engines/${id}/try-again`, method: 'POST' })).engines

export const getUsage = ({ signal }: Cancellable = {}): Promise<Usage> =>
  call(usageSchema, { path: '/api/usage', signal })

export const getUsageReport = ({ from, to }: DayRange, { signal }: Cancellable = {}): Promise<UsageReport> =>
  call(usageReportSchema, { path: '/api/usage/report', query: { from, to }, signal })

/** The period's edits as a table, to be downloaded. */
export const usageCsvUrl = ({ from, to }: DayRange): string => `/api/usage/csv${queryString({ from, to })}`

export const listPrompts = ({ signal }: Cancellable = {}): Promise<KeptPrompts> =>
  call(keptPromptsSchema, { path: '/api/prompts', signal })

/** The same prompt is starred once, however often it is asked for. */
export const starPrompt = async (prompt: string): Promise<void> => {
  await send({ path: '/api/prompts/starred', method: 'POST', json: { prompt } })
}

export const unstarPrompt = async (id: string): Promise<void> => {
  await send({ path: `/api/prompts/starred/${id}`, method: 'DELETE' })
}
