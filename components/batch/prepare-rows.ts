// What of a batch would be sent, and what is wrong with the rest. Pure.
import type { EngineChoice } from '#lib/client/engine-choices.ts'
import type { BatchRequest, BatchRow } from '#lib/edits/batch.ts'
import type { FileFaultCode } from '#lib/edits/batch-file.ts'
import { type Frame, isPrompt } from '#lib/edits/edit.ts'
import { type EngineAbility, type Misfit, misfitOf } from '#lib/edits/engine-fit.ts'
import {
  type BatchDraft,
  cellKey,
  type Entry,
  type ListRow,
  type MaskChoice,
  type MaskTrouble,
  planOf,
  writtenPrompts,
  writtenSteps,
} from './batch-draft.ts'

/** What is wrong with a row, so that nothing starts: the first thing of several. */
export type RowTrouble =
  | { kind: 'picture' }
  | { kind: 'reference' }
  | { kind: 'prompt' }
  | { kind: 'mask'; trouble: MaskTrouble }
  | { kind: 'fault'; code: FileFaultCode; given: string }

const maskTrouble = ({ source, stored, trouble }: MaskChoice): RowTrouble | null => {
  if (source === 'none') return null
  if (trouble) return { kind: 'mask', trouble }
  return stored ? null : { kind: 'mask', trouble: { kind: 'missing' } }
}

export function troubleOf(row: ListRow): RowTrouble | null {
  if (!row.picture) return { kind: 'picture' }
  if (row.reference && !row.reference.picture) return { kind: 'reference' }
  const [fault] = row.faults
  if (fault) return { kind: 'fault', ...fault }
  if (![row.prompt, ...writtenSteps(row.next)].every(isPrompt)) return { kind: 'prompt' }
  return maskTrouble(row.mask)
}

export const troubleOfEntry = ({ mask }: Entry): RowTrouble | null => maskTrouble(mask)

type Wish = { mask: MaskChoice; ratio: string | null; goesOn: boolean }

function misfitOfWish({ mask, ratio, goesOn }: Wish, can: EngineAbility | null): Misfit | null {
  const frame: Frame = ratio === null ? { kind: 'keep' } : { kind: 'reframe', aspectRatio: ratio }
  return can && misfitOf(can, { frame, masked: mask.source !== 'none', goesOn })
}

/** What cannot be asked of the engine of the batch for a row of the list. */
export const misfitOfRow = (
  { mask, ratio, next }: Pick<ListRow, 'mask' | 'ratio' | 'next'>,
  { ratio: shared, can }: { ratio: string | null; can: EngineAbility | null },
): Misfit | null => misfitOfWish({ mask, ratio: ratio ?? shared, goesOn: writtenSteps(next).length > 0 }, can)

/** The same for each entry of the grid, which goes on if one of its cells does. */
export function misfitOfEntries(draft: BatchDraft, can: EngineAbility | null): (entry: Entry) => Misfit | null {
  const plans = writtenPrompts(draft).filter(({ next }) => writtenSteps(next).length > 0)
  const out = new Set(draft.leftOut)
  return ({ key, mask }) => {
    const goesOn = plans.some((plan) => !out.has(cellKey(key, plan.key)))
    return misfitOfWish({ mask, ratio: draft.ratio, goesOn }, can)
  }
}

export type Prepared = {
  rows: BatchRow[]
  /** How many rows are wrong. */
  wrong: number
  /** How many of them only because of the engine. */
  misfits: Record<Misfit, number>
  pictures: number
  prompts: number
  /** A plan of three steps is three edits. */
  edits: number
}

const countEdits = (rows: readonly BatchRow[]): number =>
  rows.reduce((sum, { nextPrompts = [] }) => sum + 1 + nextPrompts.length, 0)

