// The paste-back, and the measure of whether it kept its promise.
import type { Rect } from '../core/geometry.ts'
import { blendSample } from '../retouch/blend-sample.ts'
import type { Pixmap } from '../retouch/pixmap.ts'

type BlendRow = {
  into: Uint8Array
  to: number
  channels: 3 | 4
  result: Uint8Array
  from: number
  resultChannels: 3 | 4
  /** One byte per pixel; null counts the result in full. */
  mask: Uint8Array | null
  count: number
}

/** Blends pixels in a row into what is there, through the mask: colours only, its alpha stays. */
export function blendRow({ into, to, channels, result, from, resultChannels, mask, count }: BlendRow): void {
  for (let i = 0, at = to, source = from; i < count; i++, at += channels, source += resultChannels) {
    const share = mask === null ? 255 : mask[i]
    if (share === 0) continue
    into[at] = blendSample(into[at], result[source], share)
    into[at + 1] = blendSample(into[at + 1], result[source + 1], share)
    into[at + 2] = blendSample(into[at + 2], result[source + 2], share)
  }
}

/** A pixel counts as changed by the engine when a channel is more than so many levels of 255 off: below lies JPEG's noise. */
export const noticedLevels = 8

/** Counts of pixels where the mask is 0. */
export type Protection = {
  protectedPixels: number
  /** Of these, how many differ in any channel. */
  protectedPixelsChanged: number
  /** How many lie in the crop, and of these how many are more than `noticedLevels` off. */
  cropProtected: number
  cropNoticed: number
}

export const noProtection: Protection = {
  protectedPixels: 0,
  protectedPixelsChanged: 0,
  cropProtected: 0,
  cropNoticed: 0,
}

export const addProtection = (a: Protection, b: Protection): Protection => ({
  protectedPixels: a.protectedPixels + b.protectedPixels,
  protectedPixelsChanged: a.protectedPixelsChanged + b.protectedPixelsChanged,
  cropProtected: a.cropProtected + b.cropProtected,
  cropNoticed: a.cropNoticed + b.cropNoticed,
})

type Compared = {
  before: Pixmap
  after: Pixmap
  /** One byte per pixel; null where nothing is protected. */
  mask: Uint8Array | null
  crop: Rect
}

/** Two rasters of one size where the mask is 0. Without alpha means opaque. */
export function protectionOf({ before, after, mask, crop }: Compared): Protection {
  if (mask === null) return noProtection
  const { width, height } = before
  const counts = { ...noProtection }
  const closed = Buffer.alloc(width)
  for (let y = 0; y < height; y++) {
    const inCrop = y >= crop.y && y < crop.y + crop.height
    const left = inCrop ? crop.x : width
    const right = inCrop ? crop.x + crop.width : 0
    // Most rows of a large picture are the same to the byte, and protected from end to end: two calls each.
    const same = sameRow(before, after, y)
    if (same && closed.equals(mask.subarray(y * width, (y + 1) * width))) {
      counts.protectedPixels += width
      counts.cropProtected += Math.max(0, Math.min(right, width) - Math.max(left, 0))
      continue
    }
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (mask[i] !== 0) continue
      counts.protectedPixels++
      const inside = x >= left && x < right
      if (inside) counts.cropProtected++
      if (same) continue
      const off = levelsOff(before, after, i)
      if (off > 0) counts.protectedPixelsChanged++
      if (inside && off > noticedLevels) counts.cropNoticed++
    }
  }
  return counts
}

function sameRow(before: Pixmap, after: Pixmap, y: number): boolean {
  if (before.channels !== after.channels) return false
  const length = before.width * before.channels
  const row = ({ data }: Pixmap): Buffer => Buffer.from(data.buffer, data.byteOffset + y * length, length)
  return row(before).equals(row(after))
}

function levelsOff(before: Pixmap, after: Pixmap, pixel: number): number {
  const a = pixel * before.channels
  const b = pixel * after.channels
  const alphaBefore = before.channels === 4 ? before.data[a + 3] : 255
  const alphaAfter = after.channels === 4 ? after.data[b + 3] : 255
  return Math.max(
    Math.abs(before.data[a] - after.data[b]),
    Math.abs(before.data[a + 1] - after.data[b + 1]),
    Math.abs(before.data[a + 2] - after.data[b + 2]),
    Math.abs(alphaBefore - alphaAfter),
  )
}
