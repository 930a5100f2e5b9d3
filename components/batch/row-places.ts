// Where rows of different heights stand below each other, and which of them are near what is seen. Pure.
import type { Stretch } from '../library/placed-rows.ts'

export type RowPlaces = {
  /** Of each row. */
  tops: number[]
  height: number
  /** The rows from here to before there. */
  from: number
  to: number
}

export function placesOf(heights: readonly number[], near: Stretch): RowPlaces {
  const tops: number[] = []
  let height = 0
  let from = heights.length
  let to = 0
  for (const [index, own] of heights.entries()) {
    tops.push(height)
    if (height < near.to && height + own > near.from) {
      from = Math.min(from, index)
      to = index + 1
    }
    height += own
  }
  return { tops, height, from: Math.min(from, to), to }
}
