// Masks as files, read by the server: it knows every encoding exactly, 16 bits and palettes too, and judges a mask here just
// as it would judge one that is sent to it.
import type { MaskChannel } from '../mask/mask-channel.ts'
import { queryString } from './api.ts'
import { ApiError, readRefusal } from './api-error.ts'

export type MaskSource = { readonly kind: 'file'; readonly file: Blob } | { readonly kind: 'url'; readonly url: string }

/** Answers to what a file does not say by itself; null until asked. */
export type MaskReading = { readonly channel: MaskChannel | null; readonly scale: boolean }

type MaskRequest = MaskReading & {
  readonly imageId: string
  readonly source: MaskSource
  readonly signal?: AbortSignal
}

/**
 * @returns an 8-bit grey PNG of the image's size
 * @throws ApiError `mask_ambiguous` where the channel must be chosen, `mask_size_mismatch` (details `width`, `height`,
 *   `expectedWidth`, `expectedHeight`) where it must be scaled, and whatever else is wrong with the file or the link
 */
export const decodeMask = ({ imageId, source, channel, scale, signal }: MaskRequest): Promise<Blob> =>
  fetchBlob(`/api/masks/decode${queryString({ imageId, channel, scale: scale ? '1' : null })}`, {
    method: 'POST',
    signal,
    ...(source.kind === 'url'
      ? { body: JSON.stringify({ url: source.url }), headers: { 'content-type': 'application/json' } }
      : // The server judges by the bytes; this only keeps proxies from guessing.
        { body: source.file, headers: { 'content-type': source.file.type || 'application/octet-stream' } }),
  })

/** The mask that an edit was made with. */
export const getMask = (maskId: string, signal?: AbortSignal): Promise<Blob> =>
  fetchBlob(`/api/masks/${maskId}`, { signal })

async function fetchBlob(path: string, init: RequestInit): Promise<Blob> {
  let response: Response
  try {
    response = await fetch(path, init)
    if (response.ok) return await response.blob()
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason
    throw new ApiError('offline', { cause })
  }
  throw readRefusal(response.status, await response.text())
}
