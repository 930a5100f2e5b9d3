// The job of the local engine's thread: decode, work, encode.
import sharp from 'sharp'
import type { Size } from '../core/geometry.ts'
import { wholeRect } from '../core/geometry.ts'
import { type Fill, fill } from '../fill/fill.ts'
import { boundsOf, type Mask } from '../mask/islands.ts'
import type { Operation } from '../retouch/operation.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { retouch } from '../retouch/retouch.ts'

sharp.cache(false)
sharp.concurrency(1)

export type LocalEdit = {
  image: Uint8Array
  maskPng: Uint8Array | null
  /** What a fill must not copy from. */
  avoidPng: Uint8Array | null
  operation: Operation
  seed: number
}

/** A PNG of the whole image, and how many times smaller it was worked: 1 at full size. */
export type LocalResult = { bytes: Uint8Array<ArrayBuffer>; factor: number }

/** Works where the mask is not 0, and tells the share of a fill that is done. */
async function edit(
  { image, maskPng, avoidPng, operation, seed }: LocalEdit,
  report: (share: number) => void = () => {},
): Promise<LocalResult> {
  const pixmap = await decodeImage(image)
  const mask = maskPng && (await decodeMask(maskPng, pixmap))
  const avoid = avoidPng && (await decodeMask(avoidPng, pixmap))
  let factor = 1

  if (operation.kind !== 'fill') retouch(pixmap, operation, mask ? boundsOf(mask, 0) : wholeRect(pixmap))
  else if (mask) factor = fillReporting(pixmap, { mask, avoid, guides: operation.guides, seed }, report)
  else throw new Error('fill needs a mask')

  const { data, width, height, channels } = pixmap
  // Read once and thrown away: speed counts here, not size.
  const png = await sharp(data, { raw: { width, height, channels } }).png({ compressionLevel: 1 }).toBuffer()
  return { bytes: new Uint8Array(png), factor }
}

function fillReporting(pixmap: Pixmap, task: Fill, report: (share: number) => void): number {
  const filling = fill(pixmap, task)
  for (;;) {
    const step = filling.next()
    if (step.done) return step.value.factor
    report(step.value.share)
  }
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

async function decodeMask(png: Uint8Array, size: Size): Promise<Mask> {
  const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  if (info.channels !== 1) throw new Error('mask is not grey')
  if (info.width !== size.width || info.height !== size.height) throw new Error('mask of another size')
  return { data, width: info.width, height: info.height }
}

export const jobs = { edit }

export type LocalJobs = typeof jobs
