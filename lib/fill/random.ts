/** Whole numbers from 0 to 2^32 − 1, the same for the same seed on every machine. */
export type Random = () => number

/** Marsaglia's xorshift32: shifts and exclusive ors of 32 bits only, so that no engine can differ. */
export function createRandom(seed: number): Random {
  // Zero would stay zero; neighbouring seeds would begin alike, so their bits are spread first.
  let state = Math.imul((seed | 0) ^ 0x5bd1e995, 0x9e3779b1) || 0x2545f491
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
