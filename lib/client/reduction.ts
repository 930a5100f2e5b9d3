// How a picture over the limits is made to fit before it is sent. Bytes are decimal: 20 MB = 20,000,000.

import type { Size } from '../core/geometry.ts'
import { maxImageBytes, maxImagePixels } from '../core/limits.ts'

export const limits = { bytes: maxImageBytes, pixels: maxImagePixels } as const

export type Overrun = 'bytes' | 'pixels'

/** Which limit a picture passes; pixels count first, because they decide the new size. */
export function overrunOf({ bytes, size }: { bytes: number; size: Size | null }): Overrun | null {
  if (size !== null && size.width * size.height > limits.pixels) return 'pixels'
  return bytes > limits.bytes ? 'bytes' : null
}

/** The largest size of the same shape within the pixel limit; never larger than the picture. */
export function fitPixels({ width, height }: Size, pixels: number = limits.pixels): Size {
  const scale = Math.min(1, Math.sqrt(pixels / (width * height)))
  // Down, so that the product cannot round past the limit; but a picture that fits already is left alone.
  return scale === 1 ? { width, height } : { width: Math.floor(width * scale), height: Math.floor(height * scale) }
}

/** The next size to try when a file of `size` came out with too many bytes: bytes go about as the area does. */
export function fitBytes(size: Size, bytes: number): Size {
  const share = (limits.bytes / bytes) * 0.9
  return fitPixels(size, Math.max(1, Math.floor(size.width * size.height * share)))
}

/** "31" from 9.95 on, one digit below it: 31 MB, 4.2 MB. Rounded up, so that what is over the limit reads as over. */
export function inMillions(amount: number): string {
  const millions = amount / 1_000_000
  return millions < 10 ? (Math.ceil(millions * 10) / 10).toString() : Math.ceil(millions).toString()
}
