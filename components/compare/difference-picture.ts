// What a difference looks like: bright where pixels changed, on black. Pure.
import type { Size } from '#lib/core/geometry.ts'
import { type DifferenceMap, halveDifference } from '#lib/retouch/difference.ts'
import type { ViewTransform } from '../editor/view.ts'

export type Gain = 1 | 4

/** 3.05 : 1 against black, the least that is told from it for sure: a pixel that is one level off must be seen. */
const faintest = 90

/** Grey by level. */
export function brightnessOf(gain: Gain): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, level) =>
    level === 0 ? 0 : Math.round(faintest + ((255 - faintest) * Math.min(255, gain * level)) / 255),
  )
}

/** The difference, then each half of the one before, down to a single pixel. */
export function differenceLevels(map: DifferenceMap): readonly DifferenceMap[] {
  const levels = [map]
  for (let last = map; last.data.length > 1; levels.push(last)) last = halveDifference(last)
  return levels
}

export type DifferenceScreen = {
  readonly view: ViewTransform
  /** In device px. */
  readonly size: Size
  /** Device px for each CSS px. */
  readonly ratio: number
  readonly gain: Gain
}

/**
 * Device pixels as they lie in memory, RGBA read as little-endian numbers; around the picture transparent. The level is
 * the first whose pixels are no smaller than the screen's: then the nearest one is taken, and none is left out. The last of
 * a row stands for what is left of the picture there, and is drawn whole for the same reason.
 */
export function drawDifference(levels: readonly DifferenceMap[], screen: DifferenceScreen): Uint32Array<ArrayBuffer> {
  const { view, size, ratio, gain } = screen
  const halvings = Math.max(0, Math.ceil(-Math.log2(view.zoom * ratio)))
  const index = Math.min(halvings, levels.length - 1)
  const { width, height, data } = levels[index]
  const shades = Uint32Array.from(brightnessOf(gain), (grey) => (0xff000000 | (grey * 0x010101)) >>> 0)
  const pixels = new Uint32Array(size.width * size.height)

  const along = (at: number, origin: number): number => Math.floor(((at + 0.5) / ratio - origin) / view.zoom)
  const columns = Int32Array.from({ length: size.width }, (_, at) => {
    const x = along(at, view.x) >> index
    return x < width ? x : -1
  })
  for (let y = 0, to = 0; y < size.height; y++, to += size.width) {
    const row = along(y, view.y) >> index
    if (row < 0 || row >= height) continue
    for (let x = 0; x < size.width; x++) {
      if (columns[x] >= 0) pixels[to + x] = shades[data[row * width + columns[x]]]
    }
  }
  return pixels
}
