// A version made anew from what the engine returned for another edit: no call, no price.
import { z } from 'zod'
import { maskEdgeSchema } from '../mask/edge.ts'

/** How a version came from what was there. */
export const refinementSchema = z.object({
  /** The edit whose raw result it shows. */
  editId: z.string(),
  /** What that result was asked for through, by the edit that paid for it: what lies outside is held against the image. */
  askedMaskId: z.string().nullable(),
  /** As it was painted; the edit's own mask is this one with its edge. */
  maskId: z.string().nullable(),
  edge: maskEdgeSchema,
})
export type Refinement = z.infer<typeof refinementSchema>
