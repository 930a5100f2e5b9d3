// An error in two parts, as the interface shows it: what happened, and what to do.
import { useTranslations } from 'next-intl'
import { editErrorCodes, requestErrorCodes } from '../core/errors.ts'
import { type ClientErrorCode, toApiError } from './api-error.ts'

export type ErrorWords = { title: string; detail: string | undefined }

/** Cuts after the first sentence; "20 MB." and "。" end one, "$0.07" does not. */
export function splitSentence(text: string): ErrorWords {
  const match = /^(.+?(?:[.!?](?=\s)|[。！？]))\s*(.+)$/su.exec(text)
  return match ? { title: match[1], detail: match[2] } : { title: text, detail: undefined }
}

/** Words for anything thrown by `lib/client/api.ts`, and for the error of an edit. */
export function useErrorWords(): (error: unknown) => ErrorWords {
  const t = useTranslations('errors')
  return (error) => splitSentence(t(hasClientCode(error) ? error.code : toApiError(error).code))
}

const hasClientCode = (error: unknown): error is { code: ClientErrorCode } =>
  typeof error === 'object' && error !== null && 'code' in error && isClientCode(error.code)

const known: ReadonlySet<unknown> = new Set<ClientErrorCode>([...requestErrorCodes, ...editErrorCodes, 'offline'])
const isClientCode = (code: unknown): code is ClientErrorCode => known.has(code)
