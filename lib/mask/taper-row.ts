// Rows of a taper (taper.ts): which of its pixels are nearest to one of the two tips, and which to a tip between them.
import type { ImagePoint } from '../core/geometry.ts'
import { applyTip, coverageAt, createTipTable, highOf, lowOf, type Tip } from './tip-table.ts'

/** The segment, and how its tip changes along it; `first` at its start, from where all is measured. */
export type Axis = {
  readonly start: ImagePoint
  readonly dx: number
  readonly dy: number
  readonly lengthSquared: number
  readonly perLength: number
  readonly first: Tip
  readonly last: Tip
  /** By how much the outer radius grows. */
  readonly grows: number
  readonly lean: number
  /** The larger tip swallows the smaller: there is only one, 0 at the start or 1 at the end. */
  readonly swallowed: boolean
  readonly only: 0 | 1
}

type Ends = { readonly start: ImagePoint; readonly end: ImagePoint; readonly first: Tip; readonly last: Tip }

export function createAxis({ start, end, first, last }: Ends): Axis {
  const dx = end.x - start.x
  const dy = end.y - start.y
  const lengthSquared = dx * dx + dy * dy
  const length = Math.sqrt(lengthSquared)
  const grows = last.outer - first.outer
  const swallowed = Math.abs(grows) >= length
  const firstIsLarger = first.outer > last.outer || (first.outer === last.outer && first.peak >= last.peak)
  const slope = swallowed ? 0 : grows / length
  const lean = slope / Math.sqrt(1 - slope * slope)
  const perLength = length > 0 ? 1 / length : 0
  return { start, dx, dy, lengthSquared, perLength, first, last, grows, lean, swallowed, only: firstIsLarger ? 0 : 1 }
}

/** Columns from `first` to before `end` of the row that begins at `row` in the data and lies `py` below the start. */
export type RowPart = { readonly row: number; readonly py: number; readonly first: number; readonly end: number }

type Target = { readonly data: Uint8Array; readonly value: number; readonly axis: Axis }

/** Reckons each pixel: this is what a taper is. */
export function paintEach({ data, value, axis }: Target, { row, py, first: from, end }: RowPart): void {
  const { start, dx, dy, perLength, first, last, grows, lean, swallowed, only } = axis
  for (let x = from; x < end; x++) {
    const old = data[row + x]
    if (old === value) continue
    const px = x + 0.5 - start.x
    const along = (px * dx + py * dy) * perLength
    const across = Math.abs(px * dy - py * dx) * perLength
    const at = (along + lean * across) * perLength
    const t = swallowed ? only : at < 0 ? 0 : at > 1 ? 1 : at
    const ex = px - t * dx
    const ey = py - t * dy
    const outer = first.outer + t * grows
    const distance2 = ex * ex + ey * ey
    if (distance2 >= outer * outer) continue
    const inner = first.inner + t * (last.inner - first.inner)
    const peak = first.peak + t * (last.peak - first.peak)
    const coverage = coverageAt({ inner, outer, peak }, distance2)
    const low = lowOf(coverage, value)
    const high = highOf(coverage, value)
    if (old < low) data[row + x] = low
    else if (old > high) data[row + x] = high
  }
}

/** Farther from 0 and 1 than any rounding of a pixel's place along the segment. */
const margin = 1e-3

/** The same bytes, with a table for each of the two tips. Where `done`, what is nearest to that tip is left alone. */
export function createRowPainter(target: Target, done: 'start' | 'end' | null): (part: RowPart) => void {
  const { data, value, axis } = target
  const { start, dx, dy, perLength, first, last, grows, lean, swallowed, only } = axis
  // As the formula has it at the end, to the last bit.
  const atEnd: Tip = {
    outer: first.outer + grows,
    inner: first.inner + (last.inner - first.inner),
    peak: first.peak + (last.peak - first.peak),
  }
  const tables = [
    done === 'start' || (swallowed && only === 1) ? null : createTipTable(first, value),
    done === 'end' || (swallowed && only === 0) ? null : createTipTable(atEnd, value),
  ] as const
  const paintTip = (tip: 0 | 1, { row, py, first, end }: RowPart): void => {
    const table = tables[tip]
    if (table === null || first >= end) return
    applyTip({ table, data, row, first, end, originX: start.x, shiftX: tip * dx, distanceY: py - tip * dy })
  }
  /** All on one side of the axis, where the place along the segment changes evenly from pixel to pixel. */
  const paintSide = (part: RowPart): void => {
    const { row, py, first, end } = part
    if (first >= end) return
    const px = first + 0.5 - start.x
    const side = (px + (end - first - 1) / 2) * dy - py * dx
    const perPixel = (dx + (side < 0 ? -lean : lean) * dy) * perLength * perLength
    const atFirst = ((px * dx + py * dy) * perLength + lean * Math.abs(px * dy - py * dx) * perLength) * perLength
    if (Math.abs(perPixel) < 1e-9) {
      if (atFirst <= -margin) paintTip(0, part)
      else if (atFirst >= 1 + margin) paintTip(1, part)
      else paintEach(target, part)
      return
    }
    const [atZero, atOne] = [first - atFirst / perPixel, first + (1 - atFirst) / perPixel]
    const within = (column: number): number => Math.min(end, Math.max(first, column))
    const middleFirst = within(Math.floor(Math.min(atZero, atOne)) - 1)
    const middleEnd = within(Math.ceil(Math.max(atZero, atOne)) + 2)
    paintTip(perPixel > 0 ? 0 : 1, { row, py, first, end: middleFirst })
    paintEach(target, { row, py, first: middleFirst, end: middleEnd })
    paintTip(perPixel > 0 ? 1 : 0, { row, py, first: middleEnd, end })
  }
  return (part) => {
    if (swallowed) return paintTip(only, part)
    const { row, py, first, end } = part
    const axisAt = dy === 0 ? first : Math.ceil(start.x + (py * dx) / dy - 0.5)
    const cut = Math.min(end, Math.max(first, axisAt))
    paintSide({ row, py, first, end: cut })
    paintSide({ row, py, first: cut, end })
  }
}
