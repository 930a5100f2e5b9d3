// Noise that is the same in every run.

/** 0 to 1 for whole numbers, as good as random. */
export function hash(x: number, y: number, seed = 0): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed + 1, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32
}

/** Smooth noise, 0 to 1, of one feature per unit. */
export function smooth(x: number, y: number, seed = 0): number {
  const left = Math.floor(x)
  const top = Math.floor(y)
  const u = (x - left) ** 2 * (3 - 2 * (x - left))
  const v = (y - top) ** 2 * (3 - 2 * (y - top))
  const above = hash(left, top, seed) * (1 - u) + hash(left + 1, top, seed) * u
  const below = hash(left, top + 1, seed) * (1 - u) + hash(left + 1, top + 1, seed) * u
  return above * (1 - v) + below * v
}

/** Octaves of it, each half as large and half as strong. */
export function cloudy(x: number, y: number, octaves: number, seed = 0): number {
  let sum = 0
  let share = 0.5
  for (let i = 0; i < octaves; i++) {
    sum += share * smooth(x * 2 ** i, y * 2 ** i, seed + i)
    share /= 2
  }
  return sum / (1 - 2 * share)
}
