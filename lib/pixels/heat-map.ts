import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { wholeRect } from '../core/geometry.ts'
import type { CropPlan } from '../frame/crop.ts'
import { readMask } from './mask-image.ts'
import { compareParts, levelsOff } from './measure-result.ts'
import { decodePixels, readImage } from './read-image.ts'

export type HeatMapRequest = {
  /** The working copy that was edited, what the engine returned, and the mask. */
  imagePath: string
  rawPath: string
  maskPath: string
  /** What part of the image was sent; null where all of it was. */
  crop: CropPlan | null
}

/**
 * By how many levels the engine's result was off, before paste-back, over the part that was sent: a PNG of grey and alpha
 * in the result's size, where transparent pixels do not count. The same numbers as the receipt's share.
 * @throws AppError image_invalid
 */
export async function makeHeatMap(request: HeatMapRequest): Promise<Uint8Array<ArrayBuffer>> {
  const image = await decodePixels(await readImage(await readFile(request.imagePath)))
  const result = await decodePixels(await readImage(await readFile(request.rawPath)))
  const { width, height } = image
  const mask = await readMask({ source: request.maskPath, size: { width, height } })
  const box = request.crop?.box ?? wholeRect(image)
  const levels = levelsOff(await compareParts({ image, result, mask: { width, height, data: mask.raster }, box }))
  const raw = { width: levels.width, height: levels.height, channels: 2 } as const
  const grey = sharp(levels.data, { raw }).toColourspace('b-w')
  return new Uint8Array(await grey.png({ compressionLevel: 3 }).toBuffer())
}
