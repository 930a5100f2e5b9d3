// A fourth channel: how rough the surroundings are. Without it fur and grass go flat, because flat patches are the
// cheapest mean of rough ones.
import { isHole, type Level } from './level.ts'

const reachPx = 7
const gain = 6

/** Writes 6 × the mean of |luma to the right| + |luma below| over 15 × 15 pixels, of known pixels only. */
export function addTexture(level: Level): void {
  const { width, height, pixels, state } = level
  const count = width * height
  const luma = new Uint16Array(count)
  for (let at = 0, i = 0; at < count; at++, i += 4) {
    luma[at] = (299 * pixels[i] + 587 * pixels[i + 1] + 114 * pixels[i + 2]) >> 3
  }
  // Sums stay whole numbers: 225 × 2 × 31,875 fits into 32 bits.
  const rough = new Int32Array(count)
  const known = new Int32Array(count)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const right = x + 1 < width ? at + 1 : at - 1
      const below = y + 1 < height ? at + width : at - width
      if ((state[at] | state[right] | state[below]) & isHole) continue
      known[at] = 1
      rough[at] = Math.abs(luma[right] - luma[at]) + Math.abs(luma[below] - luma[at])
    }
  }
  const roughSums = boxSums(rough, width, height)
  const knownSums = boxSums(known, width, height)
  for (let at = 0; at < count; at++) {
    const mean = knownSums[at] === 0 ? 0 : (gain * roughSums[at]) / (125 * knownSums[at])
    pixels[at * 4 + 3] = Math.min(255, Math.floor(mean + 0.5))
  }
}

function boxSums(values: Int32Array, width: number, height: number): Int32Array {
  const across = new Int32Array(values.length)
  for (let y = 0; y < height; y++) {
    const row = y * width
    let sum = 0
    for (let x = -reachPx; x < width; x++) {
      if (x + reachPx < width) sum += values[row + x + reachPx]
      if (x - reachPx - 1 >= 0) sum -= values[row + x - reachPx - 1]
      if (x >= 0) across[row + x] = sum
    }
  }
  const sums = new Int32Array(width)
  const down = values
  for (let y = -reachPx; y < height; y++) {
    const entering = y + reachPx < height ? (y + reachPx) * width : -1
    const leaving = y - reachPx - 1 >= 0 ? (y - reachPx - 1) * width : -1
    for (let x = 0; x < width; x++) {
      if (entering >= 0) sums[x] += across[entering + x]
      if (leaving >= 0) sums[x] -= across[leaving + x]
      if (y >= 0) down[y * width + x] = sums[x]
    }
  }
  return down
}
