// Means over small squares of original and result: noise averages out, and what is left of misalignment with it.
import type { Raster } from '../mask/raster.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import type { AxisMap } from '../retouch/resample.ts'
import { measureProtection } from './protection.ts'
import type { Registration, TrustedBlocks } from './register.ts'
import { axesAt } from './transform.ts'

export type ColourRequest = {
  readonly original: Pixmap
  readonly result: Pixmap
  /** All three of one size; only cells where it is 0 throughout count. */
  readonly mask: Raster
  readonly registration: Registration
}

/** Three values per cell, red first; the weight falls where the original is steep. */
export type CellColours = {
  readonly count: number
  readonly original: Float32Array
  readonly result: Float32Array
  readonly weight: Float32Array
}

/** More cells cost time and tell nothing new. */
const mostCells = 12_000
const leastTrust = 0.5
/** Levels between neighbouring cells at which a cell counts half. */
const steep = 8

/**
 * Cells of `sidePx` squared whose pixels and neighbours are all protected, inside the result, and in blocks that the
 * registration found unchanged: a fit of colours alone can settle on what the engine has redrawn, with every cell agreeing.
 */
export function collectCells({
  original,
  result,
  mask,
  registration,
  sidePx,
}: ColourRequest & { sidePx: number }): CellColours {
  const columns = Math.floor(mask.width / sidePx)
  const rows = Math.floor(mask.height / sidePx)
  const { distance } = measureProtection(cellMask({ mask, sidePx, columns, rows }))
  const { across, down } = axesAt(registration, mask)
  const insideOf = (step: number, origin: number, cell: number, side: number): boolean =>
    step * cell * sidePx + origin >= 0 && step * ((cell + 1) * sidePx - 1) + origin <= side - 1

  const chosen: number[] = []
  for (let row = 1; row < rows - 1; row++) {
    if (!insideOf(down.step, down.origin, row, mask.height)) continue
    for (let column = 1; column < columns - 1; column++) {
      const cell = row * columns + column
      if (distance[cell] <= 1 || !insideOf(across.step, across.origin, column, mask.width)) continue
      if (trustAt(registration.blocks, column * sidePx, row * sidePx) >= leastTrust) chosen.push(cell)
    }
  }

  const count = Math.min(chosen.length, mostCells)
  const cells = { count, original: new Float32Array(3 * count), result: new Float32Array(3 * count) }
  const weight = new Float32Array(count)
  const means = cellMeans(original, { sidePx, columns, rows })
  for (let k = 0; k < count; k++) {
    const cell = chosen[Math.floor((k * chosen.length) / count)]
    cells.original.set(means.subarray(3 * cell, 3 * cell + 3), 3 * k)
    let slope = 0
    for (let c = 0; c < 3; c++) {
      const at = 3 * cell + c
      slope += Math.abs(means[at + 3] - means[at - 3]) + Math.abs(means[at + 3 * columns] - means[at - 3 * columns])
    }
    weight[k] = 1 / (1 + (slope / 6 / steep) ** 2)
    const corner = { x: (cell % columns) * sidePx, y: Math.floor(cell / columns) * sidePx }
    addFootprint({ result, corner, sidePx, across, down, sums: cells.result, at: 3 * k })
  }
  return { ...cells, weight }
}

type Cells = { readonly sidePx: number; readonly columns: number; readonly rows: number }

/** One pixel per cell: whether any of it may change. */
function cellMask({ mask, sidePx, columns, rows }: Cells & { mask: Raster }) {
  const data = new Uint8Array(columns * rows)
  for (let y = 0; y < rows * sidePx; y++) {
    const row = Math.floor(y / sidePx) * columns
    for (let x = 0; x < columns * sidePx; x++) data[row + Math.floor(x / sidePx)] |= mask.data[y * mask.width + x]
  }
  return { data, width: columns, height: rows }
}

function trustAt(blocks: TrustedBlocks | null, x: number, y: number): number {
  if (!blocks) return 1
  return blocks.weights[Math.floor(y / blocks.sidePx) * blocks.columns + Math.floor(x / blocks.sidePx)]
}

function cellMeans({ data, width, channels }: Pixmap, { sidePx, columns, rows }: Cells): Float32Array {
  const sums = new Float32Array(3 * columns * rows)
  for (let y = 0; y < rows * sidePx; y++) {
    const row = Math.floor(y / sidePx) * columns
    for (let x = 0; x < columns * sidePx; x++) {
      const from = (y * width + x) * channels
      const to = 3 * (row + Math.floor(x / sidePx))
      sums[to] += data[from]
      sums[to + 1] += data[from + 1]
      sums[to + 2] += data[from + 2]
    }
  }
  return sums.map((sum) => sum / (sidePx * sidePx))
}

type Footprint = {
  readonly result: Pixmap
  readonly corner: { readonly x: number; readonly y: number }
  readonly sidePx: number
  readonly across: AxisMap
  readonly down: AxisMap
  readonly sums: Float32Array
  readonly at: number
}

/** The mean of the result, bilinear, where the transform puts the pixels of a cell. */
function addFootprint({ result, corner, sidePx, across, down, sums, at }: Footprint): void {
  const { data, width, height, channels } = result
  let red = 0
  let green = 0
  let blue = 0
  for (let y = corner.y; y < corner.y + sidePx; y++) {
    const v = down.step * y + down.origin
    const row = Math.min(height - 2, Math.floor(v))
    const g = v - row
    for (let x = corner.x; x < corner.x + sidePx; x++) {
      const u = across.step * x + across.origin
      const column = Math.min(width - 2, Math.floor(u))
      const f = u - column
      const upper = (row * width + column) * channels
      const lower = upper + width * channels
      const w11 = f * g
      const w10 = f - w11
      const w01 = g - w11
      const w00 = 1 - f - w01
      const next = channels
      red += w00 * data[upper] + w10 * data[upper + next] + w01 * data[lower] + w11 * data[lower + next]
      green +=
        w00 * data[upper + 1] + w10 * data[upper + next + 1] + w01 * data[lower + 1] + w11 * data[lower + next + 1]
      blue +=
        w00 * data[upper + 2] + w10 * data[upper + next + 2] + w01 * data[lower + 2] + w11 * data[lower + next + 2]
    }
  }
  sums[at] = red / (sidePx * sidePx)
  sums[at + 1] = green / (sidePx * sidePx)
  sums[at + 2] = blue / (sidePx * sidePx)
}
