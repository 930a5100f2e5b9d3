// What colours a side of the cut is made of: five Gaussians in RGB with full covariance, as in Rother, Kolmogorov and
// Blake, "GrabCut", 2004. The cost of a colour is that of its likeliest Gaussian, so that no pixel needs exp or log.
import type { PixelGrid } from './pixel-grid.ts'

const componentCount = 5
/** Colours of camera noise at least: keeps a flat colour's covariance invertible. */
const leastVariance = 4
const learningRounds = 2
const clusterRounds = 8

/** Per component: mean (3), inverse covariance (6: rr, rg, rb, gg, gb, bb), constant. Empty components are left out. */
export type ColourMixture = { readonly count: number; readonly terms: Float64Array }
const termsEach = 10

/** Colours, three bytes each. */
export type Samples = { readonly count: number; readonly colours: Uint8Array }

/** Enough that each Gaussian is known to a level or so, and few enough to learn from in 20 ms. */
const sampleLimit = 16_384

/** Up to `sampleLimit` colours of the pixels that `belongs` tells (by index y · width + x), evenly strewn. */
export function sampleColours(grid: PixelGrid, belongs: (index: number) => boolean): Samples {
  const total = grid.width * grid.height
  let members = 0
  for (let i = 0; i < total; i++) if (belongs(i)) members++
  const step = Math.max(1, members / sampleLimit)
  const colours = new Uint8Array(3 * Math.ceil(members / step))
  let count = 0
  for (let i = 0, nth = 0; i < total; i++) {
    if (!belongs(i) || nth++ < count * step) continue
    const x = i % grid.width
    const at = grid.offset + ((i - x) / grid.width) * grid.stride + 4 * x
    for (let c = 0; c < 3; c++) colours[3 * count + c] = grid.data[at + c]
    count++
  }
  return { count, colours }
}

/** −log of the likelihood of the colour at `at`, up to a constant that is the same for every mixture. */
export function colourCost({ count, terms }: ColourMixture, data: Uint8Array | Uint8ClampedArray, at: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let k = 0, t = 0; k < count; k++, t += termsEach) {
    const r = data[at] - terms[t]
    const g = data[at + 1] - terms[t + 1]
    const b = data[at + 2] - terms[t + 2]
    const spread =
      r * (terms[t + 3] * r + 2 * (terms[t + 4] * g + terms[t + 5] * b)) +
      g * (terms[t + 6] * g + 2 * terms[t + 7] * b) +
      terms[t + 8] * b * b
    const cost = terms[t + 9] + 0.5 * spread
    if (cost < least) least = cost
  }
  return least
}

/** Learns a mixture. With none of `before` the colours are first clustered; otherwise it is carried on from there. */
export function learnMixture(samples: Samples, before?: ColourMixture): ColourMixture {
  const owner = new Uint8Array(samples.count)
  if (before && before.count > 0) assign(samples, before, owner)
  else cluster(samples, owner)
  let mixture = gaussiansOf(samples, owner)
  for (let round = 1; round < learningRounds; round++) {
    assign(samples, mixture, owner)
    mixture = gaussiansOf(samples, owner)
  }
  return mixture
}

function assign({ count, colours }: Samples, mixture: ColourMixture, owner: Uint8Array): void {
  const single = Array.from({ length: mixture.count }, (_, k) => ({
    count: 1,
    terms: mixture.terms.subarray(k * termsEach, (k + 1) * termsEach),
  }))
  for (let i = 0; i < count; i++) {
    let least = Number.POSITIVE_INFINITY
    for (let k = 0; k < single.length; k++) {
      const cost = colourCost(single[k], colours, 3 * i)
      if (cost >= least) continue
      least = cost
      owner[i] = k
    }
  }
}

/** k-means from the colours that lie farthest apart: no chance in it, so a box gives the same cut each time. */
function cluster({ count, colours }: Samples, owner: Uint8Array): void {
  if (count === 0) return
  const centres: number[][] = [[colours[0], colours[1], colours[2]]]
  const apart = (i: number, [r, g, b]: number[]): number =>
    (colours[3 * i] - r) ** 2 + (colours[3 * i + 1] - g) ** 2 + (colours[3 * i + 2] - b) ** 2
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  while (centres.length < componentCount) {
    let farthest = 0
    for (let i = 0; i < count; i++) {
      nearest[i] = Math.min(nearest[i], apart(i, centres[centres.length - 1]))
      if (nearest[i] > nearest[farthest]) farthest = i
    }
    if (nearest[farthest] === 0) break
    centres.push([colours[3 * farthest], colours[3 * farthest + 1], colours[3 * farthest + 2]])
  }
  for (let round = 0; round < clusterRounds; round++) {
    const sums = centres.map(() => [0, 0, 0, 0])
    for (let i = 0; i < count; i++) {
      let best = 0
      for (let k = 1; k < centres.length; k++) if (apart(i, centres[k]) < apart(i, centres[best])) best = k
      owner[i] = best
      for (let c = 0; c < 3; c++) sums[best][c] += colours[3 * i + c]
      sums[best][3]++
    }
    sums.forEach(([r, g, b, n], k) => {
      if (n > 0) centres[k] = [r / n, g / n, b / n]
    })
  }
}

function gaussiansOf({ count, colours }: Samples, owner: Uint8Array): ColourMixture {
  const terms = new Float64Array(componentCount * termsEach)
  let found = 0
  for (let k = 0; k < componentCount; k++) {
    const m = new Float64Array(10)
    for (let i = 0; i < count; i++) {
      if (owner[i] !== k) continue
      const [r, g, b] = [colours[3 * i], colours[3 * i + 1], colours[3 * i + 2]]
      m[0] += r
      m[1] += g
      m[2] += b
      m[3] += r * r
      m[4] += r * g
      m[5] += r * b
      m[6] += g * g
      m[7] += g * b
      m[8] += b * b
      m[9]++
    }
    const n = m[9]
    if (n === 0) continue
    const [mr, mg, mb] = [m[0] / n, m[1] / n, m[2] / n]
    const rr = m[3] / n - mr * mr + leastVariance
    const rg = m[4] / n - mr * mg
    const rb = m[5] / n - mr * mb
    const gg = m[6] / n - mg * mg + leastVariance
    const gb = m[7] / n - mg * mb
    const bb = m[8] / n - mb * mb + leastVariance
    const determinant = rr * (gg * bb - gb * gb) - rg * (rg * bb - gb * rb) + rb * (rg * gb - gg * rb)
    terms.set(
      [
        mr,
        mg,
        mb,
        (gg * bb - gb * gb) / determinant,
        (rb * gb - rg * bb) / determinant,
        (rg * gb - rb * gg) / determinant,
        (rr * bb - rb * rb) / determinant,
        (rb * rg - rr * gb) / determinant,
        (rr * gg - rg * rg) / determinant,
        0.5 * Math.log(determinant) - Math.log(n / count),
      ],
      found * termsEach,
    )
    found++
  }
  return { count: found, terms: terms.subarray(0, found * termsEach) }
}
