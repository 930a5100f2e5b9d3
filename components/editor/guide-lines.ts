// The lines of a fill as they are drawn, taken away, and taken back.
import type { Guide } from '#lib/fill/guides.ts'
import type { Operation } from '#lib/retouch/operation.ts'

export type GuideLines = readonly Guide[]

/** As many as the engine takes. */
export const maxGuides = 16

/** What was there before each change, and after each that was undone; the nearest is last. */
export type GuideHistory = { readonly past: readonly GuideLines[]; readonly future: readonly GuideLines[] }

export const noHistory: GuideHistory = { past: [], future: [] }

export const changed = ({ past }: GuideHistory, before: GuideLines): GuideHistory => ({
  past: [...past, before],
  future: [],
})

type Step = { lines: GuideLines; history: GuideHistory }

/** One step back or forth from `now`; null where there is none. */
export function stepped({ past, future }: GuideHistory, now: GuideLines, way: 'undo' | 'redo'): Step | null {
  const lines = (way === 'undo' ? past : future).at(-1)
  if (lines === undefined) return null
  const history =
    way === 'undo'
      ? { past: past.slice(0, -1), future: [...future, now] }
      : { past: [...past, now], future: future.slice(0, -1) }
  return { lines, history }
}

const none: GuideLines = []

export const guidesOf = (operation: Operation): GuideLines =>
  operation.kind === 'fill' ? (operation.guides ?? none) : none

/** The same fill along these lines. */
export function withGuides(operation: Operation, lines: GuideLines): Operation {
  if (operation.kind !== 'fill') return operation
  const { guides: _, ...rest } = operation
  return lines.length === 0 ? rest : { ...rest, guides: lines.map((line) => line.map(({ x, y }) => ({ x, y }))) }
}
