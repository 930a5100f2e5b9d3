import { z } from 'zod'
import { maxImageBytes } from '#lib/core/limits.ts'
import { listUploads } from '#lib/db/library.ts'
import { json, parse } from '#lib/http/handler.ts'
import { receiveUpload } from '#lib/http/intake.ts'
import { readLibraryQuery, writePlace } from '#lib/http/library-query.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { importImage, importImageFromUrl } from '#lib/studio/import-image.ts'
import { imageView } from '#lib/studio/views.ts'
import { handle } from '../../handle.ts'

const fromUrl = z.strictObject({ url: z.string() })

export const POST = handle(async ({ request, studio, view }) => {
  const type = request.headers.get('content-type') ?? ''
  const image = /^application\/json\b/i.test(type)
    ? await importImageFromUrl(studio, parse(fromUrl, await readJson(request)).url, request.signal)
    : await importImage(
        studio,
        await receiveUpload(request, { scratchFolder: studio.objects.scratchFolder, maxBytes: maxImageBytes }),
      )
  return json(imageView(image, view), 201)
})

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
