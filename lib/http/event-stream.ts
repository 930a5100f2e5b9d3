// Server-sent events straight from the events table: every one has a number, so that a lost connection resumes after the last one seen.
import { eventsAfter, lastEvent } from '../db/edits.ts'
import { editView, type ViewOptions } from '../studio/views.ts'
import type { Studio } from './handler.ts'

const heartbeatMs = 15_000
const reconnectMs = 2_000
const pageSize = 100

/**
 * `event: edit` with the edit as JSON, `id:` its number. Starts after `Last-Event-ID` or `?after=`, else at the present,
 * told by one `event: hello` whose id is the number to resume from.
 */
export async function eventStream(request: Request, studio: Studio, view: ViewOptions): Promise<Response> {
  const asked = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after')
  const newest = await lastEvent(studio.db)
  // A number from the future belongs to another database: begin at the present instead of waiting for it.
  let seq = asked !== null && /^\d{1,15}$/.test(asked) && Number(asked) <= newest ? Number(asked) : newest
  const encoder = new TextEncoder()
  let stop = () => {}

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let sending = false
      let again = false
      const write = (text: string) => controller.enqueue(encoder.encode(text))
      const send = async () => {
        again = true
        if (sending) return
        sending = true
        try {
          while (again) {
            again = false
            const events = await eventsAfter(studio.db, seq, pageSize)
            for (const event of events) {
              seq = event.seq
              write(`id: ${seq}\nevent: edit\ndata: ${JSON.stringify(editView(event.edit, view))}\n\n`)
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
      const off = studio.onChange(() => void send())
      const beat = setInterval(() => write(': still here\n\n'), heartbeatMs)
      stop = () => {
        stop = () => {}
        off()
        clearInterval(beat)
        try {
          controller.close()
        } catch {
          // Closed by the other side already.
        }
      }
      request.signal.addEventListener('abort', () => stop(), { once: true })
      write(`retry: ${reconnectMs}\nid: ${seq}\nevent: hello\ndata: {}\n\n`)
      void send()
    },
    cancel: () => stop(),
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
