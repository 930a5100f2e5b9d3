import { z } from 'zod'
import { idPattern } from '../core/ids.ts'
import { maskEdgeSchema } from '../mask/edge.ts'
import { corrections, outputFormats } from './edit.ts'

/** The body of POST /api/edits/:id/refine. What is left out stays as the refined edit has it; the edge starts plain. */
export const refineRequestSchema = maskEdgeSchema.extend({
  /** Null shows all that the engine has made. */
  maskId: z.string().regex(idPattern).nullish(),
  align: z.enum(corrections).optional(),
  matchColour: z.enum(corrections).optional(),
  outputFormat: z.enum(outputFormats).optional(),
})
export type RefineRequest = z.input<typeof refineRequestSchema>
