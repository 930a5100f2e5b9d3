// Server-sent events straight from the events table: every one has a number, so that a lost connection resumes after the last one seen.
import { eventsAfter, lastEvent } from '../db/events.ts'
import { batchChange } from '../studio/batch-views.ts'
import { editView, type ViewOptions } from '../studio/views.ts'
import type { Studio } from './handler.ts'

const heartbeatMs = 15_000
const reconnectMs = 2_000
const pageSize = 100
const bufferedBytes = 64_000

const hasRoom = ({ desiredSize }: ReadableStreamDefaultController<Uint8Array>): boolean => (desiredSize ?? 0) > 0

/**
 * `event: edit` with the edit as JSON, `id:` its number. Starts after `Last-Event-ID` or `?after=`, else at the present,
 * told by one `event: hello` whose id is the number to resume from. `event: batch` tells how a batch stands and which row
 * of it changed, where that is no change of an edit. `event: progress` tells the share of an edit that is done.
 */
export async function eventStream(request: Request, studio: Studio, view: ViewOptions): Promise<Response> {
  const asked = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after')
  const newest = await lastEvent(studio.db)
  // A number from the future belongs to another database: begin at the present instead of waiting for it.
  let seq = asked !== null && /^\d{1,15}$/.test(asked) && Number(asked) <= newest ? Number(asked) : newest
  const encoder = new TextEncoder()
  let stop = () => {}
  let sending = false
  let again = false

  const queue = new ByteLengthQueuingStrategy({ highWaterMark: bufferedBytes })
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => controller.enqueue(encoder.encode(text))
        const off = studio.onChange(() => void send(controller))
        // Not numbered and not kept: the next one says more, and what is done is told by the edit itself.
        const offProgress = studio.onProgress((progress) => {
          if (hasRoom(controller)) write(`event: progress\ndata: ${JSON.stringify(progress)}\n\n`)
        })
        const beat = setInterval(() => write(': still here\n\n'), heartbeatMs)
        stop = () => {
          stop = () => {}
          off()
          offProgress()
          clearInterval(beat)
          try {
            controller.close()
          } catch {
            // Closed by the other side already.
          }
        }
        request.signal.addEventListener('abort', () => stop(), { once: true })
        write(`retry: ${reconnectMs}\nid: ${seq}\nevent: hello\ndata: {}\n\n`)
      },
      // Called when the reader has room: what waits in the table costs no memory here.
      pull: (controller) => send(controller),
      cancel: () => stop(),
    },
    queue,
  )

  async function send(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    again = true
    if (sending) return
    sending = true
    try {
      while (again && hasRoom(controller)) {
        again = false
        const events = await eventsAfter(studio.db, seq, pageSize)
        for (const event of events) {
          if (!hasRoom(controller)) break
          seq = event.seq
          const data = event.kind === 'edit' ? editView(event.edit, view) : await batchChange(studio.db, event, view)
          if (data)
            controller.enqueue(encoder.encode(`id: ${seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(data)}\n\n`))
        }
        again ||= events.length === pageSize
      }
    } catch {
      // The connection or the database is gone; the browser comes back and resumes.
      stop()
    } finally {
      sending = false
    }
  }

  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
