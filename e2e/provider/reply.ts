// An answer as a value, so that one place can send it whole, late, cut in half or not at all.
import type { IncomingMessage, ServerResponse } from 'node:http'

export type Reply = { status: number; headers: Readonly<Record<string, string>>; body: string | Buffer }

export const jsonReply = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
})

export const htmlReply = (status: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body: `<!doctype html><html><head><title>${status}</title></head><body><h1>${status}</h1><hr>gateway</body></html>`,
})

/** The form in which blob stores refuse. */
export const xmlReply = (status: number, code: string): Reply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
})

/** True once the whole answer has been handed to the connection, false where the client had gone. */
export function sendReply(response: ServerResponse, reply: Reply): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false)
  const sent = settled(response)
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) })
  response.end(reply.body)
  return sent
}

/** Promises the whole length, sends half of it and resets. */
export async function sendHalf(response: ServerResponse, reply: Reply): Promise<boolean> {
  const body = Buffer.from(reply.body)
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length })
  await written(response, body.subarray(0, body.length >> 1))
  response.socket?.resetAndDestroy()
  return false
}

/** Resolves when the bytes have been handed to the connection; also where the client had gone. */
export const written = (response: ServerResponse, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => {
    response.write(bytes, () => resolve())
  })

/** True at 'finish', false where the connection closes before it. */
export function settled(response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    response.once('finish', () => resolve(true))
    response.once('close', () => resolve(false))
  })
}

/** The whole body, or null where the client went away in the middle of it. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
  } catch (error) {
    if (request.destroyed) return null
    throw error
  }
  return Buffer.concat(chunks)
}

/** After a delay, or as soon as the connection closes. */
export const pause = (response: ServerResponse, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      response.off('close', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    if (response.destroyed) done()
    else response.once('close', done)
  })
