// From one grey to another, along a line or outwards from a point: an honest grey, each value is that share of the edit.
import { type ImagePoint, type Rect, wholeRect } from '../core/geometry.ts'
import { ignoreTouch, type Raster, type Touch } from './raster.ts'
import { type Combine, combineRow } from './region.ts'

export type Gradient = {
  readonly form: 'linear' | 'radial'
  readonly from: ImagePoint
  readonly to: ImagePoint
  readonly fromValue: number
  readonly toValue: number
  readonly combine: Combine
}

type Application = { readonly raster: Raster; readonly gradient: Gradient; readonly touch?: Touch }

/**
 * Covers the whole raster. `fromValue` holds up to `from` (linear) or at it (radial), `toValue` from `to` on; between,
 * by the share of the way. No way at all is wholly past `to`. Subtracting takes the gradient's value away from 255.
 */
export function applyGradient({ raster, gradient, touch = ignoreTouch }: Application): Rect {
  const { form, from, to, fromValue, toValue, combine } = gradient
  const dx = to.x - from.x
  const dy = to.y - from.y
  const lengthSquared = dx * dx + dy * dy
  touch(wholeRect(raster))
  const values = new Uint8Array(raster.width)
  const range = toValue - fromValue
  for (let y = 0; y < raster.height; y++) {
    const py = y + 0.5 - from.y
    for (let x = 0; x < raster.width; x++) {
      const px = x + 0.5 - from.x
      const share =
        lengthSquared === 0
          ? 1
          : form === 'linear'
            ? (px * dx + py * dy) / lengthSquared
            : Math.sqrt((px * px + py * py) / lengthSquared)
      values[x] = Math.round(fromValue + range * (share < 0 ? 0 : share > 1 ? 1 : share))
    }
    combineRow({ data: raster.data, start: y * raster.width, values, combine })
  }
  return wholeRect(raster)
}
