// What was found at half the size, as a start for the next level.
import { isSource, isTarget, patchRadius, type Site } from './level.ts'
import type { Random } from './random.ts'

/** How far around the enlarged place another source is looked for where that one is none. */
const searchPx = 6

/** Gives every target of `fine` a source: that of the coarse level, twice as far; else the nearest; else any. */
export function enlargeField(coarse: Site, fine: Site, random: Random): void {
  const { width, state, box, field, sources } = fine
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      if ((state[y * width + x] & isTarget) === 0) continue
      const offset = coarseOffset(coarse, x >> 1, y >> 1)
      const found = offset && nearestSource(fine, x + 2 * offset.dx, y + 2 * offset.dy)
      field[(y - box.y) * box.width + x - box.x] = found ?? sources[random() % sources.length]
    }
  }
}

type Offset = { dx: number; dy: number }

/** How far away the source of the target at (x, y), or of the next one to it, lies. */
function coarseOffset({ width, height, box, field }: Site, x: number, y: number): Offset | null {
  const nearX = Math.min(width - 1 - patchRadius, Math.max(patchRadius, x))
  const nearY = Math.min(height - 1 - patchRadius, Math.max(patchRadius, y))
  for (let ring = 0; ring < 4; ring++) {
    for (let row = nearY - ring; row <= nearY + ring; row++) {
      if (row < box.y || row >= box.y + box.height) continue
      const step = Math.abs(row - nearY) === ring ? 1 : Math.max(1, 2 * ring)
      for (let column = nearX - ring; column <= nearX + ring; column += step) {
        if (column < box.x || column >= box.x + box.width) continue
        const source = field[(row - box.y) * box.width + column - box.x]
        if (source < 0) continue
        const sourceX = source % width
        return { dx: sourceX - column, dy: (source - sourceX) / width - row }
      }
    }
  }
  return null
}

function nearestSource({ width, height, state }: Site, x: number, y: number): number | null {
  for (let ring = 0; ring <= searchPx; ring++) {
    for (let row = y - ring; row <= y + ring; row++) {
      if (row < 0 || row >= height) continue
      const step = Math.abs(row - y) === ring ? 1 : Math.max(1, 2 * ring)
      for (let column = x - ring; column <= x + ring; column += step) {
        if (column < 0 || column >= width) continue
        const at = row * width + column
        if (state[at] & isSource) return at
      }
    }
  }
  return null
}
