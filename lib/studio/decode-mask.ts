import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../core/errors.ts'
import { maxImageBytes } from '../core/limits.ts'
import { findImage } from '../db/images.ts'
import type { MaskChannel } from '../mask/mask-channel.ts'
import { downloadTo } from '../net/download.ts'
import type { StudioPorts } from './ports.ts'

const downloadTimeoutMs = 60_000

export type MaskReading = {
  imageId: string
  channel: MaskChannel | null
  /** A mask of another size is brought to the image's. */
  scale: boolean
}

/**
 * Reads a file of the scratch folder as a mask, just as storeMask would, and keeps nothing of it.
 * @returns an 8-bit grey PNG of the image's size
 * @throws AppError not_found, image_*, mask_size_mismatch, mask_empty, mask_ambiguous
 */
export async function decodeMask(
  { db, pixels }: StudioPorts,
  { path, imageId, channel, scale }: MaskReading & { path: string },
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const image = await findImage(db, imageId)
    if (!image) throw new AppError('not_found', { field: 'imageId' })
    const { width, height } = image
    const size = { width, height }
    const { raster } = await pixels.readMask({ source: path, size, channel: channel ?? undefined, scale })
    return await pixels.encodeMask({ raster, size })
  } finally {
    await rm(path, { force: true })
  }
}

/** The same for an address that a user gave, fetched through the guard. */
export async function decodeMaskFromUrl(
  ports: StudioPorts,
  { url, signal, ...reading }: MaskReading & { url: string; signal: AbortSignal },
): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(ports.objects.scratchFolder, `${ports.newId()}.mask`)
  await downloadTo({
    fetchGuarded: ports.fetchForUsers,
    url,
    path,
    maxBytes: maxImageBytes,
    timeoutMs: downloadTimeoutMs,
    signal,
    accept: 'image/*',
  })
  return decodeMask(ports, { path, ...reading })
}
