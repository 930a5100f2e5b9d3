// What every route does alike: open the studio, parse, call one use case, answer in JSON; failures by the one table.
import type { z } from 'zod'
import { AppError, isAppError } from '../core/errors.ts'
import type { EditProgress } from '../edits/edit.ts'
import type { Settings } from '../settings.ts'
import type { Health } from '../studio/health.ts'
import type { StudioPorts } from '../studio/ports.ts'
import type { ViewOptions } from '../studio/views.ts'
import { errorStatus } from './error-status.ts'
import { sayTo } from './words.ts'

/** The open studio, as routes see it. */
export type Studio = StudioPorts & {
  settings: Settings
  /** Called after every commit that events may have come with, until the returned function is called. */
  onChange(listener: () => void): () => void
  /** Called with how far an edit is, until the returned function is called. */
  onProgress(watcher: (progress: EditProgress) => void): () => void
  health(): Promise<Health>
}

export type Call<Params> = { request: Request; params: Params; studio: Studio; view: ViewOptions }

export type RouteHandler<Params> = (request: Request, route: { params: Promise<Params> }) => Promise<Response>

export const createHandle =
  (openStudio: () => Promise<Studio>) =>
  <Params = Record<string, never>>(run: (call: Call<Params>) => Promise<Response>): RouteHandler<Params> =>
  async (request, route) => {
    const say = sayTo(request)
    try {
      const studio = await openStudio()
      const origin = studio.settings.publicUrl ?? `http://${request.headers.get('host') ?? ''}`
      const view: ViewOptions = { say, linkOf: (imageId) => `${origin}/i/${imageId}` }
      return await run({ request, params: await route.params, studio, view })
    } catch (error) {
      return errorResponse(error, { say, studio: openStudio })
    }
  }

async function errorResponse(
  error: unknown,
  { say, studio }: Pick<ViewOptions, 'say'> & { studio: () => Promise<Studio> },
): Promise<Response> {
  const known = isAppError(error) ? error : new AppError('internal_error', { cause: error })
  const status = errorStatus[known.code]
  // What is wrong with somebody's link is theirs to read, not ours.
  if (known.code === 'internal_error' || known.code === 'storage_failed') {
    const open = await studio().catch(() => null)
    open?.log.error({ err: known.cause ?? known }, known.code)
  }
  const { code, field, details } = known
  const message = say(code, details)
  return json(
    { error: { code, message, ...(field ? { field } : {}), ...(Object.keys(details).length > 0 ? { details } : {}) } },
    status,
  )
}

export const json = (body: unknown, status = 200): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store' } })

/**
 * Parses what came in. Which code a fault gets is decided by where it is.
 * @throws AppError request_invalid, prompt_invalid or parameter_invalid, with the field
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (issue.code === 'unrecognized_keys')
    throw new AppError('request_invalid', { field: [...issue.path, issue.keys[0]].join('.') })
  if (issue.path.length === 0) throw new AppError('request_invalid')
  const field = issue.path.join('.')
  throw new AppError(issue.path.at(-1) === 'prompt' ? 'prompt_invalid' : 'parameter_invalid', { field })
}

/** A page of a list ordered by time and id, newest first. */
export type Cursor = { createdAt: number; id: string }

export const writeCursor = (row: { created_at: number; id: string } | undefined): string | null =>
  row ? `${row.created_at}.${row.id}` : null

/** @throws AppError parameter_invalid */
export function readCursor(text: string | null): Cursor | null {
  if (text === null || text === '') return null
  const match = /^(\d{1,15})\.([0-9a-z]{20})$/.exec(text)
  if (!match) throw new AppError('parameter_invalid', { field: 'cursor' })
  return { createdAt: Number(match[1]), id: match[2] }
}

/** @throws AppError parameter_invalid */
export function readLimit(text: string | null, { fallback, most }: { fallback: number; most: number }): number {
  if (text === null) return fallback
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > most) throw new AppError('parameter_invalid', { field: 'limit' })
  return limit
}
