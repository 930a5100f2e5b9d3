// The variations of one act: which they are, how they lie on the sheet, which two are picked. Pure.
import type { EditView, LineageView } from '#lib/edits/edit.ts'
import { isSettled } from '#lib/edits/lifecycle.ts'

/** In the order of their seeds. */
export const variationsOf = ({ edits }: LineageView, setId: string): EditView[] =>
  edits
    .filter(({ variationSetId }) => variationSetId === setId)
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0))

/** Sets of which the last variation has ended since `wasUnderWay` was told. */
export function endedSets(lineage: LineageView, wasUnderWay: (edit: EditView) => boolean): string[] {
  const touched = new Set(lineage.edits.filter(wasUnderWay).flatMap(({ variationSetId }) => variationSetId ?? []))
  return [...touched].filter((setId) => variationsOf(lineage, setId).every(({ state }) => isSettled(state)))
}

/** At most three in a row. */
export function gridOf(count: number): { columns: number; rows: number } {
  const columns = count <= 3 ? count : count === 4 ? 2 : 3
  return { columns, rows: Math.ceil(count / columns) }
}

/** Where a key leads from one tile, or null where it does not. Up and down stay in their column. */
export function tileAfterKey(key: string, { at, count }: { at: number; count: number }): number | null {
  const { columns } = gridOf(count)
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key]
  if (step !== undefined) return at + step >= 0 && at + step < count ? at + step : at
  return key === 'Home' ? 0 : key === 'End' ? count - 1 : null
}

/** At most two, the longest picked gives way; once more takes it back. */
export const withPick = (picks: readonly string[], id: string): string[] =>
  picks.includes(id) ? picks.filter((picked) => picked !== id) : [...picks, id].slice(-2)
