// The strokes since the mask was last kept. A mask is kept some hundred milliseconds after a stroke, for it takes that
// long to write; its strokes as numbers take none, so that a tab that crashes at once loses nothing that was painted.
import type { Brush } from '#lib/mask/stamp.ts'
import type { StrokePoint } from '#lib/mask/stroke.ts'

export type JournalStroke = { readonly brush: Brush; readonly points: readonly StrokePoint[] }

/** `torn`: something else has changed the mask, so that no later stroke can stand on these. */
type Line = { readonly strokes: readonly JournalStroke[]; readonly torn: boolean }

const emptyLine: Line = { strokes: [], torn: false }

export function createStrokeJournal() {
  let sinceKept = emptyLine
  /** While a mask is being kept: what it does not hold. */
  let sinceTaken: Line | null = null
  const change = (next: (line: Line) => Line): void => {
    sinceKept = next(sinceKept)
    sinceTaken &&= next(sinceTaken)
  }
  return {
    add(stroke: JournalStroke): void {
      change((line) => (line.torn ? line : { ...line, strokes: [...line.strokes, stroke] }))
    },
    /** Undo, a shape, an import: rarely lost, easily done again, and some too large for a journal. */
    tear(): void {
      change((line) => ({ ...line, torn: true }))
    },
    /** Whether kept mask and strokes together are the mask as it is now. */
    isWhole: (): boolean => !sinceKept.torn,
    /** The mask is taken as it is now, to be kept. */
    take(): void {
      sinceTaken = emptyLine
    },
    /** It was kept. */
    kept(): void {
      sinceKept = sinceTaken ?? emptyLine
      sinceTaken = null
    },
    /** To be drawn upon the kept mask. */
    strokes: (): readonly JournalStroke[] => sinceKept.strokes,
    /** The same, once the mask that was taken is kept. */
    strokesSinceTaken: (): readonly JournalStroke[] => (sinceTaken ?? emptyLine).strokes,
  }
}
