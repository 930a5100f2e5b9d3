// Numbers that are the same in every run, from a seed.

export type Random = {
  /** Evenly from least up to most. */
  between(least: number, most: number): number
  /** Evenly from 0 to count − 1. */
  index(count: number): number
  chance(share: number): boolean
  /** Mean 0, deviation 1. */
  normal(): number
}

/** A counter through the finaliser of MurmurHash3. */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number): number => least + (most - least) * next()
  return {
    between,
    index: (count) => Math.floor(next() * count),
    chance: (share) => next() < share,
    // Twelve even numbers would be closer to a normal one; three do, and are quick: a picture takes millions.
    normal: () => (next() + next() + next() - 1.5) * 2,
  }
}
