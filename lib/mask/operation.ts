// Every change of a mask, as data. Tools emit operations; nothing else writes to a raster.
import { type Rect, wholeRect } from '../core/geometry.ts'
import { never } from '../core/result.ts'
import { featherRaster, featherRegion } from './feather.ts'
import { applyGradient, type Gradient } from './gradient.ts'
import { growMask, shrinkMask } from './grow.ts'
import { coveredBounds, ignoreTouch, type Raster, type Touch } from './raster.ts'
import { type Combine, combineRegion, type Region } from './region.ts'
import { type Shape, shapeRegion } from './shape.ts'
import type { Brush } from './stamp.ts'
import { beginStroke, extendStroke, type StrokePoint } from './stroke.ts'

export type MaskOperation =
  | { readonly kind: 'stroke'; readonly brush: Brush; readonly points: readonly StrokePoint[] }
  /** The whole raster to one value. */
  | { readonly kind: 'fill'; readonly value: number }
  | { readonly kind: 'invert' }
  | {
      readonly kind: 'shape'
      readonly shape: Shape
      readonly combine: Combine
      readonly value: number
      readonly featherPx: number
    }
  /** A region found elsewhere: by the wand, by smart select. */
  | {
      readonly kind: 'region'
      readonly region: Region
      readonly combine: Combine
      readonly value: number
      readonly featherPx: number
    }
  | ({ readonly kind: 'gradient' } & Gradient)
  | { readonly kind: 'grow'; readonly px: number }
  | { readonly kind: 'shrink'; readonly px: number }
  | { readonly kind: 'feather'; readonly px: number }
  /** 255 from `at` on, 0 below. */
  | { readonly kind: 'threshold'; readonly at: number }
  /** A whole raster of the same size: an import, a copy of another version's mask. */
  | { readonly kind: 'load'; readonly data: Uint8Array }

export const clearMask: MaskOperation = { kind: 'fill', value: 0 }

type Application = { readonly raster: Raster; readonly operation: MaskOperation; readonly touch?: Touch }

/** Changes the raster in place. Returns the pixels that may have changed; `touch` hears of each part beforehand. */
export function applyOperation({ raster, operation, touch = ignoreTouch }: Application): Rect {
  const { data } = raster
  switch (operation.kind) {
    case 'stroke':
      return extendStroke({ raster, stroke: beginStroke(operation.brush), points: operation.points, touch })
    case 'fill':
      touch(wholeRect(raster))
      data.fill(operation.value)
      return wholeRect(raster)
    case 'invert':
      touch(wholeRect(raster))
      invertBytes(data)
      return wholeRect(raster)
    case 'shape': {
      const { shape, combine, value, featherPx } = operation
      const region = featherRegion(shapeRegion(shape, raster), featherPx, raster)
      return combineRegion({ raster, region, combine, value, touch })
    }
    case 'region': {
      const { combine, value, featherPx } = operation
      const region = featherRegion(operation.region, featherPx, raster)
      return combineRegion({ raster, region, combine, value, touch })
    }
    case 'gradient':
      return applyGradient({ raster, gradient: operation, touch })
    case 'grow':
      return growMask({ raster, px: operation.px, touch })
    case 'shrink':
      return shrinkMask({ raster, px: operation.px, touch })
    case 'feather':
      return featherRaster({ raster, px: operation.px, touch })
    case 'threshold':
      return applyThreshold({ raster, at: operation.at, touch })
    case 'load':
      if (operation.data.length !== data.length) throw new RangeError('The loaded mask is of another size')
      touch(wholeRect(raster))
      data.set(operation.data)
      return wholeRect(raster)
    default:
      return never(operation)
  }
}

type Thresholding = { readonly raster: Raster; readonly at: number; readonly touch: Touch }

function applyThreshold({ raster, at, touch }: Thresholding): Rect {
  // What is 0 stays 0, unless even 0 is enough.
  const rect = at > 0 ? coveredBounds(raster) : wholeRect(raster)
  touch(rect)
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const row = y * raster.width
    for (let i = row + rect.x; i < row + rect.x + rect.width; i++) raster.data[i] = raster.data[i] >= at ? 255 : 0
  }
  return rect
}

/** Four bytes at a time where they lie on words, which is four times as fast. */
function invertBytes(data: Uint8Array): void {
  const words = data.byteOffset % 4 === 0 ? data.length >> 2 : 0
  const wide = new Int32Array(data.buffer, words > 0 ? data.byteOffset : 0, words)
  for (let i = 0; i < words; i++) wide[i] = ~wide[i]
  for (let i = words * 4; i < data.length; i++) data[i] = 255 - data[i]
}
