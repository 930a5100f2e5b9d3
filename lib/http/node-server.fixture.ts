// A real server that hands its requests on as web requests, in the way of the framework.
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { AppError, isAppError } from '../core/errors.ts'

export type NodeServer = { port: number; origin: string; close(): Promise<void> }

/** Answers 200 with what `receive` returns as JSON, or 400 with the code and the field of its error. */
export async function startNodeServer(receive: (request: Request) => Promise<unknown>): Promise<NodeServer> {
  const server = createServer(async (incoming, response) => {
    const answer = await receive(webRequest(incoming)).then(
      (value) => ({ status: 200, value }),
      (error: unknown) => {
        const known = isAppError(error) ? error : new AppError('internal_error', { cause: error })
        return { status: 400, value: { code: known.code, field: known.field } }
      },
    )
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.value))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port')
  return {
    port: address.port,
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function webRequest(incoming: IncomingMessage): Request {
  const headers = new Headers()
  for (let i = 0; i < incoming.rawHeaders.length; i += 2)
    headers.append(incoming.rawHeaders[i], incoming.rawHeaders[i + 1])
  // The types of the platform know neither of the two, though it wants both for a body that streams.
  const body: object = { body: incoming, duplex: 'half' }
  return new Request(`http://127.0.0.1${incoming.url}`, { method: incoming.method, headers, ...body })
}
