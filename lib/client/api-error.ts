import type { ErrorCode, ErrorDetails } from '../core/errors.ts'
import { errorBodySchema } from './schemas.ts'

/** What can go wrong between the page and our server: its own codes, and not reaching it at all. */
export type ClientErrorCode = ErrorCode | 'offline'

type ApiErrorOptions = {
  message?: string
  field?: string | null
  details?: ErrorDetails | null
  /** HTTP status; 0 where no answer came. */
  status?: number
  cause?: unknown
}

export class ApiError extends Error {
  readonly code: ClientErrorCode
  readonly field: string | null
  readonly details: ErrorDetails
  readonly status: number

  constructor(code: ClientErrorCode, options: ApiErrorOptions = {}) {
    super(options.message || code, { cause: options.cause })
    this.name = 'ApiError'
    this.code = code
    this.field = options.field ?? null
    this.details = options.details ?? {}
    this.status = options.status ?? 0
  }
}

/** The refusal that a status and a body tell of, whoever wrote the body. */
export function readRefusal(status: number, body: string): ApiError {
  const parsed = errorBodySchema.safeParse(readJson(body))
  if (parsed.success) return new ApiError(parsed.data.error.code, { ...parsed.data.error, status })
  // Not our server's words: a proxy in between that gave up on it.
  const code = status === 502 || status === 503 || status === 504 ? 'offline' : 'internal_error'
  return new ApiError(code, { status })
}

/** The value of a JSON text, or undefined where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Any thrown value as an ApiError, so that there are words for it. */
export const toApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError('internal_error', { cause: error })
