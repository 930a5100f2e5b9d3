// A real HTTP server on a loopback address, which counts who came.
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'

export type LocalServer = {
  origin: string
  port: number
  /** Counts connections, not requests: a packet is what must not arrive. */
  connections(): number
  close(): Promise<void>
}

export async function startLocalServer(listener: RequestListener, host = '127.0.0.1'): Promise<LocalServer> {
  const server = createServer(listener)
  let connections = 0
  server.on('connection', () => {
    connections++
  })
  server.listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port')
  return {
    origin: `http://${host}:${address.port}`,
    port: address.port,
    connections: () => connections,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
