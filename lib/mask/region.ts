// A part of the image, chosen softly, and the four ways in which it can change a mask.
import { isEmpty, type Rect, unionRects, wholeRect } from '../core/geometry.ts'
import { never } from '../core/result.ts'
import { coveredBounds, ignoreTouch, type Raster, type Touch } from './raster.ts'

export type Combine = 'replace' | 'add' | 'subtract' | 'intersect'

/** How much of each pixel of `rect` is chosen, row by row, 0 to 255; nothing outside. `rect` lies inside the image. */
export type Region = { readonly rect: Rect; readonly coverage: Uint8Array<ArrayBuffer> }

type Row = {
  readonly data: Uint8Array
  /** Where in `data` the row begins. */
  readonly start: number
  readonly values: Uint8Array
  readonly combine: Combine
}

/**
 * Combines a row of the mask with as many values: replace takes them, add the larger, intersect the smaller of both.
 * Subtract takes the smaller of the mask and what the values leave of 255.
 */
export function combineRow({ data, start, values, combine }: Row): void {
  const count = values.length
  switch (combine) {
    case 'replace':
      data.set(values, start)
      return
    case 'add':
      for (let i = 0; i < count; i++) if (values[i] > data[start + i]) data[start + i] = values[i]
      return
    case 'subtract':
      for (let i = 0; i < count; i++) if (255 - values[i] < data[start + i]) data[start + i] = 255 - values[i]
      return
    case 'intersect':
      for (let i = 0; i < count; i++) if (values[i] < data[start + i]) data[start + i] = values[i]
      return
    default:
      never(combine)
  }
}

type Combination = {
  readonly raster: Raster
  readonly region: Region
  readonly combine: Combine
  /** What a fully chosen pixel counts for. Subtracting always takes all of it away. */
  readonly value: number
  readonly touch?: Touch
}

/** Returns the pixels that may have changed. Throws a RangeError where the region does not fit the raster. */
export function combineRegion({ raster, region, combine, value, touch = ignoreTouch }: Combination): Rect {
  const { rect, coverage } = region
  const { width, data } = raster
  if (!isEmpty(rect) && !fits(region, raster)) throw new RangeError('The region reaches outside the mask')
  const clears = combine === 'replace' || combine === 'intersect'
  const dirty = clears ? unionRects(coveredBounds(raster), rect) : rect
  if (isEmpty(dirty)) return dirty
  touch(dirty)
  const shares = new Uint8Array(256)
  for (let share = 0; share < 256; share++) {
    shares[share] = combine === 'subtract' ? share : Math.round((share * value) / 255)
  }
  const values = new Uint8Array(rect.width)
  for (let y = dirty.y; y < dirty.y + dirty.height; y++) {
    const row = y * width
    const inside = y >= rect.y && y < rect.y + rect.height
    if (clears) {
      data.fill(0, row + dirty.x, row + (inside ? rect.x : dirty.x + dirty.width))
      if (inside) data.fill(0, row + rect.x + rect.width, row + dirty.x + dirty.width)
    }
    if (!inside) continue
    const source = (y - rect.y) * rect.width
    for (let x = 0; x < rect.width; x++) values[x] = shares[coverage[source + x]]
    combineRow({ data, start: row + rect.x, values, combine })
  }
  return dirty
}

function fits({ rect, coverage }: Region, raster: Raster): boolean {
  const whole = wholeRect(raster)
  return (
    rect.x >= 0 &&
    rect.y >= 0 &&
    rect.x + rect.width <= whole.width &&
    rect.y + rect.height <= whole.height &&
    coverage.length === rect.width * rect.height
  )
}
