// Where redirects lead: a good picture, so that a client that follows one succeeds, and its visit stands in the log.
import type { IncomingMessage, ServerResponse } from 'node:http'
import sharp from 'sharp'
import { type House, now } from './book.ts'
import { sendReply } from './reply.ts'

export const trapPath = '/trap'

export async function springTrap(house: House, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers } = request
  house.book.strays.push({
    at: now(house, house.book),
    method: request.method ?? '',
    origin: `http://${headers.host}`,
    carriedKey: headers.authorization !== undefined || headers['x-key'] !== undefined,
  })
  request.resume()
  const body = await sharp({ create: { width: 1024, height: 1024, channels: 3, background: '#c00' } })
    .png()
    .toBuffer()
  await sendReply(response, { status: 200, headers: { 'content-type': 'image/png' }, body })
}
