import { eventStream } from '#lib/http/event-stream.ts'
import { handle } from '../../handle.ts'

export const GET = handle(async ({ request, studio, view }) => eventStream(request, studio, view))
