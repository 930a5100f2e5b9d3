// From the grid to the list and back. Pure.
import {
  type BatchDraft,
  cellKey,
  type Entry,
  emptyBatch,
  newKey,
  newListRow,
  newPrompt,
  type Prompt,
  planOf,
  writtenPrompts,
  writtenSteps,
} from './batch-draft.ts'

/** Every cell of the grid becomes a row. Before there is a prompt, every picture does. */
export function toList(draft: BatchDraft): BatchDraft {
  const prompts = writtenPrompts(draft)
  const out = new Set(draft.leftOut)
  const rows = draft.entries.flatMap(({ key, picture, mask }) => {
    const row = { picture, given: picture.name, mask }
    if (prompts.length === 0) return [newListRow(row)]
    return prompts
      .filter((prompt) => !out.has(cellKey(key, prompt.key)))
      .map(({ text, next }) => newListRow({ ...row, prompt: text, next: writtenSteps(next) }))
  })
  return {
    ...draft,
    layout: 'list',
    rows: [...draft.rows, ...rows],
    entries: [],
    leftOut: [],
    prompts: emptyBatch().prompts,
  }
}

/** Whether the rows are nothing but pictures and prompts: what one row has for itself has no place in the grid. */
export function fitsGrid({ rows }: BatchDraft): boolean {
  const cells = new Set<string>()
  const maskOf = new Map<string, string>()
  const prompts = new Set<string>()
  for (const row of rows) {
    if (!row.picture || row.faults.length > 0) return false
    if (row.reference !== null || row.ratio !== null || row.seed !== null || row.safety !== null || row.format !== null)
      return false
    const cell = `${row.picture.id} ${planOf(row)}`
    const mask = `${row.mask.source} ${row.mask.stored?.id}`
    if (cells.has(cell) || (maskOf.get(row.picture.id) ?? mask) !== mask) return false
    cells.add(cell)
    maskOf.set(row.picture.id, mask)
    prompts.add(planOf(row))
  }
  return prompts.size <= mostColumns
}

/** More heads than this are no grid any more that anybody could read. */
export const mostColumns = 12

/** Only where `fitsGrid`. What no row asks for is left out. */
export function toGrid(draft: BatchDraft): BatchDraft {
  const heads = new Map<string, Prompt>()
  const entries = new Map<string, Entry>()
  const asked = new Set<string>()
  for (const row of draft.rows) {
    const { picture, mask, prompt } = row
    if (!picture) continue
    const entry = entries.get(picture.id) ?? { key: newKey(), picture, mask }
    entries.set(picture.id, entry)
    if (prompt.trim() === '') continue
    const plan = planOf(row)
    const head = heads.get(plan) ?? newPrompt(prompt.trim(), writtenSteps(row.next))
    heads.set(plan, head)
    asked.add(cellKey(entry.key, head.key))
  }
  const prompts = heads.size === 0 ? [newPrompt()] : [...heads.values()]
  const cells = [...entries.values()].flatMap(({ key }) => prompts.map((prompt) => cellKey(key, prompt.key)))
  const leftOut = heads.size === 0 ? [] : cells.filter((cell) => !asked.has(cell))
  return { ...draft, layout: 'grid', entries: [...entries.values()], prompts, leftOut, rows: [], file: null }
}
