// What differs between this picture and another, pixel by pixel: an 8-bit grey PNG that a program can count as well as
// the page does.
import { AppError } from '#lib/core/errors.ts'
import { serveMade } from '#lib/http/serve-object.ts'
import { compareImages } from '#lib/studio/compare-images.ts'
import { handle } from '../../../../handle.ts'

export const GET = handle<{ imageId: string }>(async ({ request, params, studio }) => {
  const otherId = new URL(request.url).searchParams.get('to')
  if (!otherId) throw new AppError('parameter_invalid', { field: 'to' })
  const { tag, draw } = await compareImages(studio, { imageId: params.imageId, otherId })
  return serveMade(request, { tag, type: 'image/png', make: () => draw(request.signal) })
})
