// An edit of one picture with another beside it: what was asked for, and how it is sent.
import { z } from 'zod'
import { idPattern } from '../core/ids.ts'
import { type ComposePlan, maxGap, type ReferenceSide, referenceSides } from '../frame/compose.ts'

/** Of POST /api/edits: the picture that is shown to the engine beside the one that is edited. */
export const referenceSchema = z.strictObject({
  imageId: z.string().regex(idPattern),
  /** Each as a picture of its own, to a model that takes several: `side` and `gap` mean nothing then. */
  apart: z.boolean().optional(),
  side: z.enum(referenceSides).optional(),
  gap: z.int().min(0).max(maxGap).optional(),
})

type Reference = z.infer<typeof referenceSchema>

/** What was asked for, to ask for it once more. */
export const referenceOf = ({ imageId, side, gap, plan }: Composition): Reference =>
  plan === null ? { imageId, apart: true } : { imageId, side, gap }

export type Composition = {
  imageId: string
  side: ReferenceSide
  gap: number
  /** How both are one picture; null where each is sent as its own. */
  plan: ComposePlan | null
  /** Both as they were sent as one picture; not before they were. */
  mergedImageId?: string
}
