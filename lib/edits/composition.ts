// An edit of one picture with another beside it: what was asked for, and how it is sent.
import { z } from 'zod'
import { idPattern } from '../core/ids.ts'
import { type ComposePlan, maxGap, type ReferenceSide, referenceSides } from '../frame/compose.ts'

/** Of POST /api/edits: the picture that is shown to the engine beside the one that is edited. */
export const referenceSchema = z.strictObject({
  imageId: z.string().regex(idPattern),
  side: z.enum(referenceSides).optional(),
  gap: z.int().min(0).max(maxGap).optional(),
})

export type Composition = { imageId: string; side: ReferenceSide; gap: number; plan: ComposePlan }
