// Where a row of pixels runs through a capsule: all that is within a radius of a segment.

type CapsuleRow = { dx: number; dy: number; lengthSquared: number; py: number; radius: number }

/** Where the row at height `py` is inside the capsule from (0, 0) to (dx, dy): one interval, for a capsule is convex. */
export function capsuleSpan(span: Float64Array, { dx, dy, lengthSquared, py, radius }: CapsuleRow): boolean {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  if (Math.abs(py) <= radius) {
    const half = Math.sqrt(radius * radius - py * py)
    low = -half
    high = half
  }
  if (Math.abs(py - dy) <= radius) {
    const half = Math.sqrt(radius * radius - (py - dy) * (py - dy))
    low = Math.min(low, dx - half)
    high = Math.max(high, dx + half)
  }
  if (lengthSquared > 0) {
    // The rectangle between the two discs: between its ends along the segment, and within the radius across it.
    const reach = radius * Math.sqrt(lengthSquared)
    let left = Number.NEGATIVE_INFINITY
    let right = Number.POSITIVE_INFINITY
    let inside = true
    if (dx > 0) {
      left = (-py * dy) / dx
      right = (lengthSquared - py * dy) / dx
    } else inside = py * dy >= 0 && py * dy <= lengthSquared
    if (dy !== 0) {
      const a = (py * dx - reach) / dy
      const b = (py * dx + reach) / dy
      left = Math.max(left, Math.min(a, b))
      right = Math.min(right, Math.max(a, b))
    } else inside = inside && Math.abs(py * dx) <= reach
    if (inside && left <= right) {
      low = Math.min(low, left)
      high = Math.max(high, right)
    }
  }
  span[0] = low
  span[1] = high
  return low <= high
}
