// The edge of the mask as closed lines, by marching squares over pixel centres with linear interpolation.
import type { ImagePoint } from '../core/geometry.ts'
import type { Raster } from './raster.ts'

/**
 * Closed lines around everything at or above `threshold`, in pixels of the raster; the last point is not repeated.
 * Outside the raster counts as 0, so that lines close along its border.
 */
export function traceContours({ width, height, data }: Raster, threshold = 128): ImagePoint[][] {
  // One column and row of zeros all around: cell (x, y) has the pixel centres (x − 1, y − 1) to (x, y) at its corners.
  const columns = width + 2
  const at = (x: number, y: number): number =>
    x > 0 && y > 0 && x <= width && y <= height ? data[(y - 1) * width + x - 1] : 0
  // By edge the one that its line goes on to, 0 where none does: edge 0 lies outside and is never crossed. Of a ragged
  // region there are a hundred thousand, which took a Map four times as long.
  const crossing = new Int32Array(2 * columns * (height + 2))
  const crossed: number[] = []
  // An edge between two neighbouring centres is named by its upper or left one: even across, odd down.
  const across = (x: number, y: number): number => 2 * (y * columns + x)
  const down = (x: number, y: number): number => 2 * (y * columns + x) + 1

  for (let y = 0; y <= height; y++) {
    let topRight = false
    let bottomRight = false
    for (let x = 0; x <= width; x++) {
      const topLeft: boolean = topRight
      const bottomLeft: boolean = bottomRight
      topRight = at(x + 1, y) >= threshold
      bottomRight = at(x + 1, y + 1) >= threshold
      if (topLeft === topRight && topLeft === bottomLeft && topLeft === bottomRight) continue
      // Each side of the cell that is crossed, walked clockwise: a line enters where inside turns to outside, and
      // leaves at the next side where outside turns to inside. A saddle so gets two separate lines.
      const top = across(x, y)
      const right = down(x + 1, y)
      const bottom = across(x, y + 1)
      const left = down(x, y)
      const corners = [topLeft, topRight, bottomRight, bottomLeft]
      const sides = [top, right, bottom, left]
      for (let side = 0; side < 4; side++) {
        if (!corners[side] || corners[(side + 1) % 4]) continue
        let exit = (side + 1) % 4
        while (corners[exit] || !corners[(exit + 1) % 4]) exit = (exit + 1) % 4
        crossing[sides[side]] = sides[exit]
        crossed.push(sides[side])
      }
    }
  }

  const place = (edge: number): ImagePoint => {
    const cell = edge >> 1
    const x = cell % columns
    const y = Math.floor(cell / columns)
    const from = at(x, y)
    const isAcross = edge % 2 === 0
    const to = isAcross ? at(x + 1, y) : at(x, y + 1)
    const share = (threshold - 0.5 - from) / (to - from)
    return { x: x - 0.5 + (isAcross ? share : 0), y: y - 0.5 + (isAcross ? 0 : share) }
  }
  const lines: ImagePoint[][] = []
  for (const first of crossed) {
    if (crossing[first] === 0) continue
    const line: ImagePoint[] = []
    for (let edge = first; crossing[edge] !== 0; ) {
      line.push(place(edge))
      const next = crossing[edge]
      crossing[edge] = 0
      edge = next
    }
    lines.push(line)
  }
  return lines
}
