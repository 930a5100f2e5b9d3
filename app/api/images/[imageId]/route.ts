import { AppError } from '#lib/core/errors.ts'
import { findFamily, findImage } from '#lib/db/images.ts'
import { json } from '#lib/http/handler.ts'
import { deleteImage } from '#lib/studio/delete-image.ts'
import { imageView, lineageView } from '#lib/studio/views.ts'
import { handle } from '../../../handle.ts'

export const GET = handle<{ imageId: string }>(async ({ params, studio, view }) => {
  const image = await findImage(studio.db, params.imageId)
  if (!image) throw new AppError('not_found')
  const family = await findFamily(studio.db, image.root_image_id)
  return json({ ...imageView(image, view), lineage: lineageView(image.root_image_id, family, view) })
})

export const DELETE = handle<{ imageId: string }>(async ({ params, studio }) => {
  await deleteImage(studio, params.imageId)
  return new Response(null, { status: 204 })
})
