// The largest value within a window, in time that does not grow with the window (van Herk, Gil and Werman): along one
// direction, three comparisons per pixel. Windows along eight directions, one after the other, make a sixteen-sided
// figure, within 2 % of a disc; and unlike a distance to the edge of a black and white mask it keeps every grey: a soft
// edge moves outwards as it is.
import type { Size } from '../core/geometry.ts'

/** From `reach` steps before each pixel to as many after it. */
type Window = { readonly dx: number; readonly dy: number; readonly reach: number }

/** The cross is a pixel and its four neighbours. */
type Figure = { readonly windows: readonly Window[]; readonly cross: boolean }

/**
 * The figure for a whole radius: exactly that along the axes, as near as whole steps allow along the diagonals and the
 * knight's moves, and the same in every mirror. Small ones do without the knight's moves: there the corners of the
 * eight-sided figure are less than a pixel out.
 */
function figureFor(px: number): Figure {
  const knight = px < 12 ? 0 : Math.round(px * 0.0891)
  // The distance to the sides across the diagonals is (2 px − diagonals − 4 knights) / √2.
  const diagonals = Math.round(px * (2 - Math.SQRT2)) - 4 * knight
  const diagonal = diagonals >> 1
  const cross = diagonals & 1
  const straight = px - 2 * diagonal - 6 * knight - cross
  const windows = [
    { dx: 1, dy: 0, reach: straight },
    { dx: 0, dy: 1, reach: straight },
    ...[1, -1].flatMap((sign): Window[] => [
      { dx: sign, dy: 1, reach: diagonal },
      { dx: 2 * sign, dy: 1, reach: knight },
      { dx: sign, dy: 2, reach: knight },
    ]),
  ]
  return { windows: windows.filter(({ reach }) => reach > 0), cross: cross === 1 }
}

/** Bytes with zeros around them: `margin` rows above and below, `margin` columns to the right of each row. */
export type Room = { readonly data: Uint8Array<ArrayBuffer>; readonly stride: number; readonly margin: number }

export function createRoom({ width, height }: Size, margin: number): Room {
  const stride = width + margin
  return { data: new Uint8Array(stride * (height + 2 * margin)), stride, margin }
}

/**
 * Each value becomes the largest within `px`, in place. The margin must be at least `px`: then nothing that leaves a row
 * at its end gets to the next one, and the flat array can be taken for lines of any direction.
 */
export function dilate({ data, stride }: Room, px: number): void {
  const { windows, cross } = figureFor(px)
  if (cross) dilateCross(data, stride)
  for (const { dx, dy, reach } of windows) {
    if (dy === 0) dilateInLine(data, reach)
    else dilateAcross({ data, step: dy * stride + dx, reach })
  }
}

function dilateCross(data: Uint8Array, stride: number): void {
  let above = new Uint8Array(stride)
  let here = new Uint8Array(stride)
  for (let start = 0; start < data.length; start += stride) {
    here.set(data.subarray(start, start + stride))
    const below =
      start + stride < data.length ? data.subarray(start + stride, start + 2 * stride) : new Uint8Array(stride)
    let before = 0
    for (let x = 0; x < stride; x++) {
      const value = here[x]
      let most = before > value ? before : value
      const after = x + 1 < stride ? here[x + 1] : 0
      if (after > most) most = after
      if (above[x] > most) most = above[x]
      if (below[x] > most) most = below[x]
      data[start + x] = most
      before = value
    }
    ;[above, here] = [here, above]
  }
}

/** Along the array itself. */
function dilateInLine(data: Uint8Array, reach: number): void {
  const count = 2 * reach + 1
  // The largest from each place of a block to the block's end.
  let rest = new Uint8Array(count)
  let nextRest = new Uint8Array(count)
  const toEnd = (target: Uint8Array, start: number): void => {
    let most = 0
    for (let i = count - 1; i >= 0; i--) {
      const at = start + i
      if (at >= 0 && at < data.length && data[at] > most) most = data[at]
      target[i] = most
    }
  }
  toEnd(rest, -reach)
  for (let start = -reach; start + reach < data.length; start += count) {
    toEnd(nextRest, start + count)
    let most = 0
    const end = Math.min(count, data.length - start - reach)
    for (let i = 0; i < end; i++) {
      const at = start + count + i
      data[start + reach + i] = rest[i] > most ? rest[i] : most
      if (at < data.length && data[at] > most) most = data[at]
    }
    ;[rest, nextRest] = [nextRest, rest]
  }
}

type Lines = { data: Uint8Array; step: number; reach: number }

/** So many lines at a time that a block of them stays in the processor's cache. */
const linesAtOnce = 2048
const wordsAtOnce = linesAtOnce / 4

/** Along lines that run `step` bytes ahead each time; neighbouring lines go side by side, as rows of a table do. */
function dilateAcross({ data, step, reach }: Lines): void {
  const count = 2 * reach + 1
  let rest = new Int32Array(count * wordsAtOnce)
  let nextRest = new Int32Array(count * wordsAtOnce)
  const most = new Int32Array(wordsAtOnce)
  const row = new Int32Array(wordsAtOnce)
  const rowBytes = new Uint8Array(row.buffer)

  for (let left = 0; left < step; left += linesAtOnce) {
    const lines = Math.min(linesAtOnce, step - left)
    const rows = Math.ceil((data.length - left) / step)
    const takeRow = (index: number): void => {
      const from = index * step + left
      rowBytes.set(data.subarray(from, Math.min(from + lines, data.length)))
    }
    const toEnd = (target: Int32Array, start: number): void => {
      most.fill(0)
      for (let i = count - 1; i >= 0; i--) {
        if (start + i >= 0 && start + i < rows) {
          takeRow(start + i)
          raise(most, row)
        }
        target.set(most, i * wordsAtOnce)
      }
    }
    toEnd(rest, -reach)
    for (let start = -reach; start + reach < rows; start += count) {
      toEnd(nextRest, start + count)
      most.fill(0)
      const end = Math.min(count, rows - start - reach)
      for (let i = 0; i < end; i++) {
        row.set(rest.subarray(i * wordsAtOnce, (i + 1) * wordsAtOnce))
        raise(row, most)
        const to = (start + reach + i) * step + left
        data.set(rowBytes.subarray(0, Math.min(lines, data.length - to)), to)
        if (start + count + i < rows) {
          takeRow(start + count + i)
          raise(most, row)
        }
      }
      ;[rest, nextRest] = [nextRest, rest]
    }
  }
}

/**
 * Raises each byte to the other's, four to a word. In most of a mask whole words agree; where not, the bytes are compared
 * in two pairs, each with room above it for the borrow of a subtraction.
 */
function raise(words: Int32Array, others: Int32Array): void {
  for (let i = 0; i < words.length; i++) {
    const a = words[i]
    const b = others[i]
    if (a === b || b === 0) continue
    if (a === 0) {
      words[i] = b
      continue
    }
    const evenA = a & pairs
    const evenB = b & pairs
    const oddA = (a >>> 8) & pairs
    const oddB = (b >>> 8) & pairs
    // 1 where a is at least b, spread to a byte of ones.
    const even = (((evenA | carries) - evenB) >>> 8) & ones
    const odd = (((oddA | carries) - oddB) >>> 8) & ones
    const keep = ((even << 8) - even) | (((odd << 8) - odd) << 8)
    words[i] = (a & keep) | (b & ~keep)
  }
}

const pairs = 0x00ff00ff
const carries = 0x01000100
const ones = 0x00010001
