import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EditView } from '../edits/edit.ts'
import { createEditEvents, type StreamLike } from './events.ts'

class FakeStream extends EventTarget implements StreamLike {
  readyState = 0
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
  }
  close() {
    this.readyState = 2
  }
  say(type: string, data: unknown, lastEventId: string) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId }))
  }
}

const edit: EditView = {
  id: '1'.repeat(20),
  state: 'queued',
  imageId: '0'.repeat(20),
  maskId: null,
  engine: 'local',
  model: 'local-1',
  operation: { kind: 'fill' },
  prompt: '',
  frame: { kind: 'keep' },
  crop: null,
  composition: null,
  refinement: null,
  variationSetId: null,
  aspectRatio: '3:2',
  seed: 7,
  safetyTolerance: 2,
  outputFormat: 'png',
  priceMicroUsd: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  cancelRequestedAt: null,
  deferred: null,
  waitsFor: null,
  batch: null,
  resultExpiresAt: null,
  steps: { queuedAt: '2026-01-01T00:00:00.000Z', sentAt: null, receivedAt: null, storedAt: null },
  outputImageId: null,
  rawImageId: null,
  outputUrl: null,
  receipt: null,
  error: null,
}

function setUp() {
  const streams: FakeStream[] = []
  const events = createEditEvents({
    open: (url) => {
      streams.push(new FakeStream(url))
      return streams[streams.length - 1]
    },
  })
  return { events, streams }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('many listeners share one stream, which closes behind the last of them', () => {
  const { events, streams } = setUp()
  const heard: string[] = []
  const leave = [events.onEdit((view) => heard.push(view.state)), events.onEdit((view) => heard.push(view.id[0]))]
  streams[0].say('edit', edit, '4')
  for (const go of leave) go()
  expect([heard, streams.length, streams[0].readyState]).toEqual([['queued', '1'], 1, 2])
})

test('progress is heard by itself, and keeps the number to resume from', () => {
  const { events, streams } = setUp()
  const heard: unknown[] = []
  const leave = [events.onProgress((progress) => heard.push(progress)), events.onEdit(() => {})]
  streams[0].say('edit', edit, '4')
  streams[0].say('progress', { editId: edit.id, share: 0.4 }, '')
  streams[0].say('progress', { editId: edit.id, share: 7 }, '')
  expect(heard).toEqual([{ editId: edit.id, share: 0.4 }])
  for (const go of leave) go()
  expect(streams[0].readyState).toBe(2)
})

test('a batch is told of by itself, and its number is resumed from, too', () => {
  const { events, streams } = setUp()
  const heard: unknown[] = []
  events.onBatch((change) => heard.push(change))
  const batch = {
    id: 'b',
    name: 'shop',
    layout: 'grid',
    state: 'held',
    hold: { code: 'budget_exceeded', message: 'm', details: { leftMicroUsd: 0 } },
    concurrency: 3,
    createdAt: '2026-01-01T00:00:00.000Z',
    resumedAt: '2026-01-01T00:00:00.000Z',
  }
  streams[0].say('batch', { batch, row: null }, '7')
  streams[0].dispatchEvent(new Event('error'))
  vi.advanceTimersByTime(1000)
  expect([heard, streams[1].url]).toEqual([[{ batch, row: null }], '/api/events?after=7'])
})

test('an event that is not understood is passed over, and the stream goes on', () => {
  const { events, streams } = setUp()
  const heard: EditView[] = []
  events.onEdit((view) => heard.push(view))
  streams[0].say('edit', { id: 'new kind' }, '4')
  streams[0].say('edit', edit, '5')
  expect(heard).toEqual([edit])
})

test('a stream that breaks twice counts down, resumes after the last number, and says that it is back', () => {
  const { events, streams } = setUp()
  const resumed = vi.fn()
  events.onResume(resumed)
  streams[0].dispatchEvent(new Event('open'))
  streams[0].say('hello', {}, '41')
  streams[0].say('edit', edit, '42')
  streams[0].dispatchEvent(new Event('error'))
  expect(events.connection()).toEqual({ state: 'connecting' })

  vi.advanceTimersByTime(1000)
  expect(streams[1].url).toBe('/api/events?after=42')
  streams[1].dispatchEvent(new Event('error'))
  expect(events.connection()).toEqual({ state: 'offline', retrySeconds: 2 })
  vi.advanceTimersByTime(1000)
  expect(events.connection()).toEqual({ state: 'offline', retrySeconds: 1 })

  events.retryNow()
  streams[2].dispatchEvent(new Event('open'))
  expect([events.connection(), resumed.mock.calls.length]).toEqual([{ state: 'online' }, 1])
  vi.advanceTimersByTime(60_000)
  expect(streams.length).toBe(3)
})

test('the first opening is no resumption', () => {
  const { events, streams } = setUp()
  const resumed = vi.fn()
  events.onResume(resumed)
  streams[0].dispatchEvent(new Event('open'))
  expect(resumed).not.toHaveBeenCalled()
})
