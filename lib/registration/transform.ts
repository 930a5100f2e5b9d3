// How a result lies over its original. Four numbers: engines shift and zoom what they return; a turn was never seen.

import type { Size } from '../core/geometry.ts'
import type { AxisMap } from '../retouch/resample.ts'

type Pair = { readonly x: number; readonly y: number }

/**
 * result(c + scale · (p − c) + shift) shows what original(p) shows; c is the centre of the picture, lengths are pixels of
 * the result.
 */
export type Transform = { readonly shift: Pair; readonly scale: Pair }

export const identity: Transform = { shift: { x: 0, y: 0 }, scale: { x: 1, y: 1 } }

/** From the original's pixel indices to the result's, on a pyramid level whose pixels are `factor` result pixels wide. */
export function axesAt({ shift, scale }: Transform, size: Size, factor = 1) {
  const axis = (centre: number, step: number, offset: number): AxisMap => ({
    step,
    origin: (centre - step * centre + offset) / factor,
  })
  return {
    across: axis((size.width - 1) / 2, scale.x, shift.x),
    down: axis((size.height - 1) / 2, scale.y, shift.y),
  }
}
