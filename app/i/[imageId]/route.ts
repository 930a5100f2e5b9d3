import { AppError } from '#lib/core/errors.ts'
import { findImage } from '#lib/db/images.ts'
import { serveMade, serveObject, serveThumbnail } from '#lib/http/serve-object.ts'
import { handle } from '../../handle.ts'

/** The stable link: never changes, never breaks while the image exists. `?as=jpeg` is a copy that cannot be exact. */
export const GET = handle<{ imageId: string }>(async ({ request, params, studio }) => {
  const image = await findImage(studio.db, params.imageId)
  if (!image) {
    // A person who follows a dead link is shown a page; a program is told.
    const wantsPage = request.headers.get('accept')?.includes('text/html')
    if (wantsPage)
      return new Response(null, { status: 303, headers: { location: `/images/${encodeURIComponent(params.imageId)}` } })
    throw new AppError('not_found')
  }
  const query = new URL(request.url).searchParams
  const { sha256, format } = image
  const width = query.get('w')
  if (width !== null) return serveThumbnail(request, studio, { sha256, width })
  if (query.get('as') === 'jpeg' && format !== 'jpeg') {
    return serveMade(request, {
      tag: `${sha256}-jpeg`,
      type: 'image/jpeg',
      downloadName: query.has('download') ? image.name.replace(/\.[^.]{1,5}$/, '').concat('.jpg') : null,
      make: () => studio.objects.withFile(sha256, (path) => studio.pixels.makeJpeg(path)),
    })
  }
  return serveObject(request, studio.objects, {
    sha256,
    format,
    downloadName: query.has('download') ? image.name : null,
  })
})

export const HEAD = GET
