// The result brought over the original in one pass, straight to the crop's resolution: each further pass would soften it.
import { type Rect, type Size, wholeRect } from '../core/geometry.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { type AxisMap, draw } from '../retouch/resample.ts'
import type { Colour } from './colour.ts'
import { axesAt, type Transform } from './transform.ts'

export type WarpRequest = {
  readonly result: Pixmap
  readonly transform: Transform
  readonly colour: Colour
  /** Of the crop that the result stands for: of the same ratio, larger or smaller. */
  readonly size: Size
  /** The part of the crop that is wanted; all of it by default. Parts fit together to the bit. */
  readonly part?: Rect
}

/**
 * Lanczos-3, then the colour, then rounding, once. What the result has nothing for, beyond its border, repeats the border.
 * Bands of 64 rows cost a tenth more than one call, and no memory but their own.
 */
export function warp({ result, transform, colour, size, part = wholeRect(size) }: WarpRequest): Pixmap {
  const { across, down } = axesAt(transform, result)
  const throughCrop = ({ step, origin }: AxisMap, ratio: number): AxisMap => ({
    step: step * ratio,
    origin: (step * (ratio - 1)) / 2 + origin,
  })
  return draw(result, {
    part,
    across: throughCrop(across, result.width / size.width),
    down: throughCrop(down, result.height / size.height),
    levels: colour,
  })
}
