import { z } from 'zod'
import { maxImageBytes } from '#lib/core/limits.ts'
import { listUploads } from '#lib/db/library.ts'
import type { ImageRow } from '#lib/db/schema.ts'
import { json, parse, type Studio } from '#lib/http/handler.ts'
import { keyOf, keyOfFile } from '#lib/http/idempotency-key.ts'
import { receiveUpload } from '#lib/http/intake.ts'
import { readLibraryQuery, writePlace } from '#lib/http/library-query.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { importImage, importImageFromUrl } from '#lib/studio/import-image.ts'
import { imageView } from '#lib/studio/views.ts'
import { handle } from '../../handle.ts'

const fromUrl = z.strictObject({ url: z.string() })

export const POST = handle(async ({ request, studio, view }) => {
  const type = request.headers.get('content-type') ?? ''
  const image = await (/^application\/json\b/i.test(type) ? importFromUrl : importUpload)(request, studio)
  return json(imageView(image, view), 201)
})

const scope = 'POST /api/images'

async function importFromUrl(request: Request, studio: Studio): Promise<ImageRow> {
  const body = parse(fromUrl, await readJson(request))
  const { signal } = request
  return importImageFromUrl(studio, { url: body.url, signal, key: keyOf(request, { scope, body }) })
}

async function importUpload(request: Request, studio: Studio): Promise<ImageRow> {
  const { scratchFolder } = studio.objects
  const upload = await receiveUpload(request, { scratchFolder, maxBytes: maxImageBytes })
  const { path, name } = upload
  return importImage(studio, upload, await keyOfFile(request, { scope, body: { name }, path }))
}

export const GET = handle(async ({ request, studio, view }) => {
  const query = readLibraryQuery(new URL(request.url).searchParams)
  const { limit } = query
  // One more than asked for tells whether there are more.
  const rows = await listUploads(studio.db, { ...query, limit: limit + 1 })
  const page = rows.slice(0, limit)
  return json({
    images: page.map((row) => ({ ...imageView(row, view), versions: row.versions })),
    nextCursor: rows.length > limit ? writePlace(page.at(-1)) : null,
  })
})
