// Pictures for the tests of a fill: a function of the place, and a hole cut into it.
import type { Mask } from '../mask/islands.ts'
import type { Pixmap } from '../retouch/pixmap.ts'

type Place = (x: number, y: number) => number
type Shape = { width: number; height: number; channels?: 3 | 4 }

/** Red as given, green and blue derived from it; alpha, where there is one, changes from pixel to pixel. */
export function pictureOf(at: Place, { width, height, channels = 3 }: Shape): Pixmap {
  const data = new Uint8Array(width * height * channels)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += channels) {
      const value = Math.min(255, Math.max(0, at(x, y)))
      data.set([value, value / 2 + 40, 220 - value / 2], i)
      if (channels === 4) data[i + 3] = (x * 7 + y * 13) % 256
    }
  }
  return { data, width, height, channels }
}

export function maskOf(inside: (x: number, y: number) => boolean, { width, height }: Shape): Mask {
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (inside(x, y)) data[y * width + x] = 255
  return { data, width, height }
}

/** Grain of 0 to 63 that looks random and is the same everywhere. */
export const grain: Place = (x, y) => {
  const mixed = Math.imul(Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 15)) & 63
}

export const copyOf = (pixmap: Pixmap): Pixmap => ({ ...pixmap, data: new Uint8Array(pixmap.data) })

/** The picture with a glaring colour where the hole is: what must not come back. */
export function spoil(pixmap: Pixmap, mask: Mask): Pixmap {
  const spoiled = copyOf(pixmap)
  for (let at = 0; at < mask.data.length; at++) {
    if (mask.data[at] !== 0) spoiled.data.set([255, 0, 255], at * pixmap.channels)
  }
  return spoiled
}
