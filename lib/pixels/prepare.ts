// What goes to an engine: the whole working copy, or the part of it that the edit was planned for, and the mask with it.
import { readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { AppError } from '../core/errors.ts'
import { intersectRects, type Rect, type Size, wholeRect } from '../core/geometry.ts'
import { type CropPlan, reachesBeyond } from '../frame/crop.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { resamplePart } from '../retouch/resample.ts'
import type { ImageFormat } from './container.ts'
import { encodeMask, readMask } from './mask-image.ts'
import { decodePixels, decoding, type ReadImage, readImage, upright } from './read-image.ts'
import { scaleMaskPart } from './scale-mask.ts'
import { pngCompression } from './working-copy.ts'

export type PrepareRequest = {
  imagePath: string
  maskPath: string | null
  /** Null where the engine works on the whole image. */
  crop: CropPlan | null
  /** The most pixels that are worth sending where the whole image is, with no mask; null without such a limit. */
  maxPixels: number | null
  maxBytes: number
}

export type Prepared = {
  bytes: Uint8Array<ArrayBuffer>
  format: ImageFormat
  width: number
  height: number
  /** Of the same size and the same part as the image. */
  maskPng: Uint8Array<ArrayBuffer> | null
}

/** Lossless WebP saves a third of a PNG or more, but takes 0.6 s per megapixel: beyond this no engine sees the difference. */
const maxLosslessPixels = 8_000_000
const jpegQualities = [95, 90, 85, 80, 70, 60]

/**
 * In as few changes as an engine's limits allow: the file's own encoding where all of it is sent, without its notes,
 * which are nobody's business there, else PNG, lossless WebP, or JPEG from quality 95 downwards, where what is transparent becomes white.
 * @throws AppError image_invalid; image_too_large where even the last does not fit
 */
export async function prepareForEngine({
  imagePath,
  maskPath,
  crop,
  maxPixels,
  maxBytes,
}: PrepareRequest): Promise<Prepared> {
  const image = await readImage(new Uint8Array(await readFile(imagePath)))
  const { format, width, height } = image
  if (crop === null && maskPath === null && maxPixels !== null && width * height > maxPixels) {
    const to = within(image, maxPixels)
    return { ...(await encodePart(await decodePixels(image, wholeRect(image), to), maxBytes)), ...to, maskPng: null }
  }
  if (crop === null || isWhole(crop, image)) {
    const maskPng = maskPath === null ? null : new Uint8Array(await readFile(maskPath))
    const bytes = new Uint8Array(image.container.clean)
    if (bytes.length <= maxBytes) return { bytes, format, width, height, maskPng }
    return { ...(await encodeSmaller(() => upright(image), { width, height, maxBytes })), width, height, maskPng }
  }
  const maskPng = maskPath === null ? null : await cutMask(maskPath, { image, crop })
  return { ...(await encodePart(await cutImage(image, crop), maxBytes)), ...crop.sent, maskPng }
}

/** The size of the same shape, to a pixel, that has at most so many. */
function within({ width, height }: Size, maxPixels: number): Size {
  const scale = Math.sqrt(maxPixels / (width * height))
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) }
}

/** PNG where that fits. @throws AppError image_too_large */
export async function encodePart(part: Pixmap, maxBytes: number): Promise<Pick<Prepared, 'bytes' | 'format'>> {
  const open = async () => sharp(part.data, { raw: part })
  const png = await encode(open, (pipeline) => pipeline.png(pngCompression))
  const { width, height } = part
  return png.length <= maxBytes ? { bytes: png, format: 'png' } : encodeSmaller(open, { width, height, maxBytes })
}

const isWhole = ({ box, sent }: CropPlan, { width, height }: Size): boolean =>
  box.x === 0 && box.y === 0 && [box, sent].every((size) => size.width === width && size.height === height)

/** The box relative to the part of it that lies in the image: what is decoded is only that. */
function fromPart({ box }: CropPlan, image: Size): { part: Rect; from: Rect } {
  const part = intersectRects(box, wholeRect(image))
  return { part, from: { ...box, x: box.x - part.x, y: box.y - part.y } }
}

/**
 * Reduced by sharp, which is exact there and takes 50 ms for 20 MP where ours takes a second; enlarged, or mirrored
 * beyond the border, by our own resampler, because sharp shifts by half a pixel what it enlarges.
 */
async function cutImage(image: ReadImage, crop: CropPlan): Promise<Pixmap> {
  const { part, from } = fromPart(crop, image)
  const { sent } = crop
  if (reachesBeyond(crop, image) || sent.width > part.width) {
    return resamplePart({ source: await decodePixels(image, part), from, to: sent })
  }
  return decodePixels(image, part, sent)
}

async function cutMask(
  source: string,
  { image, crop }: { image: Size; crop: CropPlan },
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = image
  const { raster: data } = await readMask({ source, size: { width, height } })
  const raster = scaleMaskPart({ source: { width, height, data }, from: crop.box, to: crop.sent })
  return encodeMask({ raster, size: crop.sent })
}

/** The picture on its way to an encoder, anew for every try. */
type Open = () => Promise<Sharp>

const encode = async (open: Open, to: (pipeline: Sharp) => Sharp): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await decoding(async () => to(await open()).toBuffer()))

async function encodeSmaller(
  open: Open,
  { width, height, maxBytes }: Size & { maxBytes: number },
): Promise<Pick<Prepared, 'bytes' | 'format'>> {
  if (width * height <= maxLosslessPixels) {
    const webp = await encode(open, (pipeline) => pipeline.webp({ lossless: true, effort: 0 }))
    if (webp.length <= maxBytes) return { bytes: webp, format: 'webp' }
  }
  let bytes = 0
  for (const quality of jpegQualities) {
    const jpeg = await encode(open, (pipeline) =>
      pipeline.flatten({ background: '#fff' }).jpeg({ quality, chromaSubsampling: quality > 90 ? '4:4:4' : '4:2:0' }),
    )
    if (jpeg.length <= maxBytes) return { bytes: jpeg, format: 'jpeg' }
    bytes = jpeg.length
  }
  throw new AppError('image_too_large', { details: { bytes, limitBytes: maxBytes } })
}
