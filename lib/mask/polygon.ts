// Polygons by scan lines and the non-zero winding rule: where a lasso crosses itself, the overlap stays inside.
import type { ImagePoint, Rect } from '../core/geometry.ts'
import type { Region } from './region.ts'
import { type AddSpan, coverFromSpans } from './span-coverage.ts'

/** A side, from its upper to its lower end. */
type Side = {
  readonly top: number
  readonly bottom: number
  readonly xAtTop: number
  readonly slope: number
  readonly turn: 1 | -1
}

export function polygonRegion(points: readonly ImagePoint[], rect: Rect): Region {
  const waiting = sidesOf(points).sort((a, b) => b.top - a.top)
  let active: Side[] = []
  let xs = new Float64Array(64)

  return coverFromSpans(rect, (y, add) => {
    if (active.some((side) => side.bottom <= y)) active = active.filter((side) => side.bottom > y)
    for (let next = waiting.at(-1); next && next.top <= y; next = waiting.at(-1)) {
      waiting.pop()
      if (next.bottom > y) active.push(next)
    }
    if (active.length > xs.length) xs = new Float64Array(active.length * 2)
    // Insertion, for they are in order but for the few that crossed since the line before.
    for (let i = 0; i < active.length; i++) {
      const side = active[i]
      const x = side.xAtTop + (y - side.top) * side.slope
      let place = i
      for (; place > 0 && xs[place - 1] > x; place--) {
        xs[place] = xs[place - 1]
        active[place] = active[place - 1]
      }
      xs[place] = x
      active[place] = side
    }
    addWound({ xs, sides: active, add })
  })
}

function sidesOf(points: readonly ImagePoint[]): Side[] {
  const sides: Side[] = []
  points.forEach((point, index) => {
    const next = points[(index + 1) % points.length]
    if (point.y === next.y) return
    const down = point.y < next.y
    const [from, to] = down ? [point, next] : [next, point]
    const slope = (to.x - from.x) / (to.y - from.y)
    sides.push({ top: from.y, bottom: to.y, xAtTop: from.x, slope, turn: down ? 1 : -1 })
  })
  return sides
}

function addWound({ xs, sides, add }: { xs: Float64Array; sides: readonly Side[]; add: AddSpan }): void {
  let winding = 0
  let left = 0
  for (let i = 0; i < sides.length; i++) {
    const before = winding
    winding += sides[i].turn
    if (before === 0) left = xs[i]
    else if (winding === 0) add(left, xs[i])
  }
}
