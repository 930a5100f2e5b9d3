import { AppError } from '#lib/core/errors.ts'
import { findMask } from '#lib/db/images.ts'
import { serveObject } from '#lib/http/serve-object.ts'
import { handle } from '../../../handle.ts'

/** The mask as it was stored and sent: an 8-bit grey PNG of its image's size. */
export const GET = handle<{ maskId: string }>(async ({ request, params, studio }) => {
  const mask = await findMask(studio.db, params.maskId)
  if (!mask) throw new AppError('not_found')
  return serveObject(request, studio.objects, { sha256: mask.sha256, format: 'png', downloadName: null })
})

export const HEAD = GET
