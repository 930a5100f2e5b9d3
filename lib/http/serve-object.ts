// A stored file over HTTP: strong ETag, immutable, Range, HEAD, conditional; its true type, in a sandbox.
import type { Readable } from 'node:stream'
import { AppError } from '../core/errors.ts'
import { thumbnailWidths } from '../core/limits.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { StudioPorts } from '../studio/ports.ts'
import { thumbnail } from '../studio/thumbnail.ts'
import { bodyLengthHeader } from './body-length.ts'
import { matchesIfNoneMatch, matchesIfRange, parseByteRange } from './byte-range.ts'

type Served = {
  sha256: string
  format: string
  downloadName: string | null
  /** Not to be kept by caches on the way: it may show where and when a picture was taken. */
  private?: boolean
}

/** @throws AppError not_found, storage_failed */
export async function serveObject(
  request: Request,
  objects: ObjectStore,
  { sha256, format, downloadName, private: isPrivate = false }: Served,
): Promise<Response> {
  const stored = await objects.stat(sha256)
  if (!stored) throw new AppError('storage_failed', { cause: new Error(`object ${sha256} is missing`) })
  const etag = `"${sha256}"`
  const headers = headersOf({ etag, type: `image/${format}`, downloadName })
  headers.set('accept-ranges', 'bytes')
  if (isPrivate) headers.set('cache-control', 'private, no-cache')
  if (matchesIfNoneMatch(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers })

  const asked = matchesIfRange(request.headers.get('if-range'), etag) ? request.headers.get('range') : null
  const range = parseByteRange(asked, stored.bytes)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${stored.bytes}`)
    return new Response(null, { status: 416, headers })
  }
  if (range) headers.set('content-range', `bytes ${range.start}-${range.end}/${stored.bytes}`)
  headers.set(bodyLengthHeader, String(range ? range.end - range.start + 1 : stored.bytes))
  const status = range ? 206 : 200
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  const file = await objects.stream(sha256, range ?? undefined)
  request.signal.addEventListener('abort', () => file.destroy(), { once: true })
  return new Response(webStream(file), { status, headers })
}

/** Readable.toWeb gives Node's own stream type, which Response does not take in TypeScript's eyes. */
function webStream(file: Readable): ReadableStream<Uint8Array> {
  const chunks = file.iterator()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void file.destroy(),
  })
}

/** A small WebP of one of the fixed widths. @throws AppError parameter_invalid for any other width */
export async function serveThumbnail(
  request: Request,
  studio: StudioPorts,
  { sha256, width: text }: { sha256: string; width: string },
): Promise<Response> {
  const width = thumbnailWidths.find((known) => String(known) === text)
  if (!width) throw new AppError('parameter_invalid', { field: 'w' })
  const make = () => thumbnail(studio, { sha256, width })
  return serveMade(request, { tag: `${sha256}-${width}`, type: 'image/webp', make })
}

type Made = { tag: string; type: string; downloadName?: string | null; make(): Promise<Uint8Array<ArrayBuffer>> }

/** What is made from stored pictures, and stays the same as long as its tag: a browser that has it asks for no more. */
export async function serveMade(request: Request, { tag, type, downloadName = null, make }: Made): Promise<Response> {
  const etag = `"${tag}"`
  const headers = headersOf({ etag, type, downloadName })
  if (matchesIfNoneMatch(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers })
  const bytes = await make()
  headers.set(bodyLengthHeader, String(bytes.byteLength))
  return new Response(request.method === 'HEAD' ? null : bytes, { headers })
}

function headersOf({ etag, type, downloadName }: { etag: string; type: string; downloadName: string | null }): Headers {
  const headers = new Headers({
    etag,
    'content-type': type,
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
  })
  if (downloadName !== null) headers.set('content-disposition', disposition(downloadName))
  return headers
}

/** RFC 6266: a plain name for old clients, the true one beside it. */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
