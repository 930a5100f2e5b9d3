// What the panel's foot is about for one image: an edit under way, an answer that was lost, a failure, or nothing. Pure.
import type { EditView, LineageView } from '#lib/edits/edit.ts'
import { type EditState, editStates, isSettled } from '#lib/edits/lifecycle.ts'

export type Activity =
  | { kind: 'idle' }
  | { kind: 'running'; edit: EditView }
  | { kind: 'lost'; edit: EditView }
  | { kind: 'failed'; edit: EditView }

/** Cancelling after the call went out lets go of the picture, although the edit itself may still arrive. */
export const holdsPicture = (edit: EditView): boolean => !isSettled(edit.state) && edit.cancelRequestedAt === null

type Looks = {
  /** A failed edit whose note was put away. */
  dismissedEditId: string | null
  /** One that has ended without a picture and was opened again: told of before what would be told by itself. */
  shownEditId: string | null
}

export function activityOf(lineage: LineageView, imageId: string, { dismissedEditId, shownEditId }: Looks): Activity {
  const edits = lineage.edits
    .filter((edit) => edit.imageId === imageId)
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0))
  // Of a chain the one that is at work, and not those that wait for it.
  const running = edits.find((edit) => holdsPicture(edit) && edit.waitsFor === null) ?? edits.find(holdsPicture)
  if (running) return { kind: 'running', edit: running }
  const shown = edits.find(({ id }) => id === shownEditId)
  if (shown?.state === 'unknown') return { kind: 'lost', edit: shown }
  if (shown?.state === 'failed') return { kind: 'failed', edit: shown }
  const lost = edits.find(({ state }) => state === 'unknown')
  if (lost) return { kind: 'lost', edit: lost }
  const newest = edits.at(0)
  return newest?.state === 'failed' && newest.id !== dismissedEditId
    ? { kind: 'failed', edit: newest }
    : { kind: 'idle' }
}

/** A lost answer that was put away without saying what it cost: that may still be said. */
export const isUndecided = ({ state, error }: EditView): boolean =>
  state === 'failed' && error?.lost === true && error.charged === 'unknown'

/** The edits that were under way and have become pictures since. */
export function storedSince(before: ReadonlyMap<string, EditState>, lineage: LineageView): EditView[] {
  return lineage.edits.filter((edit) => {
    const was = before.get(edit.id)
    return edit.state === 'done' && was !== undefined && !isSettled(was)
  })
}

/** With the edit as last told in place of what was known of it; a new one is added. */
export function withEdit(lineage: LineageView, edit: EditView): LineageView {
  const known = lineage.edits.some(({ id }) => id === edit.id)
  const edits = known ? lineage.edits.map((old) => (old.id === edit.id ? edit : old)) : [...lineage.edits, edit]
  return { ...lineage, edits }
}

/**
 * The answer to a call may arrive after events that tell of what came later. An answer about an edit that is known
 * further on in the same round (a retry begins a new one), or as sent already and put off since, is left aside.
 */
export function withAnswer(lineage: LineageView, answer: EditView): LineageView {
  const known = lineage.edits.find(({ id }) => id === answer.id)
  const sameRound = known?.steps.queuedAt === answer.steps.queuedAt
  const putOffSince = known?.deferred && answer.state === 'queued' && answer.deferred === null
  const behind = known && (putOffSince || editStates.indexOf(answer.state) < editStates.indexOf(known.state))
  return sameRound && behind ? lineage : withEdit(lineage, answer)
}
