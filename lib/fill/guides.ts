// Lines that the user drew for edges to continue along: near one, a patch is taken from as far beside it, wherever the
// line runs over known ground. The distance along the line is free, so that a rim may come from either end.
import type { Size } from '../core/geometry.ts'

/** A drawn line, from point to point, in pixels of the picture. */
export type Guide = readonly { readonly x: number; readonly y: number }[]

/** Beside it by more than this, in pixels of a level, a line means nothing. */
const reachPx = 6
const unitsPerPx = 8
const far = reachPx * unitsPerPx

/** One pixel beside the right distance costs as much as a patch that is 8 levels off in every sample. */
const costPerUnit = 325

/** Eighths of a pixel to the nearest line, negative on its left side; `far` where there is none within 6 px. */
export type GuideField = Int8Array

/** @param scale pixels of the picture in a pixel of the level */
export function drawGuides(guides: readonly Guide[], size: Size, scale: number): GuideField {
  const field = new Int8Array(size.width * size.height).fill(far)
  const nearest = new Float64Array(field.length).fill(reachPx * reachPx)
  for (const guide of guides) {
    for (let i = 1; i < guide.length; i++) {
      drawSegment({ field, nearest, size, from: shrink(guide[i - 1], scale), to: shrink(guide[i], scale) })
    }
  }
  return field
}

const shrink = ({ x, y }: Guide[number], scale: number) => ({ x: x / scale - 0.5, y: y / scale - 0.5 })

type Segment = { field: GuideField; nearest: Float64Array; size: Size; from: Guide[number]; to: Guide[number] }

function drawSegment({ field, nearest, size, from, to }: Segment): void {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const length2 = dx * dx + dy * dy
  if (length2 === 0) return
  const length = Math.sqrt(length2)
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - reachPx))
  const bottom = Math.min(size.height - 1, Math.ceil(Math.max(from.y, to.y) + reachPx))
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reachPx))
  const right = Math.min(size.width - 1, Math.ceil(Math.max(from.x, to.x) + reachPx))
  for (let y = top; y <= bottom; y++) {
    for (let x = left, at = y * size.width + left; x <= right; x++, at++) {
      const along = Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length2))
      const awayX = x - from.x - along * dx
      const awayY = y - from.y - along * dy
      const distance2 = awayX * awayX + awayY * awayY
      if (distance2 >= nearest[at]) continue
      nearest[at] = distance2
      const side = (dx * (y - from.y) - dy * (x - from.x)) / length
      field[at] = Math.floor(Math.sqrt(distance2) * unitsPerPx + 0.5) * (side < 0 ? -1 : 1)
    }
  }
}

/** What a patch costs, beside its unlikeness, for lying elsewhere beside a line than what it is to fill. */
export function guideCost(field: GuideField, target: number, source: number): number {
  if (field[target] === far) return 0
  const apart = field[target] - field[source]
  return apart * apart * costPerUnit
}
