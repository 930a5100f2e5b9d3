// How alike original and result are under a transform: for choosing between candidates, and for doubting the one chosen.
import type { Plane } from './plane.ts'
import type { Level } from './pyramid.ts'
import { medianOfMagnitudes } from './robust.ts'
import { axesAt, type Transform } from './transform.ts'

const fewestPoints = 50

/** Beyond 1.5 medians a value counts no more: one strong edge would outvote the rest of the picture. */
export const clipOf = ({ points }: Level): number => 1.5 * medianOfMagnitudes(points.value, points.count) + 1e-3

type Comparison = {
  readonly level: Level
  readonly seen: Plane
  readonly transform: Transform
  /** At most about so many points, evenly taken. */
  readonly sample: number
  readonly clip: number
  /** Added to the shift, in level pixels. */
  readonly offset?: { readonly x: number; readonly y: number }
}

/** Of the clipped high-pass values, bilinear, −1 to 1; 0 where too few points fall inside. */
export function correlate({ level, seen, transform, sample, clip, offset }: Comparison): number {
  const { points } = level
  const { values, width, height } = seen
  const { across, down } = axesAt(transform, level.full, level.factor)
  const left = across.origin + (offset?.x ?? 0)
  const top = down.origin + (offset?.y ?? 0)
  const stride = Math.max(1, points.count / sample)
  let product = 0
  let seenSquares = 0
  let ownSquares = 0
  let count = 0
  for (let k = 0; k < points.count; k += stride) {
    const p = Math.floor(k)
    const u = across.step * points.x[p] + left
    const v = down.step * points.y[p] + top
    if (!(u >= 0 && v >= 0 && u < width - 1 && v < height - 1)) continue
    const column = Math.floor(u)
    const row = Math.floor(v)
    const f = u - column
    const i = row * width + column
    const upper = (1 - f) * values[i] + f * values[i + 1]
    const lower = (1 - f) * values[i + width] + f * values[i + width + 1]
    const value = Math.min(clip, Math.max(-clip, upper + (v - row) * (lower - upper)))
    const own = Math.min(clip, Math.max(-clip, points.value[p]))
    product += value * own
    seenSquares += value * value
    ownSquares += own * own
    count++
  }
  return count < fewestPoints ? 0 : product / Math.sqrt(seenSquares * ownSquares + 1e-9)
}
