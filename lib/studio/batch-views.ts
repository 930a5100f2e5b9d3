// Batches as the JSON that the outside sees.
import { type ErrorCode, type ErrorDetails, isAppError } from '../core/errors.ts'
import {
  editsOfBatch,
  editsOfRow,
  findBatch,
  findBatchRow,
  rowsOfBatch,
  spendOfBatch,
  standingsOfBatch,
} from '../db/batches.ts'
import type { Database } from '../db/database.ts'
import type { BatchRowRow, BatchTableRow, EditRow } from '../db/schema.ts'
import {
  type BatchChange,
  type BatchCounts,
  type BatchRequest,
  type BatchRow,
  type BatchRowView,
  type BatchView,
  countRows,
  type KeptRow,
  promptsOf,
  rowEdit,
  settingsOf,
} from '../edits/batch.ts'
import type { CropPlan } from '../frame/crop.ts'
import type { StudioPorts } from './ports.ts'
import { judgeRows } from './request-batch.ts'
import { editView, type Say, type ViewOptions } from './views.ts'

/** What is kept of a refusal: its words are made for whoever reads it. */
type Fault = { code: ErrorCode; details: ErrorDetails }

export const faultOf = (error: unknown): string | null =>
  isAppError(error) ? JSON.stringify({ code: error.code, details: error.details } satisfies Fault) : null

function faultView(text: string | null, say: Say): { code: ErrorCode; message: string; details: ErrorDetails } | null {
  if (text === null) return null
  // Written by faultOf only.
  const { code, details }: Fault = JSON.parse(text)
  return { code, message: say(code, details), details }
}

const iso = (epochMs: number): string => new Date(epochMs).toISOString()

export function batchView(batch: BatchTableRow, { say }: Pick<ViewOptions, 'say'>): BatchView {
  const { id, name, layout, state, concurrency } = batch
  return {
    ...{ id, name, layout, state, concurrency },
    hold: faultView(batch.hold, say),
    createdAt: iso(batch.created_at),
    resumedAt: iso(batch.resumed_at),
  }
}

export function batchRowView(row: BatchRowRow, edits: readonly EditRow[], view: ViewOptions): BatchRowView {
  const request: KeptRow = JSON.parse(row.request)
  const error = faultView(row.error, view.say)
  return {
    position: row.position,
    state: row.state,
    verdict: row.verdict,
    imageId: row.image_id,
    imageName: row.image_name,
    maskId: request.maskId ?? null,
    prompt: request.prompt ?? '',
    nextPrompts: request.nextPrompts ?? [],
    prompts: promptsOf(request),
    error: error && { code: error.code, message: error.message },
    // Without its receipt, which would be read and checked for every one of thousands.
    edits: edits.map((edit) => rowEdit(editView({ ...edit, receipt: null }, view))),
  }
}

export async function readRows(db: Database, batchId: string, view: ViewOptions): Promise<BatchRowView[]> {
  const edits = await editsOfBatch(db, batchId)
  return (await rowsOfBatch(db, batchId)).map((row) => batchRowView(row, edits.get(row.position) ?? [], view))
}

/** The batch with all its rows, and what they have in common. */
export async function readBatch(db: Database, batch: BatchTableRow, view: ViewOptions) {
  const rows = await rowsOfBatch(db, batch.id)
  const edits = await editsOfBatch(db, batch.id)
  return {
    ...batchView(batch, view),
    settings: settingsOf(rows.map(({ request }): BatchRow => JSON.parse(request))),
    spend: await spendOfBatch(db, batch.id),
    rows: rows.map((row) => batchRowView(row, edits.get(row.position) ?? [], view)),
  }
}

/** What it costs so far, without reading thousands of rows. */
export const readSpend = async (db: Database, batch: BatchTableRow, view: ViewOptions) => ({
  ...batchView(batch, view),
  spend: await spendOfBatch(db, batch.id),
})

export type BatchListItem = BatchView & { counts: BatchCounts }

export const batchListItem = async (db: Database, batch: BatchTableRow, view: ViewOptions): Promise<BatchListItem> => ({
  ...batchView(batch, view),
  counts: countRows(await standingsOfBatch(db, batch.id)),
})

/** What the event stream tells; null where the batch is gone. */
export async function batchChange(
  db: Database,
  { batchId, position }: { batchId: string; position: number | null },
  view: ViewOptions,
): Promise<BatchChange | null> {
  const batch = await findBatch(db, batchId)
  if (!batch) return null
  const row = position === null ? undefined : await findBatchRow(db, batchId, position)
  const edits = row ? await editsOfRow(db, batchId, row.position) : []
  return { batch: batchView(batch, view), row: row ? batchRowView(row, edits, view) : null }
}

/** One row of a dry run: what would be sent, or why it cannot be. */
export type DryRow =
  | {
      position: number
      ok: true
      engine: string
      model: string
      prompt: string
      crop: CropPlan | null
      aspectRatio: string
      coverage: number | null
      /** How many calls it is, one after the other; the price is that of all. */
      steps: number
      priceMicroUsd: number
    }
  | { position: number; ok: false; error: { code: ErrorCode; message: string; field: string | null } }

/** Calls no engine, reserves nothing, keeps nothing. */
export async function dryRun(ports: StudioPorts, request: BatchRequest, { say }: ViewOptions): Promise<DryRow[]> {
  return (await judgeRows(ports, request)).map((judged, position): DryRow => {
    if (!judged.ok) {
      const { code, details, field = null } = judged.error
      return { position, ok: false, error: { code, message: say(code, details), field } }
    }
    const { edit, mask } = judged.planned
    const steps = 1 + (judged.request.nextPrompts?.length ?? 0)
    return {
      position,
      ok: true,
      engine: edit.engine,
      model: edit.model,
      prompt: edit.prompt,
      crop: edit.crop && JSON.parse(edit.crop),
      aspectRatio: edit.aspect_ratio,
      coverage: mask?.coverage ?? null,
      steps,
      priceMicroUsd: edit.price_micro_usd * steps,
    }
  })
}
