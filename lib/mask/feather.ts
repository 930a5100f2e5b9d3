// Feathering by n px: an edge becomes a ramp of about n px to either side, half on its old place.
import { growRect, intersectRects, isEmpty, type Rect, type Size, wholeRect } from '../core/geometry.ts'
import { blurPlane, blurReach, planeOf } from './blur.ts'
import { coveredBounds, ignoreTouch, type Raster, type Touch } from './raster.ts'
import type { Region } from './region.ts'

/** Two standard deviations to either side hold 95 of 100 parts of the ramp. */
const sigmaOf = (px: number): number => px / 2

type Feathering = { readonly raster: Raster; readonly px: number; readonly touch?: Touch }

/** Returns the pixels that may have changed. What is further than 1.5 n + 3 px from the mask stays as it is. */
export function featherRaster({ raster, px, touch = ignoreTouch }: Feathering): Rect {
  const rect = growRect(coveredBounds(raster), Math.ceil(blurReach(sigmaOf(px))), raster)
  if (px <= 0 || isEmpty(coveredBounds(raster))) return { x: 0, y: 0, width: 0, height: 0 }
  touch(rect)
  blurPlane({ data: raster.data, stride: raster.width, rect }, sigmaOf(px))
  return rect
}

/** The region with soft edges, on an image of this size. Where it meets the image's edge it stays as it is. */
export function featherRegion(region: Region, px: number, size: Size): Region {
  if (px <= 0 || isEmpty(region.rect)) return region
  const rect = intersectRects(growRect(region.rect, Math.ceil(blurReach(sigmaOf(px))), size), wholeRect(size))
  const coverage = new Uint8Array(rect.width * rect.height)
  for (let y = 0; y < region.rect.height; y++) {
    const row = region.coverage.subarray(y * region.rect.width, (y + 1) * region.rect.width)
    coverage.set(row, (region.rect.y - rect.y + y) * rect.width + region.rect.x - rect.x)
  }
  blurPlane(planeOf(coverage, rect), sigmaOf(px))
  return { rect, coverage }
}
