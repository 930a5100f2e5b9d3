// The answers of our own server as the browser expects them. A field that is not listed here is not used here.
import { z } from 'zod'
import { editErrorCodes, enginePauseCodes, requestErrorCodes } from '../core/errors.ts'
import type { Composition } from '../edits/composition.ts'
import {
  type EditView,
  engineIdSchema,
  frameSchema,
  type ImageView,
  type LineageView,
  outputFormats,
} from '../edits/edit.ts'
import { engineModelSchema } from '../edits/engine-profile.ts'
import { editStates } from '../edits/lifecycle.ts'
import { receiptSchema } from '../edits/receipt.ts'
import { refinementSchema } from '../edits/refinement.ts'
import { noteSchema } from '../edits/settings-note.ts'
import { referenceSides } from '../frame/compose.ts'
import type { CropLimits, CropPlan } from '../frame/crop.ts'
import { operationSchema } from '../retouch/operation.ts'

const count = z.number()
const details = z.record(z.string(), z.union([z.string(), z.number()]))

export const imageSchema = z.object({
  id: z.string(),
  kind: z.enum(['upload', 'output', 'raw', 'probe']),
  name: z.string(),
  width: count,
  height: count,
  format: z.enum(['png', 'jpeg', 'webp', 'gif']),
  bytes: count,
  sha256: z.string(),
  url: z.string(),
  createdAt: z.string(),
  original: z.object({ format: z.string(), bytes: count, sha256: z.string() }).nullable(),
}) satisfies z.ZodType<ImageView>

const ratioSchema = z.templateLiteral([z.number(), ':', z.number()])
const sizeSchema = z.object({ width: count, height: count })

export const cropPlanSchema = z.object({
  box: z.object({ x: count, y: count, width: count, height: count }),
  aspectRatio: ratioSchema,
  sent: sizeSchema,
}) satisfies z.ZodType<CropPlan>

const rectSchema = z.object({ x: count, y: count, width: count, height: count })
const compositionSchema = z.object({
  imageId: z.string(),
  side: z.enum(referenceSides),
  gap: count,
  plan: z.object({ sent: sizeSchema, aspectRatio: ratioSchema, base: rectSchema, reference: rectSchema }).nullable(),
  mergedImageId: z.string().optional(),
}) satisfies z.ZodType<Composition>

const cropLimitsSchema = z.object({ ratios: z.array(ratioSchema), maxPixels: count }) satisfies z.ZodType<CropLimits>

export const editSchema = z.object({
  id: z.string(),
  state: z.enum(editStates),
  imageId: z.string(),
  maskId: z.string().nullable(),
  engine: engineIdSchema,
  model: z.string(),
  operation: operationSchema.nullable(),
  prompt: z.string(),
  frame: frameSchema,
  crop: cropPlanSchema.nullable(),
  composition: compositionSchema.nullable(),
  refinement: refinementSchema.nullable(),
  variationSetId: z.string().nullable(),
  aspectRatio: z.string(),
  seed: count,
  safetyTolerance: count,
  outputFormat: z.enum(outputFormats),
  priceMicroUsd: count,
  createdAt: z.string(),
  cancelRequestedAt: z.string().nullable(),
  deferred: z.object({ code: z.enum(editErrorCodes), until: z.string() }).nullable(),
  waitsFor: z.string().nullable(),
  batch: z.object({ id: z.string(), position: count, step: count }).nullable(),
  resultExpiresAt: z.string().nullable(),
  steps: z.object({
    queuedAt: z.string(),
    sentAt: z.string().nullable(),
    receivedAt: z.string().nullable(),
    storedAt: z.string().nullable(),
  }),
  outputImageId: z.string().nullable(),
  rawImageId: z.string().nullable(),
  outputUrl: z.string().nullable(),
  receipt: receiptSchema.nullable(),
  error: z
    .object({
      code: z.enum(editErrorCodes),
      message: z.string(),
      charged: z.enum(['yes', 'no', 'unknown']),
      lost: z.boolean(),
      freeRetry: z.boolean(),
      details: details.optional(),
    })
    .nullable(),
}) satisfies z.ZodType<EditView>

export const variationsSchema = z.object({ edits: z.array(editSchema).min(1) })

const lineageSchema = z.object({
  rootImageId: z.string(),
  images: z.array(imageSchema),
  edits: z.array(editSchema),
}) satisfies z.ZodType<LineageView>

export const imageWithLineageSchema = imageSchema.extend({ lineage: lineageSchema })
export type ImageWithLineage = z.infer<typeof imageWithLineageSchema>

const libraryItemSchema = imageSchema.extend({ versions: count })
export type LibraryItem = z.infer<typeof libraryItemSchema>

export const libraryPageSchema = z.object({ images: z.array(libraryItemSchema), nextCursor: z.string().nullable() })
export type LibraryPage = z.infer<typeof libraryPageSchema>

export const fileSettingsSchema = z.object({ note: noteSchema.nullable() })

export const maskSchema = z.object({ id: z.string(), width: count, height: count, coverage: count })
export type StoredMask = z.infer<typeof maskSchema>

const engineInfoSchema = z.object({
  id: engineIdSchema,
  label: z.string(),
  model: z.string(),
  priceMicroUsd: count,
  concurrency: count,
  models: z.array(engineModelSchema.extend({ needsMask: z.boolean(), severalPictures: z.boolean() })),
  anyRatio: z.boolean(),
  crop: cropLimitsSchema.nullable(),
  available: z.boolean(),
  why: z.string().nullable(),
  paused: z.object({ code: z.enum(enginePauseCodes), since: z.string(), waiting: count }).nullable(),
})
export type EngineInfo = z.infer<typeof engineInfoSchema>
export const enginesSchema = z.object({ engines: z.array(engineInfoSchema) })

const spendSchema = z.object({
  chargedMicroUsd: count,
  reservedMicroUsd: count,
  unknownMicroUsd: count,
  limitMicroUsd: count.nullable(),
  startsAgainAt: z.string(),
})
export const usageSchema = z.object({ day: spendSchema, month: spendSchema })
export type Usage = z.infer<typeof usageSchema>

const starredPromptSchema = z.object({ id: z.string(), prompt: z.string() })
export const keptPromptsSchema = z.object({ recent: z.array(z.string()), starred: z.array(starredPromptSchema) })
export type KeptPrompts = z.infer<typeof keptPromptsSchema>

/** The body of every refusal. An unknown code is a newer server's: it is told as `internal_error`. */
export const errorBodySchema = z.object({
  error: z.object({
    code: z.enum([...requestErrorCodes, ...editErrorCodes]).catch('internal_error'),
    message: z.string().catch(''),
    field: z.string().nullish(),
    details: details.nullish(),
  }),
})
