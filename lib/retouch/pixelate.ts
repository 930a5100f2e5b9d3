import type { Rect } from '../core/geometry.ts'
import type { Pixmap } from './pixmap.ts'

type Pixelation = { cellPx: number; region: Rect }

/**
 * Gives every cell that touches the region its mean colour, in place. The grid starts at the image's origin, whatever
 * the region, so that two edits side by side meet. Transparent pixels weigh nothing; alpha stays as it is.
 */
export function pixelate(pixmap: Pixmap, { cellPx, region }: Pixelation): void {
  const firstRow = region.y - (region.y % cellPx)
  const firstColumn = region.x - (region.x % cellPx)
  for (let y = firstRow; y < region.y + region.height; y += cellPx) {
    for (let x = firstColumn; x < region.x + region.width; x += cellPx) {
      const width = Math.min(cellPx, pixmap.width - x)
      const height = Math.min(cellPx, pixmap.height - y)
      levelCell(pixmap, { x, y, width, height })
    }
  }
}

function levelCell({ data, width, channels }: Pixmap, cell: Rect): void {
  let red = 0
  let green = 0
  let blue = 0
  let weight = 0
  for (let y = cell.y; y < cell.y + cell.height; y++) {
    let at = (y * width + cell.x) * channels
    for (let x = 0; x < cell.width; x++, at += channels) {
      const alpha = channels === 4 ? data[at + 3] : 255
      red += data[at] * alpha
      green += data[at + 1] * alpha
      blue += data[at + 2] * alpha
      weight += alpha
    }
  }
  if (weight === 0) return
  const mean = [Math.round(red / weight), Math.round(green / weight), Math.round(blue / weight)]
  for (let y = cell.y; y < cell.y + cell.height; y++) {
    let at = (y * width + cell.x) * channels
    for (let x = 0; x < cell.width; x++, at += channels) {
      data[at] = mean[0]
      data[at + 1] = mean[1]
      data[at + 2] = mean[2]
    }
  }
}
