// The tables as types. Times are epoch milliseconds, money is micro-dollars, structured values are JSON text,
// so that SQLite and PostgreSQL hold the same.
import type { Generated, Insertable, Selectable } from 'kysely'
import type { EnginePauseCode } from '../core/errors.ts'
import type { BatchLayout, BatchRowState, BatchState, Verdict } from '../edits/batch.ts'
import type { EngineId, OutputFormat } from '../edits/edit.ts'
import type { EditState, MoneyMove } from '../edits/lifecycle.ts'

export type ImagesTable = {
  id: string
  kind: 'upload' | 'output' | 'raw' | 'probe'
  name: string
  width: number
  height: number
  format: 'png' | 'jpeg' | 'webp' | 'gif'
  bytes: number
  sha256: string
  original_format: string | null
  original_bytes: number | null
  original_sha256: string | null
  /** The upload that this one descends from: itself for an upload. */
  root_image_id: string
  edit_id: string | null
  created_at: number
}

export type MasksTable = {
  id: string
  image_id: string
  width: number
  height: number
  sha256: string
  coverage: number
  /** The Rect of what is above 0, as JSON; null in masks from before it was kept. */
  bounds: string | null
  created_at: number
}

export type EditsTable = {
  id: string
  image_id: string
  root_image_id: string
  mask_id: string | null
  /** The edit on whose output this one began, or, while it has no `due_at`, will begin. */
  after_edit_id: string | null
  /** The row of a batch that this edit was made of, and which of its steps, from 0; null for one that was asked for by itself. */
  batch_id: string | null
  batch_position: number | null
  batch_step: number | null
  engine: EngineId
  model: string
  operation: string | null
  prompt: string
  frame: string
  /** The CropPlan of lib/frame/crop.ts; null where the engine is given the whole image. */
  crop: string | null
  /** The Composition of lib/edits/composition.ts; null where one picture is sent. */
  composition: string | null
  /** The Refinement of lib/edits/refinement.ts; null for an edit that an engine was asked for. */
  refinement: string | null
  /** What was asked for in one act with several seeds shares one; null for an edit of its own. */
  variation_set_id: string | null
  aspect_ratio: string
  seed: number
  safety_tolerance: number
  output_format: OutputFormat
  price_micro_usd: number
  state: EditState
  /** The Life of lifecycle.ts, whole; `state` repeats its tag for the indexes. */
  life: string
  /** When the next step may be taken; null where there is none. */
  due_at: number | null
  lease_owner: string | null
  lease_until: number | null
  /** Grows with every claim; a later write that carries an older one is refused. */
  fence: number
  reserved_at: number | null
  cancel_requested_at: number | null
  created_at: number
  queued_at: number
  sent_at: number | null
  received_at: number | null
  stored_at: number | null
  raw_image_id: string | null
  output_image_id: string | null
  receipt: string | null
}

export type AttemptsTable = {
  id: string
  edit_id: string
  number: number
  engine: EngineId
  model: string
  price_micro_usd: number
  state: 'sending' | 'answered' | 'deferred' | 'refused' | 'lost'
  sent_width: number
  sent_height: number
  sent_bytes: number
  /** What the engine answered, without secrets: for the person who looks into it. */
  detail: string | null
  started_at: number
  ended_at: number | null
}

/** A `repeat` is two lines: `doubt` and `reserve`. */
export type LedgerKind = Exclude<MoneyMove, 'none' | 'repeat'>

export type LedgerTable = {
  seq: Generated<number>
  edit_id: string
  attempt_id: string | null
  kind: LedgerKind
  amount_micro_usd: number
  at: number
}

/** Sums per UTC day ("2026-11-22") and month ("2026-11"): what a budget is held against in one conditional update. */
export type SpendTable = {
  period: string
  reserved: number
  charged: number
  unknown: number
}

export type EventsTable = {
  seq: Generated<number>
  /** Empty where it is a batch that changed. */
  edit_id: string
  state: EditState | BatchState
  at: number
  batch_id: string | null
  /** The row of it that changed, where it was one. */
  batch_position: number | null
}

export type IdempotencyKeysTable = {
  scope: string
  key: string
  body_sha256: string
  /** Of the edit, image, mask or batch that it made. */
  made_id: string
  created_at: number
}

/** An engine that takes no calls until its operator acts. One row at most for each. */
export type EnginePausesTable = {
  engine: EngineId
  code: EnginePauseCode
  since: number
  /** Somebody wants it tried again: 1 until a worker takes one edit for the trial. */
  trial: number
}

/** Prompts that somebody wants to find again. */
export type StarredPromptsTable = {
  id: string
  sha256: string
  prompt: string
  created_at: number
}

export type BatchesTable = {
  id: string
  name: string
  layout: BatchLayout
  concurrency: number
  state: BatchState
  /** The code and details of what holds it, as JSON; null unless `held`. */
  hold: string | null
  /** The AgreedPrice list of lib/edits/batch.ts, as JSON; null for a batch from before it was kept. */
  prices: string | null
  resumed_at: number
  created_at: number
}

/** A wish, until an edit is made of it. */
export type BatchRowsTable = {
  batch_id: string
  position: number
  image_id: string
  image_name: string
  /** The BatchRow of lib/edits/batch.ts, with its engine. */
  request: string
  state: BatchRowState
  /** Code and details of why no edit could be made of it, as JSON; null unless `refused`. */
  error: string | null
  verdict: Verdict | null
}

/** A plan of prompts, by a name. */
export type RecipesTable = {
  id: string
  name: string
  /** The prompts in their order, as JSON. */
  steps: string
  created_at: number
}
export type EngineProfilesTable = {
  id: EngineId
  /** The EngineProfile of lib/edits/engine-profile.ts. */
  settings: string
  /** Its key, sealed; null where there is none. */
  sealed_key: string | null
  /** Grows with every change. */
  revision: number
  created_at: number
}

/** What was found out about an engine, also about one that the environment sets up. */
export type EngineFactsTable = {
  engine: EngineId
  /** TestFacts and ProbeFacts of lib/edits/engine-profile.ts. */
  test: string | null
  probe: string | null
  /** The edit of the last probe, whose facts are not kept yet while it is under way. */
  probe_edit_id: string | null
}

/** One row: what the page has lowered the budgets to. */
export type BudgetLimitsTable = { id: string; day: number | null; month: number | null }

export type Tables = {
  images: ImagesTable
  masks: MasksTable
  edits: EditsTable
  attempts: AttemptsTable
  ledger: LedgerTable
  spend: SpendTable
  events: EventsTable
  idempotency_keys: IdempotencyKeysTable
  engine_pauses: EnginePausesTable
  starred_prompts: StarredPromptsTable
  batches: BatchesTable
  batch_rows: BatchRowsTable
  recipes: RecipesTable
  engine_profiles: EngineProfilesTable
  engine_facts: EngineFactsTable
  budget_limits: BudgetLimitsTable
}

export type ImageRow = Selectable<ImagesTable>
export type MaskRow = Selectable<MasksTable>
export type EditRow = Selectable<EditsTable>
export type AttemptRow = Selectable<AttemptsTable>
export type BatchTableRow = Selectable<BatchesTable>
export type BatchRowRow = Selectable<BatchRowsTable>
export type RecipeRow = Selectable<RecipesTable>
export type EngineProfileRow = Selectable<EngineProfilesTable>
export type EngineFactsRow = Selectable<EngineFactsTable>
export type NewImage = Insertable<ImagesTable>
export type NewMask = Insertable<MasksTable>
