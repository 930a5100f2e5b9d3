// A picture's bytes, judged in the order in which a judgement is cheap: type, header, frames; pixels only on demand.
import sharp, { type Sharp, type SharpOptions } from 'sharp'
import { AppError, isAppError } from '../core/errors.ts'
import { type Rect, type Size, wholeRect } from '../core/geometry.ts'
import { maxImagePixels } from '../core/limits.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { type Container, type ContainerReader, type ImageFormat, invalid } from './container.ts'
import * as gif from './gif-container.ts'
import { type Curve, greyToSrgb, isSrgb } from './icc.ts'
import { imageTypeOf } from './image-type.ts'
import * as jpeg from './jpeg-container.ts'
import * as png from './png-container.ts'
import * as webp from './webp-container.ts'

// One libvips serves the whole process, so this holds for every thread, and every thread that begins says it again: all
// loaders but four are blocked by name. To block `VipsForeignLoad` and unblock the four would, for a moment, block them
// under another thread's hands: a paid result would be refused as no picture.
sharp.block({
  operation: [
    ...['Analyze', 'Archive', 'Csv', 'DcRaw', 'Fits', 'Heif', 'Jp2k', 'Jxl', 'Magick', 'Magick7', 'Mat', 'Matrix'],
    ...[
      'Nifti',
      'OpenExr',
      'Openexr',
      'OpenSlide',
      'Openslide',
      'Pdf',
      'Ppm',
      'Rad',
      'Raw',
      'Svg',
      'Tiff',
      'Uhdr',
      'Vips',
    ],
  ].map((name) => `VipsForeignLoad${name}`),
})
sharp.cache(false)
// The pool runs as many jobs as there are workers; threads inside each would only crowd out the server.
sharp.concurrency(1)

const readers: Readonly<Record<ImageFormat, ContainerReader>> = { png, jpeg, webp, gif }

/** What libvips calls a picture of red, green and blue, or of grey, in 8 bits and in 16. */
const samplesAreSrgb: ReadonlySet<string> = new Set(['srgb', 'b-w', 'rgb16', 'grey16'])

export type ReadImage = {
  format: ImageFormat
  container: Container
  /** As encoded, before the orientation is applied. */
  encoded: Size
  /** Upright. */
  width: number
  height: number
  hasAlpha: boolean
  /** Grey alone, in 8 bits: the form in which masks are stored. */
  plainGrey: boolean
  sixteenBit: boolean
  /** True where the samples already are sRGB, or grey that means the same: they are taken as they are. */
  colourKept: boolean
  /** True where the clean encoding itself is upright 8-bit sRGB. */
  encodingKept: boolean
}

/**
 * @param judgeSize called with the size that the header states, before anything that takes time or memory; may throw
 * @throws AppError unsupported_image_type, image_invalid, animated_image, and what `judgeSize` throws
 */
export async function readImage(bytes: Uint8Array, judgeSize: (size: Size) => void = judgePixels): Promise<ReadImage> {
  const format = await imageTypeOf(bytes)
  const reader = readers[format]
  const encoded = reader.readSize(bytes)
  judgeSize(encoded)
  const container = reader.readContainer(bytes)
  judgePixels(container.largestFrame)
  if (container.frames > 1) throw new AppError('animated_image', { details: { frames: container.frames } })

  const metadata = await decoding(() => sharp(container.clean, sharpOptions).metadata())
  if (metadata.width !== encoded.width || metadata.height !== encoded.height) throw invalid('size')
  const sixteenBit = metadata.depth === 'ushort'
  const colourKept =
    samplesAreSrgb.has(metadata.space) && (container.iccProfile === null || isSrgb(container.iccProfile))
  const turned = container.orientation >= 5
  return {
    format,
    container,
    encoded,
    width: turned ? encoded.height : encoded.width,
    height: turned ? encoded.width : encoded.height,
    hasAlpha: metadata.hasAlpha,
    plainGrey: metadata.space === 'b-w' && metadata.channels === 1 && !sixteenBit,
    sixteenBit,
    colourKept,
    encodingKept: colourKept && !sixteenBit && container.orientation === 1,
  }
}

/**
 * The parts of a file that the studio holds, which was judged when it came.
 * @throws AppError unsupported_image_type, image_invalid
 */
export const readContainerOf = async (bytes: Uint8Array): Promise<Container> =>
  readers[await imageTypeOf(bytes)].readContainer(bytes)

/** @throws AppError image_too_many_pixels */
export function judgePixels({ width, height }: Size): void {
  const pixels = width * height
  if (pixels <= maxImagePixels) return
  throw new AppError('image_too_many_pixels', { details: { width, height, pixels, limitPixels: maxImagePixels } })
}

/** Decoding stops at the first warning: a picture that is only half there is not a picture. */
export const sharpOptions = {
  failOn: 'warning',
  limitInputPixels: maxImagePixels,
  sequentialRead: true,
} as const satisfies SharpOptions

/** The samples as they are encoded, whatever a profile says of them. */
const openExact = ({ container }: ReadImage): Sharp => sharp(container.clean, { ...sharpOptions, ignoreIcc: true })

