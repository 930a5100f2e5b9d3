// Where on a slider a value stands. A logarithmic one gives every doubling the same length.

export type SliderRange = { min: number; max: number; step: number; scale: 'linear' | 'log' }

/** The nearest multiple of `step` from `min`, inside the range. */
export function snap(value: number, { min, max, step }: SliderRange): number {
  const stepped = min + Math.round((value - min) / step) * step
  // Ten decimals are enough for any step here, and hide the dust of binary fractions.
  return Math.min(max, Math.max(min, Number(stepped.toFixed(10))))
}

/** From 0 at `min` to 1 at `max`. */
export function fractionOf(value: number, { min, max, scale }: SliderRange): number {
  const inside = Math.min(max, Math.max(min, value))
  return scale === 'log' ? Math.log(inside / min) / Math.log(max / min) : (inside - min) / (max - min)
}

/** The value at a fraction of the track, snapped. */
export function valueAt(fraction: number, range: SliderRange): number {
  const { min, max, scale } = range
  return snap(scale === 'log' ? min * (max / min) ** fraction : min + fraction * (max - min), range)
}

/** Reads what was typed, with or without its unit: "208", "208 px", "12.5%", "−3". Null where there is no number. */
export function readNumber(text: string): number | null {
  const match = /[-−]?\d+(?:[.,]\d+)?/.exec(text)
  return match ? Number(match[0].replace('−', '-').replace(',', '.')) : null
}
