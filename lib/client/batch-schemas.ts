// Batches as the browser expects them.
import { z } from 'zod'
import { editErrorCodes, requestErrorCodes } from '../core/errors.ts'
import {
  type BatchChange,
  type BatchRowView,
  type BatchView,
  batchLayouts,
  batchRowStates,
  batchStates,
  verdicts,
} from '../edits/batch.ts'
import { engineIdSchema, outputFormats } from '../edits/edit.ts'
import type { RecipeView } from '../edits/recipe.ts'
import { cropPlanSchema, editSchema, imageSchema } from './schemas.ts'

const count = z.number()
const code = z.enum([...requestErrorCodes, ...editErrorCodes]).catch('internal_error')
const details = z.record(z.string(), z.union([z.string(), z.number()]))

export const batchSchema = z.object({
  id: z.string(),
  name: z.string(),
  layout: z.enum(batchLayouts),
  state: z.enum(batchStates),
  hold: z.object({ code, message: z.string(), details }).nullable(),
  concurrency: count,
  createdAt: z.string(),
  resumedAt: z.string(),
}) satisfies z.ZodType<BatchView>

const rowSchema = z.object({
  position: count,
  state: z.enum(batchRowStates),
  verdict: z.enum(verdicts).nullable(),
  imageId: z.string(),
  imageName: z.string(),
  maskId: z.string().nullable(),
  prompt: z.string(),
  nextPrompts: z.array(z.string()),
  prompts: z.array(z.string()),
  error: z.object({ code, message: z.string() }).nullable(),
  edits: z.array(
    editSchema.pick({
      id: true,
      state: true,
      outputImageId: true,
      seed: true,
      priceMicroUsd: true,
      steps: true,
      deferred: true,
      error: true,
    }),
  ),
}) satisfies z.ZodType<BatchRowView>

export const batchChangeSchema = z.object({
  batch: batchSchema,
  row: rowSchema.nullable(),
}) satisfies z.ZodType<BatchChange>

const spendSchema = z.object({ chargedMicroUsd: count, reservedMicroUsd: count, unknownMicroUsd: count })

export const batchSpendSchema = batchSchema.extend({ spend: spendSchema })

export const wholeBatchSchema = batchSpendSchema.extend({
  settings: z.object({
    engine: engineIdSchema.nullable(),
    model: z.string().nullable(),
    masks: z.enum(['all', 'none', 'some']),
    frame: z.string().nullable(),
    safetyTolerance: count.nullable(),
    outputFormat: z.enum(outputFormats).nullable(),
  }),
  rows: z.array(rowSchema),
})
export type WholeBatch = z.infer<typeof wholeBatchSchema>

const batchItemSchema = batchSchema.extend({
  counts: z.object({ stored: count, running: count, waiting: count, failed: count, unknown: count, leftOut: count }),
})
export type BatchItem = z.infer<typeof batchItemSchema>
export const batchListSchema = z.object({ batches: z.array(batchItemSchema) })

const dryRowSchema = z.discriminatedUnion('ok', [
  z.object({
    position: count,
    ok: z.literal(true),
    engine: engineIdSchema,
    model: z.string(),
    prompt: z.string(),
    crop: cropPlanSchema.nullable(),
    aspectRatio: z.string(),
    coverage: count.nullable(),
    steps: count,
    priceMicroUsd: count,
  }),
  z.object({
    position: count,
    ok: z.literal(false),
    error: z.object({ code, message: z.string(), field: z.string().nullable() }),
  }),
])
export type DryRow = z.infer<typeof dryRowSchema>
export const dryRunSchema = z.object({ rows: z.array(dryRowSchema) })

export const recipeSchema = z.object({
  id: z.string(),
  name: z.string(),
  steps: z.array(z.string()),
  createdAt: z.string(),
}) satisfies z.ZodType<RecipeView>
export const recipesSchema = z.object({ recipes: z.array(recipeSchema) })

export const picturesByNameSchema = z.object({
  pictures: z.array(z.object({ name: z.string(), image: imageSchema.nullable(), guess: imageSchema.nullable() })),
})
export type PictureByName = z.infer<typeof picturesByNameSchema>['pictures'][number]
