// Two pictures side by side on their way to an engine, and the base's part of what comes back.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type OverlayOptions } from 'sharp'
import type { Rect, Size } from '../core/geometry.ts'
import type { ComposePlan } from '../frame/compose.ts'
import { resamplePart } from '../retouch/resample.ts'
import { encodeMask, readMask } from './mask-image.ts'
import { encodePart, type Prepared } from './prepare.ts'
import { decodePixels, decoding, readImage } from './read-image.ts'
import { scaleMaskPart } from './scale-mask.ts'
import { pngCompression } from './working-copy.ts'
import { writeScratch } from './write-file.ts'

export type ComposeRequest = {
  basePath: string
  referencePath: string
  /** Of the base: what may change there. The reference is never to. */
  maskPath: string | null
  plan: ComposePlan
  maxBytes: number
}

/** @throws AppError image_invalid, image_too_large */
export async function composeForEngine(request: ComposeRequest): Promise<Prepared> {
  const { basePath, referencePath, maskPath, plan, maxBytes } = request
  const { sent } = plan
  const parts = [await layer(basePath, plan.base), await layer(referencePath, plan.reference)]
  const canvas = sharp({ create: { ...sent, channels: 3, background: '#fff' } }).composite(parts)
  const data = await decoding(() => canvas.removeAlpha().raw().toBuffer())
  const encoded = await encodePart({ ...sent, channels: 3, data }, maxBytes)
  const maskPng = maskPath === null ? null : await placeMask(maskPath, { base: basePath, plan })
  return { ...encoded, ...sent, maskPng }
}

async function layer(path: string, { x, y, width, height }: Rect): Promise<OverlayOptions> {
  const image = await readImage(await readFile(path))
  const pixels = await decodePixels(image, undefined, { width, height })
  return { input: Buffer.from(pixels.data), raw: pixels, left: x, top: y }
}

async function placeMask(
  source: string,
  { base, plan }: { base: string; plan: ComposePlan },
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = await readImage(await readFile(base))
  const { raster: data } = await readMask({ source, size: { width, height } })
  const scaled = scaleMaskPart({ source: { width, height, data }, from: { x: 0, y: 0, width, height }, to: plan.base })
  const { sent, base: at } = plan
  const raster = new Uint8Array(sent.width * sent.height)
  for (let row = 0; row < at.height; row++) {
    raster.set(scaled.subarray(row * at.width, (row + 1) * at.width), (at.y + row) * sent.width + at.x)
  }
  return encodeMask({ raster, size: sent })
}

export type CutRequest = { answerPath: string; plan: ComposePlan; scratchFolder: string }
export type Cut = Size & { path: string }

/**
 * The part of an answer that shows the base, as a PNG in the scratch folder, at the resolution in which it came.
 * An answer of another ratio than was asked for is taken as stretched, as everywhere.
 * @throws AppError image_invalid, storage_failed
 */
export async function cutBase({ answerPath, plan, scratchFolder }: CutRequest): Promise<Cut> {
  const answer = await decodePixels(await readImage(await readFile(answerPath)))
  const [across, down] = [answer.width / plan.sent.width, answer.height / plan.sent.height]
  const from: Rect = {
    x: plan.base.x * across,
    y: plan.base.y * down,
    width: plan.base.width * across,
    height: plan.base.height * down,
  }
  const to: Size = { width: Math.max(1, Math.round(from.width)), height: Math.max(1, Math.round(from.height)) }
  const part = resamplePart({ source: answer, from, to })
  const png = await decoding(() => sharp(part.data, { raw: part }).png(pngCompression).toBuffer())
  const path = join(scratchFolder, `${randomUUID()}.base`)
  await writeScratch(path, png)
  return { path, ...to }
}
