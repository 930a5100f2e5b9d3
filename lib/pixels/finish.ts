// From the raw result to the output: what the user gets, and what was measured of it on the stored file.
import { randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { type Size, wholeRect } from '../core/geometry.ts'
import type { Frame, OutputFormat } from '../edits/edit.ts'
import { type CropPlan, placeResult } from '../frame/crop.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { resamplePart } from '../retouch/resample.ts'
import { blend, measureProtection, type Protection } from './blend.ts'
import { readMask } from './mask-image.ts'
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
  const mask = request.maskPath === null ? null : (await readMask({ source: request.maskPath, size })).raster
  const place = placeResult(request.crop ?? { box: wholeRect(size) }, size)
  const raw = await decodeFile(request.rawPath)
  const result = resamplePart({ source: raw, from: wholeRect(raw), to: place.size, part: place.source })
  const output = blend({ image, result, target: place.target, mask })
  await writeScratch(outputPath, await encode(sharp(output.data, { raw: output }), request.outputFormat).toBuffer())
  // What counts is what a reader of the stored file will see, not what was in memory.
  const protection = mask && measureProtection(image, await decodeFile(outputPath), mask)
  return { size, protection }
}

async function takeWhole({ rawPath, outputFormat }: FinishRequest, outputPath: string): Promise<Written> {
  const bytes = await readFile(rawPath)
  const raw = await readImage(bytes)
  const asItCame = raw.format === outputFormat && raw.encodingKept
  const output = asItCame ? bytes : await decoding(async () => encode(await upright(raw), outputFormat).toBuffer())
  await writeScratch(outputPath, output)
  return { size: { width: raw.width, height: raw.height }, protection: null }
}

const decodeFile = async (path: string): Promise<Pixmap> => decodePixels(await readImage(await readFile(path)))

/** JPEG has no alpha: what is transparent becomes white. Full colour resolution, since masks have sharp borders. */
const encode = (pipeline: Sharp, format: OutputFormat): Sharp =>
  format === 'png'
    ? pipeline.png(pngCompression)
    : pipeline.flatten({ background: '#fff' }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
