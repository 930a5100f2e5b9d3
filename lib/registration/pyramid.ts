// The pictures at full, half and quarter size, and at each the protected points with structure that a fit looks at.
import type { Size } from '../core/geometry.ts'
import type { Raster } from '../mask/raster.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { halve, highPass, luminance, type Plane, smooth } from './plane.ts'
import { choosePoints, type Points } from './points.ts'
import { affordableMargin, halveMask, measureProtection, shareBeyond } from './protection.ts'
import { axesAt, type Transform } from './transform.ts'

/** 0 is full size, each level after it half as wide. */
type LevelPlanes = { readonly original: Plane; readonly result: Plane; readonly mask: Raster }

export type Pyramid = { readonly full: Size; readonly planes: readonly LevelPlanes[] }

/** Ready to be fitted. Lengths inside are pixels of the level, `factor` pixels of the result wide. */
export type Level = {
  readonly full: Size
  readonly factor: number
  readonly points: Points
  readonly result: Plane
  /** 1 where the pixel is protected and smoothing has mixed nothing into it. */
  readonly share: Plane
}

/**
 * By level: `smear`, how far smoothing has carried what the mask covers; `margin`, which adds the gradient's own pixel;
 * the side of the blocks; `cell`, of whose pixels only the steepest is kept.
 */
const plans = [
  { smear: 2, margin: 4, blockPx: 32, cell: 2 },
  { smear: 1, margin: 3, blockPx: 16, cell: 1 },
  { smear: 2, margin: 3, blockPx: 12, cell: 1 },
] as const

export type LevelIndex = 0 | 1 | 2

export function buildPyramid({ original, result, mask }: { original: Pixmap; result: Pixmap; mask: Raster }): Pyramid {
  const full = { original: smooth(luminance(original)), result: smooth(luminance(result)), mask }
  // Smoothed once already, which is enough to halve the first time.
  const half = { original: halve(full.original), result: halve(full.result), mask: halveMask(mask) }
  const quarter = {
    original: halve(smooth(half.original)),
    result: halve(smooth(half.result)),
    mask: halveMask(half.mask),
  }
  return { full: { width: mask.width, height: mask.height }, planes: [full, half, quarter] }
}

export function prepareLevel({ full, planes }: Pyramid, index: LevelIndex): Level {
  const { original, result, mask } = planes[index]
  const { smear, margin, blockPx, cell } = plans[index]
  const protection = measureProtection(mask)
  const share = shareBeyond(protection, affordableMargin(protection, smear))
  const points = choosePoints({
    ...{ picture: highPass(original, share), blockPx, cell },
    eligible: shareBeyond(protection, affordableMargin(protection, margin)),
  })
  return { full, factor: 1 << index, points, result, share }
}

/**
 * The result without its local means, taken where the transform puts what is protected: with the mask left in place, what
 * was painted would leak into the means by as much as the result is shifted.
 */
export function resultStructure({ full, factor, result, share }: Level, transform: Transform): Plane {
  const { across, down } = axesAt(transform, full, factor)
  const { width, height } = result
  const values = new Float32Array(width * height).fill(1)
  const columns = Int32Array.from({ length: width }, (_, x) => Math.round((x - across.origin) / across.step))
  for (let y = 0; y < height; y++) {
    const row = Math.round((y - down.origin) / down.step)
    if (row < 0 || row >= height) continue
    for (let x = 0; x < width; x++) {
      const column = columns[x]
      if (column >= 0 && column < width) values[y * width + x] = share.values[row * width + column]
    }
  }
  return highPass(result, { values, width, height })
}
