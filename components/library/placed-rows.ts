// Where the rows of the library lie, and which of them are near the window: of 10,000 pictures some fifty are elements.
// Pure.
import type { Row } from './justified-rows.ts'

export type PlacedRow<T> = Row<T> & {
  /** From the top of the first row, CSS px. */
  readonly top: number
  /** How many items stand in the rows before. */
  readonly first: number
}

export type PlacedRows<T> = { readonly rows: readonly PlacedRow<T>[]; readonly height: number }

/** @param beneath what follows each row, CSS px: its captions and the gap to the next */
export function placeRows<T>(rows: readonly Row<T>[], beneath: number): PlacedRows<T> {
  let top = 0
  let first = 0
  const placed = rows.map((row) => {
    const here = { ...row, top, first }
    top += row.height + beneath
    first += row.items.length
    return here
  })
  return { rows: placed, height: top }
}

export type PlacedTile<T> = {
  readonly image: T
  /** CSS px, from the left of the rows and the top of the first. */
  readonly place: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
}

/** Every picture with its place, made once for a layout: the same objects for as long as it holds. */
export function placeTiles<T>({ rows, height }: PlacedRows<T>, gap: number): PlacedRows<PlacedTile<T>> {
  const placed = rows.map((row) => {
    let left = 0
    const items = row.items.map(({ item: image, width }) => {
      const place = { left, top: row.top, width, height: row.height }
      left += width + gap
      return { item: { image, place }, width }
    })
    return { ...row, items }
  })
  return { rows: placed, height }
}

/** A stretch of the page, CSS px from the top of the first row. */
export type Stretch = { readonly from: number; readonly to: number }

/** The rows that reach into a stretch. */
export function rowsWithin<T>({ rows, height }: PlacedRows<T>, { from, to }: Stretch): readonly PlacedRow<T>[] {
  const bottomOf = (index: number): number => rows[index + 1]?.top ?? height
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (bottomOf(middle) <= from) low = middle + 1
    else high = middle
  }
  let end = low
  while (end < rows.length && rows[end].top < to) end++
  return rows.slice(low, end)
}

/** The least that is held beyond a window: more than a row is high, so that none in sight is ever broken. */
const leastBeyond = 600

/**
 * What is held ready around a window: two thirds of its height before and after, on a grid of a twelfth. Each of its steps
 * brings a picture or two and never a row at once, which would cost a frame.
 */
export function heldStretch({ from, to }: Stretch): Stretch {
  const step = Math.max(1, Math.round((to - from) / 12))
  const beyond = Math.max(8 * step, leastBeyond)
  return { from: Math.floor(from / step) * step - beyond, to: Math.ceil(to / step) * step + beyond }
}

/**
 * Whether one of a row's pictures is held. They come and go one after the other while the stretch moves over their row,
 * as if each had a stripe of it.
 */
export function isHeld<T>({ top, height, items }: PlacedRow<T>, index: number, { from, to }: Stretch): boolean {
  const stripe = height / items.length
  return top + index * stripe < to && top + (index + 1) * stripe > from
}
