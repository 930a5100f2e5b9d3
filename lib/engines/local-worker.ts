// The job of the local engine's thread: decode, work, encode.
import sharp from 'sharp'
import { wholeRect } from '../core/geometry.ts'
import { boundsOf, type Mask } from '../mask/islands.ts'
import type { Operation } from '../retouch/operation.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { retouch } from '../retouch/retouch.ts'
import { fill } from './fill.ts'

sharp.cache(false)
sharp.concurrency(1)

export type LocalEdit = { image: Uint8Array; maskPng: Uint8Array | null; operation: Operation }

/** @returns a PNG of the whole image, worked where the mask is not 0 */
async function edit({ image, maskPng, operation }: LocalEdit): Promise<Uint8Array<ArrayBuffer>> {
  const pixmap = await decodeImage(image)
  const mask = maskPng && (await decodeMask(maskPng))
  if (mask && (mask.width !== pixmap.width || mask.height !== pixmap.height)) throw new Error('mask of another size')

  if (operation.kind !== 'fill') retouch(pixmap, operation, mask ? boundsOf(mask, 0) : wholeRect(pixmap))
  else if (mask) await fill(pixmap, mask)
  else throw new Error('fill needs a mask')

  const { data, width, height, channels } = pixmap
  // Read once and thrown away: speed counts here, not size.
  const png = await sharp(data, { raw: { width, height, channels } }).png({ compressionLevel: 1 }).toBuffer()
  return new Uint8Array(png)
}

/** Working copies are upright 8-bit sRGB, so their samples are taken as they are. */
async function decodeImage(bytes: Uint8Array): Promise<Pixmap> {
  const picture = sharp(bytes, { ignoreIcc: true })
  const channels = (await picture.metadata()).hasAlpha ? 4 : 3
  const pipeline = picture.toColourspace('srgb')
  const { data, info } = await (channels === 4 ? pipeline.ensureAlpha() : pipeline.removeAlpha())
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels }
}

async function decodeMask(png: Uint8Array): Promise<Mask> {
  const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  if (info.channels !== 1) throw new Error('mask is not grey')
  return { data, width: info.width, height: info.height }
}

export const jobs = { edit }

export type LocalJobs = typeof jobs
