import { describe, expect, test } from 'vitest'
import { clockTime, editProgress, lateResult, queueWait } from './edit-steps.ts'
import { editView } from './editor.fixture.ts'

const queuedAt = '2026-11-22T12:43:00.000Z'
const plus = (ms: number): string => new Date(Date.parse(queuedAt) + ms).toISOString()
const now = (ms: number): number => Date.parse(queuedAt) + ms
const steps = { queuedAt, sentAt: null, receivedAt: null, storedAt: null }

test('a paid result that is not home is told of from minute nine on, and after its address has ended', () => {
  const edit = editView({ state: 'fetching', resultExpiresAt: plus(600_000) })
  const expiresAt = now(600_000)
  expect(lateResult(edit, now(539_999))).toBeNull()
  expect(lateResult(edit, now(540_000))).toEqual({ kind: 'soon', expiresAt })
  expect(lateResult(edit, now(600_000))).toEqual({ kind: 'over', expiresAt })
  expect(lateResult(editView({ state: 'finishing' }), now(540_000))).toBeNull()
})

describe('the steps of an edit', () => {
  test('a queued one waits, and counts from the request', () => {
    expect(editProgress(editView({ state: 'queued', steps }), now(1_500))).toEqual({
      steps: [
        { name: 'queued', state: 'now', ms: 1_500 },
        { name: 'sent', state: 'todo', ms: null },
        { name: 'received', state: 'todo', ms: null },
        { name: 'stored', state: 'todo', ms: null },
      ],
      elapsedMs: 1_500,
      slow: false,
    })
  })

  test('a sent one shows what the queue took and counts the wait for the engine', () => {
    const edit = editView({ state: 'sending', steps: { ...steps, sentAt: plus(200) } })
    expect(editProgress(edit, now(30_000))).toEqual({
      steps: [
        { name: 'queued', state: 'done', ms: 200 },
        { name: 'sent', state: 'done', ms: null },
        { name: 'received', state: 'now', ms: 29_800 },
        { name: 'stored', state: 'todo', ms: null },
      ],
      elapsedMs: 30_000,
      slow: true,
    })
  })

  test('a received one is on its way to be stored', () => {
    const edit = editView({ state: 'finishing', steps: { ...steps, sentAt: plus(200), receivedAt: plus(9_000) } })
    expect(editProgress(edit, now(9_400)).steps.slice(2)).toEqual([
      { name: 'received', state: 'done', ms: 8_800 },
      { name: 'stored', state: 'now', ms: 400 },
    ])
  })

  test('a stored one stands still', () => {
    const all = { queuedAt, sentAt: plus(200), receivedAt: plus(9_000), storedAt: plus(9_800) }
    expect(editProgress(editView({ state: 'done', steps: all }), now(1e9))).toEqual({
      steps: [
        { name: 'queued', state: 'done', ms: 200 },
        { name: 'sent', state: 'done', ms: null },
        { name: 'received', state: 'done', ms: 8_800 },
        { name: 'stored', state: 'done', ms: 800 },
      ],
      elapsedMs: 9_800,
      slow: false,
    })
  })

  test('one that ended without an answer shows where, and nothing after it', () => {
    const lost = editView({ state: 'unknown', steps: { ...steps, sentAt: plus(1_100) } })
    expect(editProgress(lost, now(60_000)).steps).toEqual([
      { name: 'queued', state: 'done', ms: 1_100 },
      { name: 'sent', state: 'done', ms: null },
      { name: 'received', state: 'failed', ms: null },
    ])
  })

  test('one that is tried again starts over, and a clock that is behind never counts below zero', () => {
    const again = editView({ state: 'queued', steps: { ...steps, sentAt: plus(-60_000) } })
    expect(editProgress(again, now(-5_000)).steps[0]).toEqual({ name: 'queued', state: 'now', ms: 0 })
  })
})

test('one that was put off counts the seconds to its next try, and then only waits its turn', () => {
  const deferred = { code: 'engine_busy' as const, until: plus(12_000) }
  const queued = editView({ state: 'queued', steps, deferred })
  expect(queueWait(queued, now(100))).toEqual({ code: 'engine_busy', seconds: 12 })
  expect(queueWait(queued, now(12_000))).toBeNull()
  expect(queueWait({ ...queued, deferred: null }, now(0))).toBeNull()
  expect(queueWait({ ...queued, state: 'sending' }, now(0))).toBeNull()
})

test('elapsed time reads as minutes and seconds', () => {
  expect([0, 9_999, 60_000, 185_000, 3_600_000].map(clockTime)).toEqual(['0:00', '0:09', '1:00', '3:05', '60:00'])
})
