import { AppError } from '../core/errors.ts'

export type MaskQuery = { imageId: string; channel: 'luminance' | 'alpha' | null }

/** What a mask is for, and where in its file it is. @throws AppError parameter_invalid */
export function readMaskQuery(query: URLSearchParams): MaskQuery {
  const imageId = query.get('imageId')
  if (!imageId) throw new AppError('parameter_invalid', { field: 'imageId' })
  const channel = query.get('channel')
  if (channel !== null && channel !== 'luminance' && channel !== 'alpha') {
    throw new AppError('parameter_invalid', { field: 'channel' })
  }
  return { imageId, channel }
}
