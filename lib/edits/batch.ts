// The batch as the outside sees it: edits asked for together. Each row is a wish until there is room for its edit.
import { z } from 'zod'
import type { EditErrorCode, ErrorCode, ErrorDetails } from '../core/errors.ts'
import type { MicroUsd } from '../core/money.ts'
import { type EditView, type EngineId, editRequestSchema, engineIdSchema, type OutputFormat } from './edit.ts'
import type { EditState } from './lifecycle.ts'

/**
 * `paused` by the user, `held` because of something that meets every row, such as the budget. `done`: no row waits and
 * none is under way.
 */
export const batchStates = ['running', 'paused', 'held', 'stopped', 'done'] as const
export type BatchState = (typeof batchStates)[number]

/** `waiting` for room, `begun`: its edit tells the rest, `refused` before an edit could be made of it, `left_out` by a stop. */
export const batchRowStates = ['waiting', 'begun', 'refused', 'left_out'] as const
export type BatchRowState = (typeof batchRowStates)[number]

export const verdicts = ['accepted', 'rejected'] as const
export type Verdict = (typeof verdicts)[number]

export const batchLayouts = ['grid', 'list'] as const
export type BatchLayout = (typeof batchLayouts)[number]

export const maxBatchRows = 5_000
export const defaultBatchConcurrency = 3
export const maxBatchName = 200

/** A plan of prompts has at most so many steps after its first. */
export const mostFurtherSteps = 9

/**
 * One row is one edit: everything that an edit may be asked for, except what it waits for. With `nextPrompts` it is a plan: each
 * further prompt is an edit that begins on the output of the one before, and the first that fails ends it.
 */
export const batchRowSchema = editRequestSchema
  .omit({ after: true })
  .extend({ nextPrompts: z.array(z.string()).max(mostFurtherSteps).optional() })
export type BatchRow = z.infer<typeof batchRowSchema>

/** As it is kept: a prompt that did not get through may be written anew, by its step. */
export type KeptRow = BatchRow & { reworded?: (string | null)[] }

/** What each step is asked with. */
export const promptsOf = ({ prompt, nextPrompts = [], reworded = [] }: KeptRow): string[] =>
  [prompt ?? '', ...nextPrompts].map((asked, step) => reworded[step] ?? asked)

/**
 * What a call of this model may cost without asking: as it was shown when the batch began, or agreed to since. Whatever a
 * row had to say of it has become part of this.
 */
export type AgreedPrice = { engine: EngineId; model: string; priceMicroUsd: MicroUsd }
type PricedModel = { engine?: EngineId; model?: string | null }

export const agreedPrice = (prices: readonly AgreedPrice[], { engine, model }: PricedModel): MicroUsd | null =>
  prices.find((price) => price.engine === engine && price.model === model)?.priceMicroUsd ?? null

export const agreeTo = (prices: readonly AgreedPrice[], price: AgreedPrice): AgreedPrice[] => [
  ...prices.filter(({ engine, model }) => engine !== price.engine || model !== price.model),
  price,
]

/** The body of POST /api/batches. `engine` holds for the rows that name none. */
export const batchRequestSchema = z.strictObject({
  name: z.string().max(maxBatchName).optional(),
  layout: z.enum(batchLayouts).optional(),
  engine: engineIdSchema.optional(),
  /** How many of its calls may be under way at once; at most what the engine allows. */
  concurrency: z.int().min(1).max(64).optional(),
  rows: z.array(batchRowSchema).min(1).max(maxBatchRows),
})
export type BatchRequest = z.infer<typeof batchRequestSchema>

/** What stops all rows at once, in words. */
export type BatchHold = { code: ErrorCode; message: string; details: ErrorDetails }

export type BatchSpend = { chargedMicroUsd: MicroUsd; reservedMicroUsd: MicroUsd; unknownMicroUsd: MicroUsd }

/** Times are ISO 8601 in UTC. */
export type BatchView = {
  id: string
  name: string
  layout: BatchLayout
  state: BatchState
  hold: BatchHold | null
  concurrency: number
  createdAt: string
  /** When it last went from standing to running: what its pace is counted from. */
  resumedAt: string
}

/** What all rows of a batch have in common; null where they differ. */
export type BatchSettings = {
  engine: EngineId | null
  model: string | null
  masks: 'all' | 'none' | 'some'
  /** A ratio, or "keep". */
  frame: string | null
  safetyTolerance: number | null
  outputFormat: OutputFormat | null
}

