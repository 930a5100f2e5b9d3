import { AppError } from '#lib/core/errors.ts'
import { findImage } from '#lib/db/images.ts'
import { serveObject } from '#lib/http/serve-object.ts'
import { handle } from '../../../../handle.ts'

/** The uploaded file, byte for byte, with all that it carried; not the link that is passed on. */
export const GET = handle<{ imageId: string }>(async ({ request, params, studio }) => {
  const image = await findImage(studio.db, params.imageId)
  if (!image?.original_sha256) throw new AppError('not_found')
  return serveObject(request, studio.objects, {
    sha256: image.original_sha256,
    format: image.original_format ?? image.format,
    downloadName: image.name,
    private: true,
  })
})
