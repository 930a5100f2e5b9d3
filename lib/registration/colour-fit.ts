// Gain and offset per channel by reweighted least squares; a cell counts for all three channels or for none.
import type { CellColours } from './colour-cells.ts'
import { spreadOf } from './robust.ts'

type Channels = [number, number, number]

export type ColourFit = {
  readonly gain: Channels
  readonly offset: Channels
  /** The change at the result's median level. */
  readonly atMedian: Channels
  readonly inlierShare: number
}

const steps = 12
/** Spreads at which a cell stops counting: wide at first, while gain and offset are still far off. */
const cutoff = (step: number): number => (step < 3 ? 6 : 4)
/** Levels: quantisation keeps the spread above it. */
const leastSpread = 0.7
/** Levels beyond which a channel has been cut, and tells nothing of a gain. */
const linear = { least: 4, most: 251 }
/** What is expected of a gain, as one standard deviation, counting as much as a thousandth of the cells. */
const expectedGain = 0.03
const priorShare = 0.001
const gainBounds = { least: 0.85, most: 1.18 }
const fewestWeights = 20

export function fitColour(cells: CellColours): ColourFit {
  const { count } = cells
  const channels = [0, 1, 2].map((c) => ({
    original: Float32Array.from({ length: count }, (_, k) => cells.original[3 * k + c]),
    result: Float32Array.from({ length: count }, (_, k) => cells.result[3 * k + c]),
    error: new Float32Array(count),
    spread: 1,
    centre: 0,
    gain: 1,
    atCentre: 0,
  }))
  for (const channel of channels) {
    channel.centre = median(channel.result)
    channel.atCentre = median(channel.original.map((value, k) => value - channel.result[k]))
  }
  const weights = new Float32Array(count)
  for (let step = 0; step < steps; step++) {
    for (const channel of channels) {
      const { original, result, error, centre, gain, atCentre } = channel
      for (let k = 0; k < count; k++) error[k] = original[k] - (centre + atCentre + gain * (result[k] - centre))
      channel.spread = Math.max(leastSpread, spreadOf(error, count))
    }
    weigh({ cells, channels, cutoff: cutoff(step), weights })
    for (const channel of channels) solve(channel, weights)
  }
  const each = (of: (channel: Channel) => number): Channels => [of(channels[0]), of(channels[1]), of(channels[2])]
  return {
    gain: each(({ gain }) => gain),
    offset: each(({ centre, atCentre, gain }) => centre + atCentre - gain * centre),
    atMedian: each(({ atCentre }) => atCentre),
    inlierShare: weights.reduce((sum, weight) => sum + (weight > 0 ? 1 : 0), 0) / count,
  }
}

type Channel = {
  readonly original: Float32Array
  readonly result: Float32Array
  readonly error: Float32Array
  spread: number
  /** original ≈ centre + atCentre + gain · (result − centre). */
  centre: number
  gain: number
  atCentre: number
}

type Weighing = { cells: CellColours; channels: readonly Channel[]; cutoff: number; weights: Float32Array }

/** Tukey's weight of the three channels' errors together. */
function weigh({ cells, channels, cutoff, weights }: Weighing): void {
  const [red, green, blue] = channels
  const most = 1.5 * cutoff * cutoff
  for (let k = 0; k < weights.length; k++) {
    const far =
      ((red.error[k] / red.spread) ** 2 + (green.error[k] / green.spread) ** 2 + (blue.error[k] / blue.spread) ** 2) /
      most
    weights[k] = far < 1 ? (1 - far) ** 2 * cells.weight[k] : 0
  }
}

function solve(channel: Channel, weights: Float32Array): void {
  const { original, result, centre, spread } = channel
  const inRange = (level: number): boolean => level >= linear.least && level <= linear.most
  let [sum, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0]
  for (let k = 0; k < weights.length; k++) {
    if (!inRange(result[k]) || !inRange(original[k])) continue
    const weight = weights[k]
    const x = result[k] - centre
    const y = original[k] - centre
    sum += weight
    sumX += weight * x
    sumY += weight * y
    sumXX += weight * x * x
    sumXY += weight * x * y
  }
  if (sum < fewestWeights) return
  const prior = (priorShare * weights.length * spread * spread) / expectedGain ** 2
  const determinant = (sumXX + prior) * sum - sumX * sumX
  const gain = ((sumXY + prior) * sum - sumX * sumY) / determinant
  const bounded = Math.min(gainBounds.most, Math.max(gainBounds.least, gain))
  channel.gain = bounded
  // Of the bounded gain: the offset of the unbounded one would not belong to it.
  channel.atCentre = (sumY - bounded * sumX) / sum
}

const median = (values: Float32Array): number => values.slice().sort()[values.length >> 1]
