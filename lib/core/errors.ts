// The closed list of what can go wrong, in words that the interface and the HTTP layer share.

/** Refusals of a request: they cost nothing and leave nothing behind. */
export const requestErrorCodes = [
  'image_empty',
  'image_invalid',
  'unsupported_image_type',
  'image_too_large',
  'image_too_many_pixels',
  'aspect_ratio_out_of_range',
  'animated_image',
  'mask_size_mismatch',
  'mask_empty',
  'mask_ambiguous',
  'prompt_invalid',
  'parameter_invalid',
  'request_invalid',
  'url_not_allowed',
  'url_timeout',
  'url_too_many_redirects',
  'url_failed',
  'budget_exceeded',
  'host_not_allowed',
  'origin_not_allowed',
  'unauthenticated',
  'not_found',
  'idempotency_conflict',
  'state_conflict',
  'image_in_use',
  'engine_unavailable',
  'engine_in_use',
  'engine_locked',
  'keys_not_kept',
  'price_changed',
  'storage_failed',
  'internal_error',
] as const

/** Endings of an edit that did not become a picture. */
export const editErrorCodes = [
  'preparation_failed',
  'engine_missing',
  'engine_unreachable',
  'engine_busy',
  'engine_rejected',
  'engine_moderated',
  'engine_key_refused',
  'engine_no_credit',
  'answer_lost',
  'answer_unreadable',
  'result_lost',
  'result_invalid',
  'local_failed',
] as const

/** What stops an engine for every edit until its operator acts. */
export const enginePauseCodes = ['engine_key_refused', 'engine_no_credit'] as const satisfies EditErrorCode[]
export type EnginePauseCode = (typeof enginePauseCodes)[number]
export const isEnginePauseCode = (code: EditErrorCode | undefined): code is EnginePauseCode =>
  enginePauseCodes.some((pause) => pause === code)

export type RequestErrorCode = (typeof requestErrorCodes)[number]
export type EditErrorCode = (typeof editErrorCodes)[number]
export type ErrorCode = RequestErrorCode | EditErrorCode

/** Values that the message of a code is filled with; the words stand in messages/*.json under `errors.<code>`. */
export type ErrorDetails = Readonly<Record<string, string | number>>

type AppErrorOptions = {
  field?: string
  details?: ErrorDetails
  cause?: unknown
  retryable?: boolean
}

/** A failure with a code. `field` names the part of the request that is at fault. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly details: ErrorDetails
  readonly retryable: boolean

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(code, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.field = options.field
    this.details = options.details ?? {}
    this.retryable = options.retryable ?? false
  }
}

/** By shape, not by `instanceof`: the bundler may load this module more than once in one process. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error
}
