// Results: painted, put on a shelf under a signed address that expires, and handed out on a port of their own. Without
// CORS headers, as the real hosts: they are not meant for browsers.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { never } from '../../lib/core/result.ts'
import { type Book, type House, hold, now } from './book.ts'
import type { EditJob } from './edit-job.ts'
import type { DownloadFault } from './faults.ts'
import { paint } from './paint.ts'
import { encodePicture, type ImageFormat } from './raster.ts'
import type { Download } from './records.ts'
import { htmlReply, pause, type Reply, sendHalf, sendReply, settled, written, xmlReply } from './reply.ts'
import { resultSize } from './result-size.ts'
import { springTrap, trapPath } from './trap.ts'

/** The encoded result of a job. The same job under the same settings is painted once. */
export async function renderResult(book: Book, job: EditJob): Promise<Rendered> {
  const { maskMode, distortion, sizeShare } = book.settings
  const { fingerprint, aspectRatio, outputFormat: format } = job
  const shelfName = JSON.stringify([fingerprint, format, aspectRatio, maskMode, distortion, sizeShare])
  const known = book.resultBytes.get(shelfName)
  if (known !== null) return { shelfName, format, bytes: known }
  const usual = job.size ?? resultSize(aspectRatio)
  if (usual === null) throw new Error(`${aspectRatio} is no ratio, and was accepted as one`)
  const size = { width: Math.round(usual.width * sizeShare), height: Math.round(usual.height * sizeShare) }
  const noiseSeed = Number.parseInt(fingerprint.slice(0, 8), 16)
  const bytes = await encodePicture(await paint({ ...job, size, maskMode, distortion, noiseSeed }), format)
  book.resultBytes.put(shelfName, bytes)
  return { shelfName, format, bytes }
}

export type Rendered = { shelfName: string; format: ImageFormat; bytes: Buffer }

const extensions: Readonly<Record<ImageFormat, string>> = { png: 'png', jpeg: 'jpg', webp: 'webp' }

/** An address of its own for every call, good for `expiryMs` from now. */
export function publishResult(house: House, book: Book, { shelfName, format }: Rendered): string {
  const id = randomUUID()
  const expiresAt = now(house, book) + book.settings.expiryMs
  book.results.set(id, { shelfName, contentType: `image/${format}`, expiresAt })
  const url = new URL(`/results/${id}/sample.${extensions[format]}`, house.resultsOrigin)
  const expiry = new Date(expiresAt).toISOString()
  url.searchParams.set('se', expiry)
  url.searchParams.set('sig', sign(house, url.pathname, expiry))
  return url.href
}

const sign = (house: House, path: string, expiry: string): string =>
  createHmac('sha256', house.secret).update(`${path}\n${expiry}`).digest('base64url')

/** Everything on the results port. */
export async function serveResults(house: House, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { book } = house
  const url = new URL(request.url ?? '/', house.resultsOrigin)
  if (url.pathname === trapPath) return springTrap(house, request, response)

  const resultId = /^\/results\/([\w-]+)\/sample\.\w+$/.exec(url.pathname)?.[1] ?? null
  const download: Download = {
    n: book.downloads.length + 1,
    at: now(house, book),
    method: request.method ?? '',
    path: url.pathname,
    resultId,
    fault: null,
    status: null,
    complete: false,
  }
  book.downloads.push(download)
  const reply = findResult(house, book, url, resultId)
  // A refusal needs no fault on top, and a HEAD fetches nothing.
  const fault = reply.status === 200 && request.method === 'GET' ? book.faults.takeForDownload() : null
  download.fault = fault?.kind ?? null
  download.complete = await deliver({ house, book, response, reply, fault })
  if (response.headersSent) download.status = response.statusCode
}

function findResult(house: House, book: Book, url: URL, resultId: string | null): Reply {
  if (resultId === null) return xmlReply(404, 'ResourceNotFound')
  const expiry = url.searchParams.get('se') ?? ''
  const given = Buffer.from(url.searchParams.get('sig') ?? '')
  const expected = Buffer.from(sign(house, url.pathname, expiry))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return xmlReply(403, 'AuthenticationFailed')
  }
  const result = book.results.get(resultId)
  if (result !== undefined && now(house, book) >= result.expiresAt) {
    return book.settings.expiredAnswer === '404' ? xmlReply(404, 'BlobNotFound') : xmlReply(403, 'AuthenticationFailed')
  }
  const bytes = result === undefined ? null : book.resultBytes.get(result.shelfName)
  if (result === undefined || bytes === null) return xmlReply(404, 'BlobNotFound')
  return { status: 200, headers: { 'content-type': result.contentType }, body: bytes }
}

type Delivery = { house: House; book: Book; response: ServerResponse; reply: Reply; fault: DownloadFault | null }

/** True where the answer, right or wrong, was sent to its end. */
async function deliver({ house, book, response, reply, fault }: Delivery): Promise<boolean> {
  if (fault === null) return sendReply(response, reply)
  const bytes = Buffer.from(reply.body)
  const half = bytes.length >> 1
  switch (fault.kind) {
    case 'download-truncated':
      if (fault.framing === 'length') return sendHalf(response, reply)
      response.writeHead(200, reply.headers)
      await written(response, bytes.subarray(0, half))
      response.socket?.resetAndDestroy()
      return false
    case 'download-html':
      return sendReply(response, htmlReply(200))
    case 'download-empty':
      return sendReply(response, { ...reply, body: '' })
    case 'download-wrong-type':
      return sendReply(response, { status: 200, headers: { 'content-type': fault.contentType }, body: smallPdf })
    case 'download-corrupt':
      return sendReply(response, { ...reply, body: fault.how === 'cut' ? bytes.subarray(0, half) : overwrite(bytes) })
    case 'download-drip':
      return drip(response, reply, fault)
    case 'download-status':
      return sendReply(response, xmlReply(fault.status, 'InternalError'))
    case 'download-redirect': {
      const location = fault.location ?? new URL(trapPath, house.apiOrigin).href
      return sendReply(response, { status: 302, headers: { location }, body: '' })
    }
    case 'download-hold':
      await hold(book, 'download', response)
      return sendReply(response, reply)
    default:
      return never(fault)
  }
}

/** The tenth in the middle inverted: head and end still look right. */
function overwrite(bytes: Buffer): Buffer {
  const broken = Buffer.from(bytes)
  for (let at = Math.floor(bytes.length * 0.45); at < bytes.length * 0.55; at++) broken[at] ^= 0xff
  return broken
}

type Drip = Extract<DownloadFault, { kind: 'download-drip' }>

async function drip(response: ServerResponse, reply: Reply, { chunkBytes, everyMs }: Drip): Promise<boolean> {
  const bytes = Buffer.from(reply.body)
  const sent = settled(response)
  response.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length })
  for (let at = 0; at < bytes.length && !response.destroyed; at += chunkBytes) {
    response.write(bytes.subarray(at, at + chunkBytes))
    await pause(response, everyMs)
  }
  response.end()
  return sent
}

const smallPdf =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n'
