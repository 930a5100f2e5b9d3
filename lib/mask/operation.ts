// Every change of a mask, as data. Tools emit operations; nothing else writes to a raster.
import { type ImagePoint, type Rect, wholeRect } from '../core/geometry.ts'
import { never } from '../core/result.ts'
import { ignoreTouch, type Raster, type Touch } from './raster.ts'
import type { Brush } from './stamp.ts'
import { beginStroke, extendStroke } from './stroke.ts'

export type MaskOperation =
  | { readonly kind: 'stroke'; readonly brush: Brush; readonly points: readonly ImagePoint[] }
  /** The whole raster to one value. */
  | { readonly kind: 'fill'; readonly value: number }
  | { readonly kind: 'invert' }

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
      for (let i = 0; i < data.length; i++) data[i] = 255 - data[i]
      return wholeRect(raster)
    default:
      return never(operation)
  }
}