export function settingsOf(rows: readonly BatchRow[]): BatchSettings {
  const same = <T>(of: (row: BatchRow) => T): T | null => {
    const values = new Set(rows.map(of))
    return values.size === 1 ? [...values][0] : null
  }
  const masked = rows.filter(({ maskId }) => maskId).length
  return {
    engine: same(({ engine }) => engine) ?? null,
    model: same(({ model }) => model) ?? null,
    masks: masked === 0 ? 'none' : masked === rows.length ? 'all' : 'some',
    frame: same(({ frame, aspectRatio }) => aspectRatio ?? (frame?.kind === 'reframe' ? frame.aspectRatio : 'keep')),
    safetyTolerance: same(({ safetyTolerance = 1 }) => safetyTolerance),
    outputFormat: same(({ outputFormat = 'png' }) => outputFormat),
  }
}

/** The part of an edit that its row shows. */
export type BatchEdit = Pick<
  EditView,
  'id' | 'state' | 'outputImageId' | 'seed' | 'priceMicroUsd' | 'steps' | 'deferred' | 'error'
>

export type BatchRowView = {
  /** From 0. */
  position: number
  state: BatchRowState
  verdict: Verdict | null
  imageId: string
  imageName: string
  maskId: string | null
  prompt: string
  /** The prompts of its further steps. */
  nextPrompts: string[]
  /** What its steps are asked with now: the same, unless one was written anew. */
  prompts: string[]
  /** Why no edit could be made of it. */
  error: { code: ErrorCode; message: string } | null
  /** One for each step that there is an edit of, its newest; empty while there is none. */
  edits: BatchEdit[]
}

/** Where a plan of several steps stands: the first that is not done, or the last. Null while there is none. */
export const currentStep = <T extends { state: EditState }>(steps: readonly T[]): T | null =>
  steps.find(({ state }) => state !== 'done') ?? steps.at(-1) ?? null

export const editOf = ({ edits }: Pick<BatchRowView, 'edits'>): BatchEdit | null => currentStep(edits)

/** What the stream tells of a batch: how it stands, and the row that changed, if it was one. */
export type BatchChange = { batch: BatchView; row: BatchRowView | null }

/** How many rows are where; together they are all of them. */
export type BatchCounts = {
  stored: number
  running: number
  waiting: number
  failed: number
  /** Sent, but the answer was lost: waits for the user's decision. */
  unknown: number
  leftOut: number
}

export const rowEdit = (edit: EditView): BatchEdit => {
  const { id, state, outputImageId, seed, priceMicroUsd, steps, deferred, error } = edit
  return { id, state, outputImageId, seed, priceMicroUsd, steps, deferred, error }
}

/** What tells where a row stands. */
type RowStanding = { state: BatchRowState; edits: readonly { state: EditState }[] }

/** Where a row stands. A row that waits for another try counts as waiting, whatever its last edit came to. */
export function placeOf({ state, edits }: RowStanding): keyof BatchCounts {
  const edit = currentStep(edits)
  if (state === 'left_out') return 'leftOut'
  if (state === 'refused') return 'failed'
  if (state === 'waiting' || edit === null) return 'waiting'
  switch (edit.state) {
    case 'done':
      return 'stored'
    case 'failed':
      return 'failed'
    case 'unknown':
      return 'unknown'
    case 'cancelled':
      return 'leftOut'
    case 'queued':
    case 'sending':
    case 'waiting':
    case 'fetching':
    case 'finishing':
      return 'running'
  }
}

export function countRows(rows: readonly RowStanding[]): BatchCounts {
  const counts: BatchCounts = { stored: 0, running: 0, waiting: 0, failed: 0, unknown: 0, leftOut: 0 }
  for (const row of rows) counts[placeOf(row)]++
  return counts
}

/** How many calls the rows that wait will be, if each succeeds at once: one for each step that is not done. */
export const callsToCome = (rows: readonly (RowStanding & Pick<BatchRowView, 'prompts'>)[]): number =>
  rows
    .filter((row) => placeOf(row) === 'waiting')
    .reduce((sum, { prompts, edits }) => sum + prompts.length - edits.filter(({ state }) => state === 'done').length, 0)

/** Why a row is not a picture: its own reason, or that of its edit. */
export const rowFault = (row: BatchRowView): { code: ErrorCode | EditErrorCode; message: string } | null =>
  row.state === 'refused' ? row.error : row.state === 'begun' ? (editOf(row)?.error ?? null) : null
