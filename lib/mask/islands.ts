// Where a mask is, in rectangles: what lies far apart is worked one by one, instead of as one box with much in between.
import { growRect, intersectRects, isEmpty, type Rect, type Size, unionRects } from '../core/geometry.ts'

export type Mask = Size & { readonly data: Uint8Array }

const tilePx = 32
/** Merging is quadratic: a mask of more specks than this is worked as one box. */
const maxIslands = 200

/** The smallest rectangle around all pixels above `threshold`; empty where there are none. */
export function boundsOf({ data, width, height }: Mask, threshold: number): Rect {
  let left = width
  let right = -1
  let top = height
  let bottom = -1
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = y * width; x < width; x++, at++) {
      if (data[at] <= threshold) continue
      if (x < left) left = x
      if (x > right) right = x
      if (y < top) top = y
      bottom = y
    }
  }
  return { x: left, y: top, width: Math.max(0, right - left + 1), height: Math.max(0, bottom - top + 1) }
}

type Islands = { threshold: number; marginPx: number }

/** Rectangles, in whole tiles, that hold every pixel above `threshold` and stay apart even when grown by the margin. */
export function findIslands(mask: Mask, { threshold, marginPx }: Islands): Rect[] {
  const pieces = connectedTiles(mask, threshold)
  if (pieces.length > maxIslands) return [pieces.reduce(unionRects)]
  const islands: Rect[] = []
  for (const piece of pieces) {
    let island = piece
    // What it grows into may reach a further one, so ask again until nothing does.
    for (let i = islands.findIndex((other) => meet(island, other)); i >= 0; ) {
      island = unionRects(island, islands.splice(i, 1)[0])
      i = islands.findIndex((other) => meet(island, other))
    }
    islands.push(island)
  }
  return islands

  function meet(a: Rect, b: Rect): boolean {
    return !isEmpty(intersectRects(growRect(a, marginPx, mask), growRect(b, marginPx, mask)))
  }
}

/** The boxes around groups of touching tiles that have a pixel above the threshold. */
function connectedTiles(mask: Mask, threshold: number): Rect[] {
  const columns = Math.ceil(mask.width / tilePx)
  const rows = Math.ceil(mask.height / tilePx)
  const open = new Uint8Array(columns * rows)
  const tile = (at: number): Rect => {
    const rect = { x: (at % columns) * tilePx, y: Math.floor(at / columns) * tilePx, width: tilePx, height: tilePx }
    return growRect(rect, 0, mask)
  }
  for (let at = 0; at < open.length; at++) {
    const { x, y, width, height } = tile(at)
    // The first pixel found decides: what is painted is quick to tell.
    let found = false
    for (let row = y; row < y + height && !found; row++) {
      const end = row * mask.width + x + width
      for (let i = end - width; i < end && !found; i++) found = mask.data[i] > threshold
    }
    open[at] = found ? 1 : 0
  }
  const pieces: Rect[] = []
  for (let start = 0; start < open.length; start++) {
    if (open[start] === 0) continue
    let piece = tile(start)
    const pending = [start]
    open[start] = 0
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      piece = unionRects(piece, tile(at))
      for (const next of neighbours(at)) {
        if (open[next] === 0) continue
        open[next] = 0
        pending.push(next)
      }
    }
    pieces.push(piece)
  }
  return pieces

  function neighbours(at: number): number[] {
    const around: number[] = []
    const x = at % columns
    for (const dy of [-columns, 0, columns]) {
      for (const dx of [-1, 0, 1]) {
        const next = at + dy + dx
        if (x + dx >= 0 && x + dx < columns && next >= 0 && next < open.length) around.push(next)
      }
    }
    return around
  }
}
