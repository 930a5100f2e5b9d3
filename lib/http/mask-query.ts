import { AppError } from '../core/errors.ts'
import { type MaskChannel, maskChannels } from '../mask/mask-channel.ts'

export type MaskQuery = { imageId: string; channel: MaskChannel | null }

/** What a mask is for, and where in its file it is. @throws AppError parameter_invalid */
export function readMaskQuery(query: URLSearchParams): MaskQuery {
  const imageId = query.get('imageId')
  if (!imageId) throw new AppError('parameter_invalid', { field: 'imageId' })
  const asked = query.get('channel')
  const channel = maskChannels.find((name) => name === asked) ?? null
  if (channel !== asked) throw new AppError('parameter_invalid', { field: 'channel' })
  return { imageId, channel }
}
