// How the rows of a batch that runs stand on the page: as the grid that they were asked for in, or one below the other. Pure.
import type { BatchLayout, BatchRowView } from '#lib/edits/batch.ts'

export type RunLine = {
  key: string
  imageId: string
  imageName: string
  /** One for each prompt; null where that was left out. */
  cells: (BatchRowView | null)[]
}

export type RunShape =
  | { kind: 'grid'; prompts: string[]; lines: RunLine[] }
  | { kind: 'list'; rows: readonly BatchRowView[] }

/** What a row is asked for, in one line. */
export const planName = ({ prompt, nextPrompts }: Pick<BatchRowView, 'prompt' | 'nextPrompts'>): string =>
  [prompt, ...nextPrompts].join(' → ')

/** More are not to be told apart side by side. */
const mostColumns = 12

export function shapeOf(rows: readonly BatchRowView[], layout: BatchLayout): RunShape {
  if (layout === 'list') return { kind: 'list', rows }
  const prompts = [...new Set(rows.map(planName))]
  const columns = new Map(prompts.map((prompt, index) => [prompt, index]))
  const lines = new Map<string, RunLine>()
  for (const row of rows) {
    const key = `${row.imageId} ${row.maskId}`
    let line = lines.get(key)
    if (!line) {
      line = { key, imageId: row.imageId, imageName: row.imageName, cells: prompts.map(() => null) }
      lines.set(key, line)
    }
    const column = columns.get(planName(row)) ?? 0
    // The same picture with the same prompt twice: no grid.
    if (line.cells[column]) return { kind: 'list', rows }
    line.cells[column] = row
  }
  return prompts.length > mostColumns ? { kind: 'list', rows } : { kind: 'grid', prompts, lines: [...lines.values()] }
}
