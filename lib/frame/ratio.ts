// Aspect ratios as exact pairs of integers. The bounds 3:7 … 7:3 are those of FLUX Kontext and count as inside.
import type { Size } from '../core/geometry.ts'

export type Ratio = `${number}:${number}`

/** The seven that FLUX Kontext offers, in the order in which they are shown. */
export const offeredRatios = ['1:1', '2:3', '3:2', '16:9', '9:16', '3:7', '7:3'] as const satisfies readonly Ratio[]
export type OfferedRatio = (typeof offeredRatios)[number]

/** Integer arithmetic, so that exactly 3:7 and 7:3 are in. */
export const ratioWithinBounds = ({ width, height }: Size): boolean =>
  width * 7 >= height * 3 && height * 7 >= width * 3

/** The ratio of a size in lowest terms: 2400 × 1600 → "3:2". */
export function ratioOf({ width, height }: Size): Ratio {
  let a = width
  let b = height
  while (b > 0) [a, b] = [b, a % b]
  return `${width / a}:${height / a}`
}

/** What FLUX Kontext was seen to answer with, about 1 MP whatever it is sent. A guess for words and for what to send. */
const usualSizes: Readonly<Record<OfferedRatio, Size>> = {
  '1:1': { width: 1024, height: 1024 },
  '2:3': { width: 832, height: 1248 },
  '3:2': { width: 1248, height: 832 },
  '16:9': { width: 1408, height: 792 },
  '9:16': { width: 792, height: 1408 },
  '3:7': { width: 662, height: 1544 },
  '7:3': { width: 1544, height: 662 },
}
const usualPixels = 1024 * 1024

/** About the size of an answer in a ratio. Never relied on: what comes back is measured. */
export function expectedSize(ratio: string): Size {
  const offered = offeredRatios.find((known) => known === ratio)
  if (offered) return usualSizes[offered]
  const [across, down] = ratio.split(':').map(Number)
  const scale = Math.sqrt(usualPixels / (across * down))
  return { width: Math.round(across * scale), height: Math.round(down * scale) }
}

/** "W:H" of positive integers within the bounds, or null. */
export function parseRatio(text: string): Size | null {
  const match = /^([1-9]\d{0,4}):([1-9]\d{0,4})$/.exec(text)
  if (!match) return null
  const size = { width: Number(match[1]), height: Number(match[2]) }
  return ratioWithinBounds(size) ? size : null
}

/** The offered ratio that is nearest to a size, by the logarithm of the quotient (so that wide and tall weigh alike). */
export function nearestOfferedRatio({ width, height }: Size): OfferedRatio {
  const target = Math.log(width / height)
  const distance = (ratio: OfferedRatio): number => {
    const [w, h] = ratio.split(':').map(Number)
    return Math.abs(Math.log(w / h) - target)
  }
  return offeredRatios.reduce((best, ratio) => (distance(ratio) < distance(best) ? ratio : best))
}

/** What a new frame is for, and the ratio that suits it. */
const suited = {
  portrait: '2:3',
  landscape: '3:2',
  social: '1:1',
  banner: '7:3',
  phone: '9:16',
  desktop: '16:9',
} as const satisfies Readonly<Record<string, OfferedRatio>>

export type RatioUse = 'original' | keyof typeof suited

type RatioOffer = { readonly use: RatioUse; readonly ratio: Ratio }

type Recommending = { readonly original: Size; readonly anyRatio: boolean }

/** By use, the original's own ratio first; where that cannot be asked for, the offered one that is nearest to it. */
export function recommendedRatios({ original, anyRatio }: Recommending): readonly RatioOffer[] {
  const { portrait, landscape, social, banner, phone, desktop } = suited
  return [
    {
      use: 'original',
      ratio: anyRatio && ratioWithinBounds(original) ? ratioOf(original) : nearestOfferedRatio(original),
    },
    { use: 'portrait', ratio: portrait },
    { use: 'landscape', ratio: landscape },
    { use: 'social', ratio: social },
    { use: 'banner', ratio: banner },
    { use: 'phone', ratio: phone },
    { use: 'desktop', ratio: desktop },
  ]
}

/** The use that a ratio is shown as: the one that was chosen last, where it is of that ratio, else the first that is. */
export function shownUse(offers: readonly RatioOffer[], ratio: string, chosen: RatioUse | null): RatioUse | null {
  const fitting = offers.filter((offer) => offer.ratio === ratio)
  return (fitting.find(({ use }) => use === chosen) ?? fitting.at(0))?.use ?? null
}
