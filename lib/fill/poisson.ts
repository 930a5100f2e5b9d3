// The finish: the filled pixels keep the differences to their neighbours where they were copied from, and meet the rim
// without a step. After Pérez and others, "Poisson image editing", 2003. Halves the seam that can be measured.
import type { Size } from '../core/geometry.ts'
import { isHole, type Site } from './level.ts'

/** More would be a tint, not a seam: it comes from sources that do not fit, and bleeds over the whole hole. */
const maxCorrection = 40
/**
 * Where the means on both sides of the rim are further apart than the second, in any colour, an edge ends there, and no
 * seam: made to vanish, a wall's light or a sleeve's orange would be poured over what lies beside it. Up to the first it
 * is a seam, between them the less the further. Means, because single pixels of a texture are as far apart.
 */
const seamLevels = 36
const edgeLevels = 90
/** Means are taken over so many pixels to each side. */
const nearPx = 4
const coarsestSweeps = 200
const sweepsPerGrid = 14
const overRelaxation = 1.75
const smallestSidePx = 8

/** @param picks for every pixel of the hole the pixel of the level that it was copied from, over the site's box */
export function blendGradients(site: Site, picks: Int32Array): void {
  const { width, state, pixels, box } = site
  const grids = makeGrids(site)
  for (let channel = 0; channel < 3; channel++) {
    const correction = solve(grids, wantedLaplacian(site, { picks, channel }))
    for (let y = 0, at = 0; y < box.height; y++) {
      for (let x = 0, p = (box.y + y) * width + box.x; x < box.width; x++, p++, at++) {
        if ((state[p] & isHole) === 0) continue
        const bounded = Math.min(maxCorrection, Math.max(-maxCorrection, correction[at]))
        pixels[p * 4 + channel] = Math.min(255, Math.max(0, Math.floor(pixels[p * 4 + channel] + bounded + 0.5)))
      }
    }
  }
}

/**
 * The Laplacian that the correction must have: at each pixel, by how much the steps to its four neighbours ought to
 * differ from what they are. Between two copied pixels that is the mean of the steps at both of their origins. What is
 * wanted of a step at the rim is noted on both of its sides, so that coarser grids see the step and not a source.
 */
function wantedLaplacian(site: Site, { picks, channel }: { picks: Int32Array; channel: number }): Float32Array {
  const { width, height, state, pixels, box } = site
  const wanted = new Float32Array(picks.length)
  const dx = [1, -1, 0, 0]
  const dy = [0, 0, 1, -1]
  for (let y = box.y, at = 0; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++, at++) {
      const origin = picks[at]
      if (origin < 0) continue
      const originX = origin % width
      const here = y * width + x
      let sum = 0
      for (let side = 0; side < 4; side++) {
        if (x + dx[side] < 0 || x + dx[side] >= width || y + dy[side] < 0 || y + dy[side] >= height) continue
        const step = dy[side] * width + dx[side]
        let wish = 0
        let wishes = 0
        // The step away from our own origin, and the one towards that of the neighbour, where these are known pixels.
        const beside = origin + step
        const besideX = originX + dx[side]
        if (besideX >= 0 && besideX < width && beside >= 0 && beside < state.length && !(state[beside] & isHole)) {
          wish += pixels[beside * 4 + channel] - pixels[origin * 4 + channel]
          wishes++
        }
        const neighbour = picks[at + dy[side] * box.width + dx[side]]
        const before = neighbour - step
        const beforeX = (neighbour % width) - dx[side]
        if (
          neighbour >= 0 &&
          beforeX >= 0 &&
          beforeX < width &&
          before >= 0 &&
          before < state.length &&
          !(state[before] & isHole)
        ) {
          wish += pixels[neighbour * 4 + channel] - pixels[before * 4 + channel]
          wishes++
        }
        if (wishes === 0) continue
        let missing = wish / wishes - (pixels[(here + step) * 4 + channel] - pixels[here * 4 + channel])
        if (neighbour < 0) {
          missing *= seamShare(site, x, y)
          wanted[at + dy[side] * box.width + dx[side]] -= missing
        }
        sum += missing
      }
      wanted[at] += sum
    }
  }
  return wanted
}

/** Around a pixel at the rim: 1 where its two sides differ as a seam does, 0 where as an edge. */
function seamShare({ width, height, state, pixels }: Site, x: number, y: number): number {
  const sums = [0, 0, 0, 0, 0, 0]
  const counts = [0, 0]
  for (let v = Math.max(0, y - nearPx); v <= Math.min(height - 1, y + nearPx); v++) {
    for (let u = Math.max(0, x - nearPx); u <= Math.min(width - 1, x + nearPx); u++) {
      const at = v * width + u
      const side = state[at] & isHole ? 1 : 0
      counts[side]++
      for (let c = 0; c < 3; c++) sums[side * 3 + c] += pixels[at * 4 + c]
    }
  }
  let apart = 0
  for (let c = 0; c < 3; c++) apart = Math.max(apart, Math.abs(sums[c] / counts[0] - sums[3 + c] / counts[1]))
  if (apart <= seamLevels) return 1
  if (apart >= edgeLevels) return 0
  const over = (apart - seamLevels) / (edgeLevels - seamLevels)
  const rest = 1 - over * over
  return rest * rest
}

type Grid = { width: number; height: number; cells: Int32Array; inside: Uint8Array; free: Free }

