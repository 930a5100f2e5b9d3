// Masks from files: whatever their encoding, one byte per pixel, 255 = edit.
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { AppError, isAppError } from '../core/errors.ts'
import type { Rect, Size } from '../core/geometry.ts'
import type { MaskChannel } from '../mask/mask-channel.ts'
import type { Raster } from '../mask/raster.ts'
import { luma } from '../retouch/greyscale.ts'
import { judgeWeight } from './inspect.ts'
import { decodeSamples, judgePixels, readImage, type Samples } from './read-image.ts'
import { scaleMask } from './scale-mask.ts'

export type MaskRequest = {
  /** A path, or the file's bytes. */
  source: string | Uint8Array
  /** The size of the image, upright. */
  size: Size
  /** Without it a mask with a varying alpha channel is refused, because every reading is common. */
  channel?: MaskChannel
  /** Brings a mask of another size to the image's; without it such a mask is refused. */
  scale?: boolean
}

export type MaskImage = {
  raster: Uint8Array<ArrayBuffer>
  /** The sum of all values over what it could be: 0 to 1. */
  coverage: number
  /** How many pixels are 0. */
  protectedPixels: number
  /** The smallest rectangle around all that is above 0. */
  bounds: Rect
}

/**
 * Grey comes exactly as it is; colour by the luma of Rec. 709 in gamma space, (2126 R + 7152 G + 722 B + 5000) / 10000
 * rounded down; 16 bits as (v + 128) / 257 rounded down, which is v / 257 to the nearest.
 * Profiles and gamma are ignored, since a mask's numbers are shares and not colours.
 * @throws AppError with field "mask": mask_size_mismatch, mask_ambiguous, mask_empty, image_empty, image_too_large,
 *   unsupported_image_type, image_invalid, animated_image
 */
export async function readMask({ source, size, channel, scale = false }: MaskRequest): Promise<MaskImage> {
  try {
    const bytes = typeof source === 'string' ? await readFile(source) : source
    judgeWeight(bytes.length)
    // The image's own size is the bound for what a mask's header may claim, sideways at most.
    const image = await readImage(bytes, (encoded) => {
      if (scale) judgePixels(encoded)
      else if (encoded.width * encoded.height !== size.width * size.height) throw sizeMismatch(encoded, size)
    })
    const { width, height } = image
    if (!scale && (width !== size.width || height !== size.height)) throw sizeMismatch(image, size)
    const data = toRaster(await decodeSamples(image, { turned: true }), channel)
    return measure({ ...size, data: scaleMask({ width, height, data }, size) })
  } catch (error) {
    if (!isAppError(error)) throw error
    throw new AppError(error.code, { field: 'mask', details: error.details, cause: error.cause })
  }
}

const sizeMismatch = ({ width, height }: Size, expected: Size): AppError =>
  new AppError('mask_size_mismatch', {
    details: { width, height, expectedWidth: expected.width, expectedHeight: expected.height },
  })

function toRaster({ data, channels, full }: Samples, channel: MaskChannel | undefined): Uint8Array<ArrayBuffer> {
  // Stored masks: at 20 MP a fifth of the time of the way below.
  // A copy: what a decoder has made cannot move between threads.
  if (channels === 1 && full === 255 && (channel ?? 'luminance') === 'luminance') return new Uint8Array(data)
  const raster = new Uint8Array(data.length / channels)
  const hasColour = channels >= 3
  const alpha = channels % 2 === 0 ? channels - 1 : null
  const varies = alpha !== null && raster.some((_, i) => data[i * channels + alpha] !== data[alpha])
  if (varies && channel === undefined) throw new AppError('mask_ambiguous')
  const toByte = full === 255 ? (value: number) => value : (value: number) => Math.floor((value + 128) / 257)

  const opacityAt = (at: number): number => (alpha === null ? 255 : toByte(data[at + alpha]))
  for (let i = 0, at = 0; i < raster.length; i++, at += channels) {
    if (channel === 'alpha') raster[i] = 255 - opacityAt(at)
    else if (channel === 'opacity') raster[i] = opacityAt(at)
    else if (hasColour) raster[i] = luma(toByte(data[at]), toByte(data[at + 1]), toByte(data[at + 2]))
    else raster[i] = toByte(data[at])
  }
  return raster
}

/** Empty rows, most of those of a large picture, are found by one comparison each. */
function measure({ width, height, data }: Raster): MaskImage {
  const closed = Buffer.alloc(width)
  let [sum, touched] = [0, 0]
  let [left, right, top, bottom] = [width, -1, height, -1]
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width)
    if (closed.equals(row)) continue
    top = Math.min(top, y)
    bottom = y
    for (let x = 0; x < width; x++) {
      if (row[x] === 0) continue
      sum += row[x]
      touched++
      if (x < left) left = x
      if (x > right) right = x
    }
  }
  if (sum === 0) throw new AppError('mask_empty')
  const bounds = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
  return { raster: data, coverage: sum / (255 * data.length), protectedPixels: data.length - touched, bounds }
}

export type MaskRaster = { raster: Uint8Array; size: Size }

/** The one form in which masks are stored and sent: an 8-bit greyscale PNG (colour type 0) of exactly these values. */
export async function encodeMask({ raster, size }: MaskRaster): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = size
  const grey = sharp(raster, { raw: { width, height, channels: 1 } }).toColourspace('b-w')
  return new Uint8Array(await grey.png({ compressionLevel: 6 }).toBuffer())
}
