// From the raw result to the output: what the user gets, and what was measured of it on the stored file.
import { randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { intersectRects, type Size, wholeRect } from '../core/geometry.ts'
import type { Frame, OutputFormat } from '../edits/edit.ts'
import { type CropPlan, placeResult } from '../frame/crop.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { type Protection, protectionOf } from './blend.ts'
import { type Paste, pastedRows } from './finish-bands.ts'
import { readMask } from './mask-image.ts'
import { writePng } from './png-write.ts'
import { decodePixels, decoding, readImage, upright } from './read-image.ts'
import { pngCompression } from './working-copy.ts'
import { writeScratch } from './write-file.ts'

export type FinishRequest = {
  /** The working copy that was edited. */
  imagePath: string
  rawPath: string
  maskPath: string | null
  frame: Frame
  /** What part of the image was sent; null where all of it was. */
  crop: CropPlan | null
  outputFormat: OutputFormat
  scratchFolder: string
}

export type FinishedEdit = {
  /** A new file in the scratch folder. */
  outputPath: string
  format: OutputFormat
  width: number
  height: number
  bytes: number
  /** Null where nothing was protected: no mask, or the whole picture redrawn. */
  protectedPixels: number | null
  protectedPixelsChanged: number | null
  /** False for JPEG: the stored samples differ a little from the blended ones. */
  lossless: boolean
}

/**
 * `keep`: the raw result is scaled to the part that was sent and blended through the mask; the image's alpha stays.
 * `reframe`: the raw result as it came if it is in the format asked for, otherwise encoded anew.
 * @throws AppError image_invalid, mask_size_mismatch: files of ours that no longer are what was stored
 */
export async function finishEdit(request: FinishRequest): Promise<FinishedEdit> {
  const outputPath = join(request.scratchFolder, `${randomUUID()}.output`)
  const written =
    request.frame.kind === 'keep' ? await pasteBack(request, outputPath) : await takeWhole(request, outputPath)
  return {
    outputPath,
    format: request.outputFormat,
    width: written.size.width,
    height: written.size.height,
    bytes: (await stat(outputPath)).size,
    protectedPixels: written.protection?.protectedPixels ?? null,
    protectedPixelsChanged: written.protection?.protectedPixelsChanged ?? null,
    lossless: request.outputFormat === 'png',
  }
}

type Written = { size: Size; protection: Protection | null }

async function pasteBack(request: FinishRequest, outputPath: string): Promise<Written> {
  const image = await decodeFile(request.imagePath)
  const size = { width: image.width, height: image.height }
  const mask = request.maskPath === null ? null : await readMask({ source: request.maskPath, size })
  const raster = mask?.raster ?? null
  const place = placeResult(request.crop ?? { box: wholeRect(size) }, size)
  const bounds = mask ? intersectRects(mask.bounds, place.target) : place.target
  const paste: Paste = { result: await decodeFile(request.rawPath), place, mask: raster, bounds }
  if (request.outputFormat === 'png') {
    const proven = await writePng({ path: outputPath, image, paste, notes: [] })
    return { size, protection: mask && proven }
  }
  const rows = { from: 0, to: size.height, last: true }
  const output = { ...image, data: pastedRows({ image, paste, rows }) }
  await writeScratch(outputPath, await jpegOf(sharp(output.data, { raw: output })).toBuffer())
  // What counts is what a reader of the stored file will see, not what was in memory.
  const after = await decodeFile(outputPath)
  return { size, protection: mask && protectionOf({ before: image, after, mask: raster, crop: place.target }) }
}

async function takeWhole({ rawPath, outputFormat }: FinishRequest, outputPath: string): Promise<Written> {
  const bytes = await readFile(rawPath)
  const raw = await readImage(bytes)
  const asItCame = raw.format === outputFormat && raw.encodingKept
  const encode = outputFormat === 'png' ? (pipeline: Sharp) => pipeline.png(pngCompression) : jpegOf
  const output = asItCame ? bytes : await decoding(async () => encode(await upright(raw)).toBuffer())
  await writeScratch(outputPath, output)
  return { size: { width: raw.width, height: raw.height }, protection: null }
}

const decodeFile = async (path: string): Promise<Pixmap> => decodePixels(await readImage(await readFile(path)))

/** JPEG has no alpha: what is transparent becomes white. Full colour resolution, since masks have sharp borders. */
const jpegOf = (pipeline: Sharp): Sharp =>
  pipeline.flatten({ background: '#fff' }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
