import { AppError } from '#lib/core/errors.ts'
import { maxImageBytes } from '#lib/core/limits.ts'
import { json } from '#lib/http/handler.ts'
import { receiveUpload } from '#lib/http/intake.ts'
import { storeMask } from '#lib/studio/store-mask.ts'
import { handle } from '../../handle.ts'

export const POST = handle(async ({ request, studio }) => {
  const query = new URL(request.url).searchParams
  const imageId = query.get('imageId')
  if (!imageId) throw new AppError('parameter_invalid', { field: 'imageId' })
  const channel = query.get('channel')
  if (channel !== null && channel !== 'luminance' && channel !== 'alpha') {
    throw new AppError('parameter_invalid', { field: 'channel' })
  }
  const { path } = await receiveUpload(request, {
    scratchFolder: studio.objects.scratchFolder,
    maxBytes: maxImageBytes,
  })
  const mask = await storeMask(studio, { path, imageId, channel })
  return json({ id: mask.id, width: mask.width, height: mask.height, coverage: mask.coverage }, 201)
})
