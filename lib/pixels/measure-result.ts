// What the engine did to what it was to leave alone: how far its result lies off, in place and in colour, and how many
// levels each pixel outside the mask is off as it came.
import type { Rect, Size } from '../core/geometry.ts'
import { intersectRects, wholeRect } from '../core/geometry.ts'
import type { Raster } from '../mask/raster.ts'
import { type ColourMatch, matchColour } from '../registration/colour.ts'
import { type Registration, register } from '../registration/register.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { resample, resamplePart } from '../retouch/resample.ts'
import { noticedLevels } from './blend.ts'
import { reducePart } from './reduce.ts'
import { scaleMaskPart } from './scale-mask.ts'

/** Engines return about 1 MP; of more, a reduced copy tells as much. */
const mostMeasuredPixels = 2_100_000

export type Compared = {
  /** Both of one size: the part that was sent, brought to the result's size, and the result. */
  original: Pixmap
  result: Pixmap
  /** In the same geometry; only where it is 0 do pixels count. */
  mask: Raster
  /** What of it lies in the image; the rest was mirrored, and is not counted. */
  inside: Rect
}

type Pasted = { image: Pixmap; result: Pixmap; mask: Raster; box: Rect }

/** Image, result and mask of an edit in one geometry: that of the result, or smaller. */
export async function compareParts({ image, result, mask, box }: Pasted): Promise<Compared> {
  const size = measuredSize(result)
  const scale = { x: size.width / box.width, y: size.height / box.height }
  const part = intersectRects(box, wholeRect(image))
  const left = Math.ceil((part.x - box.x) * scale.x)
  const top = Math.ceil((part.y - box.y) * scale.y)
  return {
    original: await bring(image, { box, size }),
    result: resample(result, size),
    mask: { ...size, data: scaleMaskPart({ source: mask, from: box, to: size }) },
    inside: {
      x: left,
      y: top,
      width: Math.floor((part.x + part.width - box.x) * scale.x) - left,
      height: Math.floor((part.y + part.height - box.y) * scale.y) - top,
    },
  }
}

type Looked = Omit<Pasted, 'mask'> & {
  /** One byte per pixel of the image; null where there is none. */
  mask: Uint8Array | null
}

/**
 * The part that was sent and the result in one geometry, for a look at what changed where nothing was measured. An engine
 * that works on the whole picture returns it in its size: then nothing is scaled. Null for a mask over anything else: of
 * what comes back for a part, `compareParts` has both.
 */
export async function besideOf({ image, result, mask, box }: Looked) {
  const whole = box.x === 0 && box.y === 0 && box.width === image.width && box.height === image.height
  if (whole && result.width === image.width && result.height === image.height) {
    return { original: image, result, mask: mask && { width: image.width, height: image.height, data: mask } }
  }
  if (mask !== null) return null
  const size = measuredSize(result)
  return { original: await bring(image, { box, size }), result: resample(result, size), mask }
}

function measuredSize({ width, height }: Size): Size {
  const shrink = Math.min(1, Math.sqrt(mostMeasuredPixels / (width * height)))
  return { width: Math.max(1, Math.round(width * shrink)), height: Math.max(1, Math.round(height * shrink)) }
}

/** Sharp is exact where it reduces, and takes a tenth of our time at 20 MP; it shifts what it enlarges. */
function bring(image: Pixmap, { box, size }: { box: Rect; size: Size }): Promise<Pixmap> | Pixmap {
  const inImage = box.x >= 0 && box.y >= 0 && box.x + box.width <= image.width && box.y + box.height <= image.height
  if (inImage && size.width <= box.width && size.height <= box.height) return reducePart(image, { part: box, to: size })
  return resamplePart({ source: image, from: box, to: size })
}

export type Alignment = { registration: Registration; colour: ColourMatch }

export function alignmentOf({ original, result, mask }: Compared): Alignment {
  const registration = register({ original, result, mask })
  return { registration, colour: matchColour({ original, result, mask, registration }) }
}

/** Pairs of bytes: levels off, and 255 where the pixel counts, 0 where it does not. */
export type Levels = Size & { data: Uint8Array<ArrayBuffer>; counted: number; noticed: number }

/** The largest difference of the three channels, at each protected pixel of the part. */
export function levelsOff({ original, result, mask, inside }: Compared): Levels {
  const { width, height } = mask
  const levels = { width, height, data: new Uint8Array(width * height * 2), counted: 0, noticed: 0 }
  for (let y = inside.y; y < inside.y + inside.height; y++) {
    for (let x = inside.x, i = y * width + inside.x; x < inside.x + inside.width; x++, i++) {
      if (mask.data[i] !== 0) continue
      const a = i * original.channels
      const b = i * result.channels
      const off = Math.max(
        Math.abs(original.data[a] - result.data[b]),
        Math.abs(original.data[a + 1] - result.data[b + 1]),
        Math.abs(original.data[a + 2] - result.data[b + 2]),
      )
      levels.data[2 * i] = off
      levels.data[2 * i + 1] = 255
      levels.counted++
      if (off > noticedLevels) levels.noticed++
    }
  }
  return levels
}
