// What the bytes of a picture say before any pixel is decoded, and the same picture without what is nobody's business.
import { AppError } from '../core/errors.ts'
import type { Size } from '../core/geometry.ts'

export const imageFormats = ['png', 'jpeg', 'webp', 'gif'] as const
export type ImageFormat = (typeof imageFormats)[number]

/** The value of the EXIF tag: 1 is upright, 5 to 8 swap width and height. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

export type Container = {
  orientation: Orientation
  /** What the file notes of its picture, as a TIFF block with or without the mark of JPEG; null without one. */
  exif: Uint8Array | null
  frames: number
  /** A GIF's frame may reach beyond its canvas. */
  largestFrame: Size
  /** Null without a profile, or with one that is broken or made for another kind of colour. */
  iccProfile: Uint8Array | null
  /**
   * The picture's own encoding without private or unknown parts: what is decoded, and served if it needs no conversion.
   * The very same array where there was nothing to leave out.
   */
  clean: Uint8Array
}

/** One per format. Both functions throw AppError image_invalid; `readSize` reads no further than the header. */
export type ContainerReader = { readSize(bytes: Uint8Array): Size; readContainer(bytes: Uint8Array): Container }

export const invalid = (reason: string, cause?: unknown): AppError =>
  new AppError('image_invalid', { details: { reason }, cause })

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export const textAt = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end))

/** The parts in a row; `whole` itself where that is what they amount to. */
export function join(parts: readonly Uint8Array[], whole: Uint8Array): Uint8Array {
  const joined = Buffer.concat(parts)
  return joined.equals(whole) ? whole : joined
}