/** The rows as they would be sent, and how many cannot be: `can` tells of the engine. */
export function prepareRows(draft: BatchDraft, can: EngineAbility | null = null): Prepared {
  const misfits: Prepared['misfits'] = { ratio: 0, frame: 0, mask: 0, steps: 0 }
  const isRight = (trouble: RowTrouble | null, misfit: Misfit | null): boolean => {
    if (trouble !== null) return false
    if (misfit) misfits[misfit]++
    return misfit === null
  }
  const settings = {
    ...(draft.ratio === null ? {} : { aspectRatio: draft.ratio }),
    ...(draft.seed === null ? {} : { seed: draft.seed }),
    safetyTolerance: draft.safety,
    outputFormat: draft.format,
  }
  const maskOf = ({ source, stored }: MaskChoice) => (source === 'none' || !stored ? {} : { maskId: stored.id })
  const planned = (next: readonly string[]) => {
    const nextPrompts = writtenSteps(next).map((step) => step.trim())
    return nextPrompts.length === 0 ? {} : { nextPrompts }
  }
  if (draft.layout === 'list') {
    const right = draft.rows.filter((row) => isRight(troubleOf(row), misfitOfRow(row, { ratio: draft.ratio, can })))
    const rows = right.flatMap(({ picture, reference, prompt, next, mask, ratio, seed, safety, format }): BatchRow[] =>
      picture
        ? [
            {
              ...settings,
              imageId: picture.id,
              prompt: prompt.trim(),
              ...planned(next),
              ...(reference?.picture ? { reference: { imageId: reference.picture.id } } : {}),
              ...maskOf(mask),
              ...(ratio === null ? {} : { aspectRatio: ratio }),
              ...(seed === null ? {} : { seed }),
              ...(safety === null ? {} : { safetyTolerance: safety }),
              ...(format === null ? {} : { outputFormat: format }),
            },
          ]
        : [],
    )
    return {
      rows,
      wrong: draft.rows.length - right.length,
      misfits,
      pictures: new Set(draft.rows.flatMap(({ picture }) => picture?.id ?? [])).size,
      prompts: new Set(draft.rows.filter(({ prompt }) => prompt.trim() !== '').map(planOf)).size,
      edits: countEdits(rows),
    }
  }
  const prompts = writtenPrompts(draft)
  const out = new Set(draft.leftOut)
  const rows = draft.entries.flatMap(({ key, picture, mask }) =>
    prompts
      .filter((prompt) => !out.has(cellKey(key, prompt.key)))
      .map(
        (prompt): BatchRow => ({
          ...settings,
          imageId: picture.id,
          prompt: prompt.text.trim(),
          ...planned(prompt.next),
          ...maskOf(mask),
        }),
      ),
  )
  const misfitOfEntry = misfitOfEntries(draft, can)
  const wrong = draft.entries.filter((entry) => !isRight(troubleOfEntry(entry), misfitOfEntry(entry))).length
  const tooLong = prompts.filter(({ text, next }) => ![text, ...writtenSteps(next)].every(isPrompt)).length
  return {
    rows,
    wrong: wrong + tooLong,
    misfits,
    pictures: draft.entries.length,
    prompts: prompts.length,
    edits: countEdits(rows),
  }
}

/**
 * The batch as it is asked for. Every row names the model and its price too: that is what is shown and agreed to, and the
 * engine alone would mean its first.
 */
export function requestOf(
  { name, layout, concurrency }: BatchDraft,
  rows: readonly BatchRow[],
  engine: Pick<EngineChoice, 'id' | 'model' | 'concurrency' | 'priceMicroUsd'> | null,
): BatchRequest {
  if (engine === null) return { name: name.trim(), layout, rows: [...rows] }
  return {
    name: name.trim(),
    layout,
    engine: engine.id,
    // Chosen with another engine it may be more than this one takes.
    concurrency: concurrency === null ? undefined : Math.min(concurrency, engine.concurrency),
    rows: rows.map((row) => ({ ...row, model: engine.model, priceMicroUsd: engine.priceMicroUsd })),
  }
}
