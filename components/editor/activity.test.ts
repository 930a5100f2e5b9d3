import { describe, expect, test } from 'vitest'
import type { LineageView } from '#lib/edits/edit.ts'
import { activityOf, storedSince, withAnswer, withEdit } from './activity.ts'
import { editView, imageView } from './editor.fixture.ts'

const older = '2026-11-22T12:40:00.000Z'
const newer = '2026-11-22T12:41:00.000Z'
const lineage = (...edits: ReturnType<typeof editView>[]): LineageView => ({
  rootImageId: 'image',
  images: [imageView({})],
  edits,
})

const bare = { dismissedEditId: null, shownEditId: null }

describe('what the panel is about', () => {
  const failed = editView({ id: 'failed', state: 'failed', createdAt: newer })
  const lost = editView({ id: 'lost', state: 'unknown', createdAt: older })
  const running = editView({ id: 'running', state: 'waiting', createdAt: older })

  test('an edit under way comes first, then a lost answer, then the newest failure', () => {
    expect(activityOf(lineage(failed, lost, running), 'image', bare)).toEqual({ kind: 'running', edit: running })
    expect(activityOf(lineage(failed, lost), 'image', bare)).toEqual({ kind: 'lost', edit: lost })
    expect(activityOf(lineage(failed), 'image', bare)).toEqual({ kind: 'failed', edit: failed })
  })

  test('a failure that was put away, or is not the newest, or is another picture’s, is no activity', () => {
    const later = editView({ id: 'later', state: 'done', createdAt: '2026-11-22T12:42:00.000Z' })
    expect(activityOf(lineage(failed), 'image', { ...bare, dismissedEditId: 'failed' })).toEqual({ kind: 'idle' })
    expect(activityOf(lineage(failed, later), 'image', bare)).toEqual({ kind: 'idle' })
    expect(activityOf(lineage(failed), 'another', bare)).toEqual({ kind: 'idle' })
  })

  test('one that was opened again is told of, put away or not, unless something runs', () => {
    const shown = (...edits: ReturnType<typeof editView>[]) =>
      activityOf(lineage(...edits), 'image', { dismissedEditId: 'failed', shownEditId: 'failed' })
    expect(shown(failed, lost)).toEqual({ kind: 'failed', edit: failed })
    expect(shown(failed, running)).toEqual({ kind: 'running', edit: running })
    expect(shown({ ...failed, state: 'unknown' }, lost)).toEqual({
      kind: 'lost',
      edit: { ...failed, state: 'unknown' },
    })
    expect(shown({ ...failed, state: 'done' })).toEqual({ kind: 'idle' })
  })

  test('an edit that was asked to stop lets go of the picture', () => {
    const stopping = { ...running, cancelRequestedAt: newer }
    expect(activityOf(lineage(stopping), 'image', bare)).toEqual({ kind: 'idle' })
  })
})

test('only what was under way and is done now counts as just stored', () => {
  const done = editView({ id: 'a', state: 'done' })
  const before = new Map([['a', 'fetching' as const]])
  expect(storedSince(before, lineage(done, editView({ id: 'b', state: 'done' })))).toEqual([done])
  expect(storedSince(new Map([['a', 'done' as const]]), lineage(done))).toEqual([])
})

test('news of an edit replaces what was known of it, or adds it', () => {
  const queued = editView({ id: 'a', state: 'queued' })
  const sent = editView({ id: 'a', state: 'sending' })
  expect(withEdit(lineage(), queued)).toEqual(lineage(queued))
  expect(withEdit(lineage(queued, editView({ id: 'b' })), sent)).toEqual(lineage(sent, editView({ id: 'b' })))
})

test('a late answer does not undo what events have told since, but a retry starts over', () => {
  const steps = { queuedAt: older, sentAt: null, receivedAt: null, storedAt: null }
  const queued = editView({ id: 'a', state: 'queued', steps })
  const failed = editView({ id: 'a', state: 'failed', steps })
  expect(withAnswer(lineage(), queued)).toEqual(lineage(queued))
  expect(withAnswer(lineage(failed), queued)).toEqual(lineage(failed))
  expect(withAnswer(lineage(queued), failed)).toEqual(lineage(failed))
  const putOff = { ...queued, deferred: { code: 'engine_busy' as const, until: newer } }
  expect(withAnswer(lineage(putOff), queued)).toEqual(lineage(putOff))
  const again = { ...queued, steps: { ...steps, queuedAt: newer } }
  expect(withAnswer(lineage(failed), again)).toEqual(lineage(again))
})
