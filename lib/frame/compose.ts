// Two pictures side by side as one, so that an engine that takes one picture can carry a pattern from the reference to the
// base. Planned once and recorded with the edit, as a crop is: sending and cutting apart read the same plan.
import type { Rect, Size } from '../core/geometry.ts'
import type { CropLimits } from './crop.ts'
import { parseRatio, type Ratio } from './ratio.ts'

export const referenceSides = ['left', 'right'] as const
export type ReferenceSide = (typeof referenceSides)[number]

/** Between the two, in pixels of the one height that they are brought to. */
export const maxGap = 256
export const defaultGap = 0

export type ComposePlan = {
  /** What is sent, of exactly `aspectRatio`; what neither picture covers is white. */
  readonly sent: Size
  readonly aspectRatio: Ratio
  /** Where each lies in it. */
  readonly base: Rect
  readonly reference: Rect
}

export type ComposeWish = {
  readonly base: Size
  readonly reference: Size
  readonly side: ReferenceSide
  readonly gap: number
  readonly limits: CropLimits
}

/**
 * Both at the height of the smaller one, reduced together where that is more than the engine needs, in the middle of the
 * smallest picture of an offered ratio that holds them.
 */
export function planComposition({ base, reference, side, gap, limits }: ComposeWish): ComposePlan {
  const height = Math.min(base.height, reference.height)
  const whole = placed({ base, reference, side, gap }, height, limits)
  const pixels = whole.sent.width * whole.sent.height
  if (pixels <= limits.maxPixels) return whole
  // A little less than the square root says, because sizes are rounded up to multiples of their ratio.
  const reduced = Math.max(1, Math.floor(height * Math.sqrt(limits.maxPixels / pixels) * 0.995))
  return placed({ base, reference, side, gap: Math.round((gap * reduced) / height) }, reduced, limits)
}

function placed(
  { base, reference, side, gap }: Omit<ComposeWish, 'limits'>,
  height: number,
  limits: CropLimits,
): ComposePlan {
  const widthOf = (size: Size): number => Math.max(1, Math.round((size.width * height) / size.height))
  const [baseWidth, referenceWidth] = [widthOf(base), widthOf(reference)]
  const width = baseWidth + gap + referenceWidth
  const shapes = limits.ratios.flatMap((ratio) => {
    const unit = parseRatio(ratio)
    if (!unit) return []
    const steps = Math.max(Math.ceil(width / unit.width), Math.ceil(height / unit.height))
    return [{ ratio, sent: { width: unit.width * steps, height: unit.height * steps } }]
  })
  const best = shapes.reduce((a, b) => (b.sent.width * b.sent.height < a.sent.width * a.sent.height ? b : a))
  const x = Math.floor((best.sent.width - width) / 2)
  const y = Math.floor((best.sent.height - height) / 2)
  const left = side === 'left' ? referenceWidth : baseWidth
  const baseX = side === 'left' ? x + left + gap : x
  const referenceX = side === 'left' ? x : x + left + gap
  return {
    sent: best.sent,
    aspectRatio: best.ratio,
    base: { x: baseX, y, width: baseWidth, height },
    reference: { x: referenceX, y, width: referenceWidth, height },
  }
}
