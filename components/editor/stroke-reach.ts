// What the strokes have reached that the mask's facts do not tell of yet: told ten times a second, and only where it has grown, so that what
// follows the mask can follow the hand without a look at the raster. (Told with every frame, React took as much of it as
// the stroke did.)
import { emptyRect, intersectRects, isEmpty, type Rect, type Size, unionRects, wholeRect } from '#lib/core/geometry.ts'
import { type Brush, tipOf } from '#lib/mask/stamp.ts'
import type { StrokePoint } from '#lib/mask/stroke.ts'

export type StrokeReach = {
  /** A stroke that follows another at once goes on from what that one has reached. */
  begin(brush: Brush): void
  extend(points: readonly StrokePoint[]): void
  /** The mask's facts tell of it now. */
  forget(): void
}

type StrokeReachOptions = {
  readonly image: Size
  tell(reach: Rect): void
  /** A tenth of a second, and what takes its promise back. */
  readonly ticks: { request(then: () => void): number; cancel(id: number): void }
}

export function createStrokeReach({ image, tell, ticks }: StrokeReachOptions): StrokeReach {
  let brush: Brush | null = null
  let reach: Rect = emptyRect
  let tick: number | null = null

  const forget = (): void => {
    if (tick !== null) ticks.cancel(tick)
    tick = null
    reach = emptyRect
  }
  return {
    begin(next) {
      // What is erased does not reach anywhere.
      brush = next.value > 0 ? next : null
    },
    extend(points) {
      if (brush === null) return
      const grown = unionRects(reach, reachOf({ brush, points, image }))
      const same =
        grown.x === reach.x && grown.y === reach.y && grown.width === reach.width && grown.height === reach.height
      if (same || isEmpty(grown)) return
      reach = grown
      tick ??= ticks.request(() => {
        tick = null
        tell(reach)
      })
    },
    forget,
  }
}

/** The pixels that a brush may touch at these points, inside the image. */
export function reachOf({ brush, points, image }: { brush: Brush; points: readonly StrokePoint[]; image: Size }): Rect {
  let reach = emptyRect
  for (const { x, y, sizePx = brush.sizePx } of points) {
    const radius = tipOf({ ...brush, sizePx }).outer
    const left = Math.floor(x - radius)
    const top = Math.floor(y - radius)
    const dab = { x: left, y: top, width: Math.ceil(x + radius) - left, height: Math.ceil(y + radius) - top }
    reach = unionRects(reach, intersectRects(dab, wholeRect(image)))
  }
  return reach
}
