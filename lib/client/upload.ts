// The upload of a picture: XMLHttpRequest, because fetch does not tell how much of a body has gone out.
import type { ImageView } from '../edits/edit.ts'
import { parseAnswer, queryString } from './api.ts'
import { ApiError, readRefusal } from './api-error.ts'
import { imageSchema } from './schemas.ts'

type UploadOptions = {
  /** From 0 to 1: the share of the body that has gone out. At 1 the server still reads and stores. */
  onProgress?(share: number): void
  signal?: AbortSignal
  /** The same key is the same picture, however often it is sent. */
  idempotencyKey: string
}

/**
 * @throws ApiError, or the signal's reason where it fired. A refusal may arrive before the body has gone out.
 */
export function uploadImage(file: File, { onProgress, signal, idempotencyKey }: UploadOptions): Promise<ImageView> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    signal?.addEventListener('abort', abort, { once: true })

    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress?.(event.loaded / event.total)
    }
    request.onload = () => {
      try {
        if (request.status < 200 || request.status > 299) throw readRefusal(request.status, request.responseText)
        resolve(parseAnswer(imageSchema, request.responseText))
      } catch (error) {
        reject(error)
      }
    }
    request.onerror = () => reject(new ApiError('offline'))
    request.onabort = () => reject(signal?.reason ?? new ApiError('offline'))
    request.onloadend = () => signal?.removeEventListener('abort', abort)

    request.open('POST', `/api/images${queryString({ name: file.name })}`)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('idempotency-key', idempotencyKey)
    // The server judges by the bytes; this only keeps proxies from guessing.
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.send(file)
  })
}
