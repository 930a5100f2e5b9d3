// A first guess for the smallest level: a membrane stretched over the hole from its rim (Laplace's equation).
import { isHole, type Site } from './level.ts'

/** As many as a hole of that depth needs to settle within a grey level. */
const sweeps = 60
const overRelaxation = 1.7

/** Fills the hole of a site smoothly, all four channels. */
export function stretchMembrane({ width, height, pixels, state, box }: Site): void {
  const cells = holeCells({ width, state, box })
  const values = Float64Array.from(pixels)
  startFromRim(values, { cells, width, height, state })
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const at of cells) {
      const x = at % width
      // Beyond the picture's border lies its mirror image.
      const left = (x > 0 ? at - 1 : at + 1) * 4
      const right = (x < width - 1 ? at + 1 : at - 1) * 4
      const above = (at >= width ? at - width : at + width) * 4
      const below = (at < width * (height - 1) ? at + width : at - width) * 4
      for (let c = 0; c < 4; c++) {
        const mean = (values[left + c] + values[right + c] + values[above + c] + values[below + c]) / 4
        values[at * 4 + c] += overRelaxation * (mean - values[at * 4 + c])
      }
    }
  }
  for (const at of cells) {
    for (let c = at * 4; c < at * 4 + 4; c++) pixels[c] = Math.min(255, Math.max(0, Math.floor(values[c] + 0.5)))
  }
}

const holeCells = ({ width, state, box }: Pick<Site, 'width' | 'state' | 'box'>): number[] => {
  const cells: number[] = []
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x, at = y * width + x; x < box.x + box.width; x++, at++) if (state[at] & isHole) cells.push(at)
  }
  return cells
}

type Rim = { cells: readonly number[]; width: number; height: number; state: Uint8Array }

/** Ring by ring inwards, each pixel the mean of its neighbours that have a value: relaxation alone would take hundreds of sweeps. */
function startFromRim(values: Float64Array, { cells, width, height, state }: Rim): void {
  const known = state.map((bits) => (bits & isHole ? 0 : 1))
  let open = cells
  while (open.length > 0) {
    const next: number[] = []
    const reached: number[] = []
    for (const at of open) {
      const x = at % width
      const around = [
        x > 0 ? at - 1 : -1,
        x < width - 1 ? at + 1 : -1,
        at - width,
        at < width * (height - 1) ? at + width : -1,
      ].filter((neighbour) => neighbour >= 0 && known[neighbour] === 1)
      if (around.length === 0) {
        next.push(at)
        continue
      }
      reached.push(at)
      for (let c = 0; c < 4; c++) {
        values[at * 4 + c] = around.reduce((sum, neighbour) => sum + values[neighbour * 4 + c], 0) / around.length
      }
    }
    if (reached.length === 0) return
    for (const at of reached) known[at] = 1
    open = next
  }
}