/**
 * Decodes every pixel and keeps none. Asking for one pixel of the last row makes the decoder run through all rows
 * without holding them: 20 MP of PNG take 11 MB so, and 60 to 160 MB as a raster.
 * @throws AppError image_invalid
 */
export async function decodeWhole(image: ReadImage): Promise<void> {
  const lastRow = { left: 0, top: image.encoded.height - 1, width: 1, height: 1 }
  await decoding(() => openExact(image).extract(lastRow).raw().toBuffer())
}

/** The picture on its way to upright 8-bit sRGB. */
export async function upright(image: ReadImage): Promise<Sharp> {
  const pipeline = image.colourKept ? openExact(image) : await openManaged(image)
  return turn(pipeline.toColourspace('srgb'), image.container.orientation)
}

/** The colours that the profile says they are. */
async function openManaged(image: ReadImage): Promise<Sharp> {
  const { iccProfile, clean } = image.container
  const curve = iccProfile && greyToSrgb(iccProfile)
  return curve ? throughCurve(image, curve) : sharp(clean, sharpOptions)
}

/** Grey, with alpha or without, each level through a curve. */
async function throughCurve(image: ReadImage, curve: Curve): Promise<Sharp> {
  const { data, channels: given, full } = await decodeSamples(image, { turned: false })
  const { width, height } = image.encoded
  const channels = image.hasAlpha ? 4 : 3
  const levels = Uint8Array.from({ length: full + 1 }, (_, value) => Math.round(255 * curve(value / full)))
  const converted = new Uint8Array(width * height * channels)
  for (let from = 0, to = 0; to < converted.length; from += given, to += channels) {
    converted.fill(levels[data[from]], to, to + 3)
    if (channels === 4) converted[to + 3] = Math.round((data[from + given - 1] * 255) / full)
  }
  return sharp(converted, { raw: { width, height, channels } })
}

/** In rows, `full` being the highest value. One to four channels: with two and with four the last is alpha. */
export type Samples = { data: Uint8Array | Uint16Array; channels: number; full: 255 | 65_535 }

/**
 * The numbers as they are encoded, 16 bits where there are 16, whatever a profile says of them.
 * @throws AppError image_invalid
 */
export async function decodeSamples(image: ReadImage, { turned }: { turned: boolean }): Promise<Samples> {
  const pipeline = turned ? turn(openExact(image), image.container.orientation) : openExact(image)
  // Each to its own space: libvips turns 8 bits into 16 by way of light, which is not exact.
  const plain = image.sixteenBit
    ? pipeline.toColourspace('rgb16').raw({ depth: 'ushort' })
    : pipeline.toColourspace(image.plainGrey ? 'b-w' : 'srgb').raw({ depth: 'uchar' })
  const { data, info } = await decoding(() => plain.toBuffer({ resolveWithObject: true }))
  if (!image.sixteenBit) return { data, channels: info.channels, full: 255 }
  return { data: new Uint16Array(new Uint8Array(data).buffer), channels: info.channels, full: 65_535 }
}

/** Turns by the value of the EXIF tag. Sharp mirrors before it turns by a right angle, whatever the order of calls. */
function turn(pipeline: Sharp, orientation: Container['orientation']): Sharp {
  const quarterTurns = { 1: 0, 2: 0, 3: 2, 4: 2, 5: 3, 6: 1, 7: 1, 8: 3 }[orientation]
  const mirrored = orientation === 2 || orientation === 4 || orientation === 5 || orientation === 7
  const unmirrored = quarterTurns === 0 ? pipeline : pipeline.rotate(90 * quarterTurns)
  return mirrored ? unmirrored.flop() : unmirrored
}

/**
 * Every pixel, or those of a part, upright, 8-bit sRGB, three channels or four. Samples that already are that come
 * exactly as they are. Of a part no more is held than the part.
 * @param to what the part is reduced to by Lanczos-3; never larger, since sharp shifts what it enlarges
 * @throws AppError image_invalid
 */
export async function decodePixels(image: ReadImage, part: Rect = wholeRect(image), to: Size = part): Promise<Pixmap> {
  const channels = image.hasAlpha ? 4 : 3
  const { width, height } = to
  const whole = part.width === image.width && part.height === image.height
  let pipeline = await upright(image)
  if (!whole) pipeline = pipeline.extract({ left: part.x, top: part.y, width: part.width, height: part.height })
  // A JPEG could be opened at a half or an eighth of its size: faster still, and shifted.
  if (to !== part)
    pipeline = pipeline.resize(width, height, { fit: 'fill', kernel: 'lanczos3', fastShrinkOnLoad: false })
  const data = await decoding(() =>
    (channels === 4 ? pipeline.ensureAlpha() : pipeline.removeAlpha()).raw({ depth: 'uchar' }).toBuffer(),
  )
  if (data.length !== width * height * channels) throw invalid('decoded size')
  return { data, width, height, channels }
}

/** What a decoder has to complain of becomes image_invalid. */
export async function decoding<T>(decode: () => Promise<T>): Promise<T> {
  try {
    return await decode()
  } catch (error) {
    if (isAppError(error)) throw error
    throw invalid(error instanceof Error ? error.message : 'unreadable', error)
  }
}
