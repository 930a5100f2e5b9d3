// One event stream per tab, however many parts of the page listen. It resumes where it broke off, and says when it is broken.
import type { BatchChange } from '../edits/batch.ts'
import { type EditProgress, type EditView, editProgressSchema } from '../edits/edit.ts'
import { readJson } from './api-error.ts'
import { batchChangeSchema } from './batch-schemas.ts'
import { editSchema } from './schemas.ts'

/** `offline` counts down the whole seconds to the next try. */
export type Connection = { state: 'connecting' } | { state: 'online' } | { state: 'offline'; retrySeconds: number }

/** The part of EventSource that is used here, so that a test can stand in for it. */
export type StreamLike = {
  addEventListener(type: string, listener: (event: Event) => void): void
  close(): void
}

export type EditEvents = {
  /** Calls back for every change of any edit, until the returned function is called. */
  onEdit(listener: (edit: EditView) => void): () => void
  /** Calls back for what changes of a batch beside its edits. */
  onBatch(listener: (change: BatchChange) => void): () => void
  /** Calls back with how far an edit is, as often as its engine says. */
  onProgress(listener: (progress: EditProgress) => void): () => void
  /** Calls back when the connection was lost and is there again: what was shown may be older than what is. */
  onResume(listener: () => void): () => void
  onConnection(listener: () => void): () => void
  connection(): Connection
  /** Tries at once instead of at the end of the countdown. */
  retryNow(): void
}

type EditEventsOptions = {
  open(url: string): StreamLike
}

const retryAfterSeconds = [1, 2, 5, 10, 15] as const

/** The stream is open while anybody listens, and closed after the last one left. */
export function createEditEvents({ open }: EditEventsOptions): EditEvents {
  const edits = new Set<(edit: EditView) => void>()
  const batches = new Set<(change: BatchChange) => void>()
  const progresses = new Set<(progress: EditProgress) => void>()
  const resumes = new Set<() => void>()
  const watchers = new Set<() => void>()
  let stream: StreamLike | null = null
  let connection: Connection = { state: 'connecting' }
  let lastId = ''
  let failures = 0
  let countdown: ReturnType<typeof setInterval> | null = null

  const become = (next: Connection) => {
    connection = next
    for (const watcher of watchers) watcher()
  }

  const remember = (event: Event) => {
    if (event instanceof MessageEvent && event.lastEventId !== '') lastId = event.lastEventId
  }

  const connect = () => {
    stopCountdown()
    stream?.close()
    // A stream that the browser resumes by itself sends Last-Event-ID; a fresh one must be told.
    const opened = open(lastId === '' ? '/api/events' : `/api/events?after=${encodeURIComponent(lastId)}`)
    stream = opened
    opened.addEventListener('open', () => {
      const again = failures > 0
      failures = 0
      become({ state: 'online' })
      if (again) for (const resume of resumes) resume()
    })
    // The first word of a stream: the number to resume from, even if no edit has changed yet.
    opened.addEventListener('hello', remember)
    opened.addEventListener('edit', (event) => {
      if (!(event instanceof MessageEvent)) return
      remember(event)
      const parsed = editSchema.safeParse(readJson(event.data))
      // An event of a newer server that this page does not understand: the next reload will.
      if (parsed.success) for (const listener of edits) listener(parsed.data)
    })
    opened.addEventListener('batch', (event) => {
      if (!(event instanceof MessageEvent)) return
      remember(event)
      const parsed = batchChangeSchema.safeParse(readJson(event.data))
      if (parsed.success) for (const listener of batches) listener(parsed.data)
    })
    opened.addEventListener('progress', (event) => {
      if (!(event instanceof MessageEvent)) return
      const parsed = editProgressSchema.safeParse(readJson(event.data))
      if (parsed.success) for (const listener of progresses) listener(parsed.data)
    })
    opened.addEventListener('error', () => {
      if (stream !== opened) return
      opened.close()
      stream = null
      waitAndRetry()
    })
  }

  // The browser's own retry gives up for good on any answer that is no stream (a restart behind a proxy: 502) and cannot
  // be counted down in words. So every error closes the stream, and the next one is ours.
  const waitAndRetry = () => {
    let seconds: number = retryAfterSeconds[Math.min(failures, retryAfterSeconds.length - 1)]
    failures++
    // The first break is no outage yet: a restart or a proxy's time limit ends a stream, and the next one stands at once.
    const tell = () => become(failures === 1 ? { state: 'connecting' } : { state: 'offline', retrySeconds: seconds })
    tell()
    countdown = setInterval(() => {
      seconds--
      if (seconds <= 0) connect()
      else tell()
    }, 1000)
  }

  const stopCountdown = () => {
    if (countdown !== null) clearInterval(countdown)
    countdown = null
  }

  const joined = () => {
    if (stream === null && countdown === null) connect()
  }
  const left = () => {
    if (edits.size + batches.size + progresses.size + resumes.size + watchers.size > 0) return
    stopCountdown()
    stream?.close()
    stream = null
    failures = 0
    connection = { state: 'connecting' }
  }

  const join = <T>(set: Set<T>, listener: T): (() => void) => {
    set.add(listener)
    joined()
    return () => {
      set.delete(listener)
      left()
    }
  }

  return {
    onEdit: (listener) => join(edits, listener),
    onBatch: (listener) => join(batches, listener),
    onProgress: (listener) => join(progresses, listener),
    onResume: (listener) => join(resumes, listener),
    onConnection: (listener) => join(watchers, listener),
    connection: () => connection,
    retryNow: () => {
      if (connection.state === 'offline') connect()
    },
  }
}

/** The one of this tab. */
export const editEvents: EditEvents = createEditEvents({ open: (url) => new EventSource(url) })