/** Sides of the box that are sides of the picture: nothing lies beyond. Beyond the others all is known. */
type Free = { left: boolean; right: boolean; top: boolean; bottom: boolean }

/** The box and its halves. A coarse cell belongs to the hole where any of the four below does: its rim has a correction. */
function makeGrids({ width, height, state, box }: Site): Grid[] {
  const inside = new Uint8Array(box.width * box.height)
  for (let y = 0, at = 0; y < box.height; y++) {
    for (let x = 0, p = (box.y + y) * width + box.x; x < box.width; x++, p++, at++) inside[at] = state[p] & isHole
  }
  const free = {
    left: box.x === 0,
    right: box.x + box.width === width,
    top: box.y === 0,
    bottom: box.y + box.height === height,
  }
  const isBound = !(free.left && free.right && free.top && free.bottom)
  const grids = [gridOf(inside, { width: box.width, height: box.height }, free)]
  for (;;) {
    const fine = grids[grids.length - 1]
    if (Math.min(fine.width, fine.height) <= smallestSidePx) return grids
    const columns = fine.width >> 1
    const rows = fine.height >> 1
    const half = new Uint8Array(columns * rows)
    for (let y = 0, to = 0; y < rows; y++) {
      for (let x = 0, at = 2 * y * fine.width; x < columns; x++, to++, at += 2) {
        half[to] =
          fine.inside[at] | fine.inside[at + 1] | fine.inside[at + fine.width] | fine.inside[at + fine.width + 1]
      }
    }
    // With nothing known left, nothing would hold the correction.
    if (!isBound && !half.includes(0)) return grids
    grids.push(gridOf(half, { width: columns, height: rows }, free))
  }
}

function gridOf(inside: Uint8Array, { width, height }: Size, free: Free): Grid {
  const cells = new Int32Array(inside.reduce((sum, value) => sum + value, 0))
  for (let at = 0, to = 0; at < inside.length; at++) if (inside[at] !== 0) cells[to++] = at
  return { width, height, cells, inside, free }
}

/** From coarse to fine, a few sweeps each: what is large is settled where it is cheap. */
function solve(grids: readonly Grid[], wanted: Float32Array): Float32Array {
  const sides = [wanted]
  for (let g = 1; g < grids.length; g++) sides.push(restrict(sides[g - 1], grids[g - 1], grids[g]))
  let solved: Float32Array | null = null
  for (let g = grids.length - 1; g >= 0; g--) {
    const grid = grids[g]
    const values = new Float32Array(grid.inside.length)
    if (solved) {
      const { width, height } = grids[g + 1]
      for (const at of grid.cells) {
        const x = at % grid.width
        const y = (at - x) / grid.width
        values[at] = solved[Math.min(height - 1, y >> 1) * width + Math.min(width - 1, x >> 1)]
      }
    }
    relax(grid, { values, wanted: sides[g], sweeps: g === grids.length - 1 ? coarsestSweeps : sweepsPerGrid })
    solved = values
  }
  return solved ?? new Float32Array(0)
}

/** 1 3 3 1 across and down, a sixteenth of it: weights that sum to 4 as a cell is four times as large. */
const nearWeight = 3 / 4
const farWeight = 1 / 4

/**
 * A seam is +s on one side and −s on the other. Sums over the four pixels of a cell would see it twofold where it runs
 * between two cells and not at all within one: straight seams stayed visible. These weights see the same step anywhere.
 */
function restrict(fine: Float32Array, { width, height }: Grid, half: Grid): Float32Array {
  const sums = new Float32Array(half.inside.length)
  for (let to = 0; to < sums.length; to++) {
    const column = to % half.width
    const left = 2 * column - 1
    const top = 2 * ((to - column) / half.width) - 1
    let sum = 0
    for (let j = Math.max(0, -top); j < 4 && top + j < height; j++) {
      const down = j === 1 || j === 2 ? nearWeight : farWeight
      const row = (top + j) * width + left
      for (let i = Math.max(0, -left); i < 4 && left + i < width; i++) {
        sum += down * (i === 1 || i === 2 ? nearWeight : farWeight) * fine[row + i]
      }
    }
    sums[to] = sum
  }
  return sums
}

type Relaxation = { values: Float32Array; wanted: Float32Array; sweeps: number }

/** Successive over-relaxation, to and fro. Outside of the hole the correction is 0; at the picture's border it is free. */
function relax({ width, cells, free }: Grid, { values, wanted, sweeps }: Relaxation): void {
  const last = values.length - width
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const pull = sweep < 2 ? 1 : overRelaxation
    const back = sweep % 2 === 1
    for (let i = 0; i < cells.length; i++) {
      const at = cells[back ? cells.length - 1 - i : i]
      const x = at % width
      if (at >= width && at < last && x > 0 && x < width - 1) {
        const mean = (values[at - 1] + values[at + 1] + values[at - width] + values[at + width] - wanted[at]) * 0.25
        values[at] += pull * (mean - values[at])
        continue
      }
      let sum = -wanted[at]
      let count = 0
      if (x > 0) sum += values[at - 1]
      if (x > 0 || !free.left) count++
      if (x < width - 1) sum += values[at + 1]
      if (x < width - 1 || !free.right) count++
      if (at >= width) sum += values[at - width]
      if (at >= width || !free.top) count++
      if (at < last) sum += values[at + width]
      if (at < last || !free.bottom) count++
      if (count > 0) values[at] += pull * (sum / count - values[at])
    }
  }
}
