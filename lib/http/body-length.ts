// Next drops Content-Length from what a route answers, so that a download shows no progress and HEAD tells no size.
// The route says it under this name, and our own server puts it back.

export const bodyLengthHeader = 'x-body-length'

type Answer = {
  getHeader(name: string): number | string | string[] | undefined
  setHeader(name: string, value: string): unknown
  removeHeader(name: string): void
}

/** To be called when the head of an answer is about to be written. */
export function restoreBodyLength(answer: Answer): void {
  const length = answer.getHeader(bodyLengthHeader)
  if (length === undefined) return
  answer.removeHeader(bodyLengthHeader)
  answer.setHeader('content-length', String(length))
}
