// The edit as the outside sees it: what may be asked for, and what is told of it.
import { z } from 'zod'
import type { EditErrorCode, ErrorDetails } from '../core/errors.ts'
import { idPattern } from '../core/ids.ts'
import type { MicroUsd } from '../core/money.ts'
import { type CropPlan, maxContext } from '../frame/crop.ts'
import { parseRatio } from '../frame/ratio.ts'
import { operationSchema } from '../retouch/operation.ts'
import { type Composition, referenceSchema } from './composition.ts'
import type { Charged, EditState } from './lifecycle.ts'
import type { Receipt } from './receipt.ts'
import type { Refinement } from './refinement.ts'

/** `local` on this machine; `flux` and `bfl` as the environment sets them up; else the id of a profile. */
export const engineIdSchema = z.string().regex(/^(local|flux|bfl|[0-9a-z]{20})$/)
export type EngineId = string
/** The one that takes an operation instead of a prompt. */
export const localEngineId: EngineId = 'local'

export const outputFormats = ['png', 'jpeg'] as const
export type OutputFormat = (typeof outputFormats)[number]

export const maxSeed = 2_147_483_647
export const maxPromptLength = 10_000

/** True for text that can be sent on: no NUL and no half of a surrogate pair. */
const isCleanText = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** Counts characters, not UTF-16 units, so that an emoji is one. */
export const isPrompt = (text: string): boolean =>
  text.trim() !== '' && isCleanText(text) && [...text].length <= maxPromptLength

const id = z.string().regex(idPattern)
const ratio = z.string().refine((text) => parseRatio(text) !== null)

/** On means: whatever the measurement is worth. Auto corrects where it is sure. */
export const corrections = ['auto', 'on', 'off'] as const
export type Correction = (typeof corrections)[number]

const place = z.int().min(-20_000_000).max(20_000_000)
const side = z.int().min(1).max(20_000_000)

export const frameSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('keep'),
    /** Room around the mask, in percent of its own size on each side. */
    context: z.int().min(0).max(maxContext).optional(),
    align: z.enum(corrections).optional(),
    matchColour: z.enum(corrections).optional(),
    /** What part of the image is sent, in image pixels: instead of the context, and grown where it does not hold the mask. */
    crop: z.strictObject({ x: place, y: place, width: side, height: side }).optional(),
  }),
  z.strictObject({ kind: z.literal('reframe'), aspectRatio: ratio }),
])
export type Frame = z.infer<typeof frameSchema>

/** The body of POST /api/edits. A bare `aspectRatio` is short for the frame `reframe`. */
export const editRequestSchema = z.strictObject({
  imageId: id,
  maskId: id.nullish(),
  /** An edit of the same picture, on whose output this one begins once it is there. */
  after: id.nullish(),
  reference: referenceSchema.nullish(),
  engine: engineIdSchema.optional(),
  /** One of the engine's; else its first for editing. */
  model: z.string().max(200).nullish(),
  operation: operationSchema.nullish(),
  prompt: z.string().nullish(),
  frame: frameSchema.optional(),
  aspectRatio: ratio.nullish(),
  seed: z.int().min(0).max(maxSeed).nullish(),
  safetyTolerance: z.int().min(0).max(2).optional(),
  outputFormat: z.enum(outputFormats).optional(),
  /** The price of one call that was shown: where it has risen since, nothing is sent. Without it any price is agreed to. */
  priceMicroUsd: z.int().min(0).nullish(),
})
export type EditRequest = z.infer<typeof editRequestSchema>

export const variationCounts = { least: 2, most: 8 } as const

/** The body of POST /api/variations: one edit with so many seeds, the given one and those that follow it. */
export const variationsRequestSchema = editRequestSchema.omit({ after: true }).extend({
  count: z.int().min(variationCounts.least).max(variationCounts.most),
  /** Further ones of a set that is there already, which has room for them. */
  variationSetId: id.nullish(),
})
export type VariationsRequest = z.infer<typeof variationsRequestSchema>

/** `count` seeds in a row; after the largest comes 0. */
export const seedsFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (first + i) % (maxSeed + 1))

export type EditErrorView = {
  code: EditErrorCode
  message: string
  charged: Charged
  /** A call whose answer was lost: what it cost may still be decided, or decided anew. */
  lost: boolean
  /** What was paid for is here: trying again works on it only, and costs nothing. */
  freeRetry: boolean
  details?: ErrorDetails
}

/** An edit as JSON. Times are ISO 8601 in UTC; what is not known yet is null. */
export type EditView = {
  id: string
  state: EditState
  imageId: string
  maskId: string | null
  engine: EngineId
  model: string
  operation: z.infer<typeof operationSchema> | null
  prompt: string
  frame: Frame
  /** What part of the image is sent, in which size and ratio; null where the engine is given all of it. */
  crop: CropPlan | null
  /** The picture beside it, where one was; only the part of the edited one comes back. */
  composition: Composition | null
  /** Set where nothing was called: what it shows anew of which edit's result, and how. */
  refinement: Refinement | null
  /** Shared by edits that were asked for in one act with several seeds. */
  variationSetId: string | null
  aspectRatio: string
  seed: number
  safetyTolerance: number
  outputFormat: OutputFormat
  priceMicroUsd: MicroUsd
  createdAt: string
  cancelRequestedAt: string | null
  /** Why a queued edit was put off, and until when. */
  deferred: { code: EditErrorCode; until: string } | null
  /** The edit whose output a queued one waits for. */
  waitsFor: string | null
  /** The row of a batch that it was made of, and which of its steps, from 0. */
  batch: { id: string; position: number; step: number } | null
  /** When the address of a paid result ends that has not been fetched yet. */
  resultExpiresAt: string | null
  steps: { queuedAt: string; sentAt: string | null; receivedAt: string | null; storedAt: string | null }
  outputImageId: string | null
  rawImageId: string | null
  outputUrl: string | null
  receipt: Receipt | null
  error: EditErrorView | null
}

/** How far an edit under way is, 0 to 1, where its engine knows. */
export const editProgressSchema = z.object({ editId: z.string(), share: z.number().min(0).max(1) })
export type EditProgress = z.infer<typeof editProgressSchema>

/** An image as JSON. `format`, `bytes` and `sha256` are those of what `url` serves; `original` is the file as it came. */
export type ImageView = {
  id: string
  /** `probe`: what engines are tried on, which stands in no library. */
  kind: 'upload' | 'output' | 'raw' | 'probe'
  name: string
  width: number
  height: number
  format: 'png' | 'jpeg' | 'webp' | 'gif'
  bytes: number
  sha256: string
  url: string
  createdAt: string
  original: { format: string; bytes: number; sha256: string } | null
}

/** How an image came to be and what became of it. `root` is the upload that everything here descends from. */
export type LineageView = { rootImageId: string; images: ImageView[]; edits: EditView[] }
