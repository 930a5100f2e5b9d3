// The control of http.ts: a plain Node server that writes what it is sent to a file, and reads a file for who asks.
//   node plain-http.ts FOLDER
import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

const [folder] = process.argv.slice(2)

const server = createServer(async (request, response) => {
  try {
    if (request.method === 'POST') {
      const name = randomUUID()
      await pipeline(request, createWriteStream(join(folder, name)))
      return void response.writeHead(201).end(name)
    }
    const path = join(folder, basename(request.url ?? ''))
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': (await stat(path)).size })
    await pipeline(createReadStream(path), response)
  } catch (error) {
    response.destroy(error as Error)
  }
})
server.listen(0, '127.0.0.1', () => {
  console.log(`Plain is at http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
