import { readDayRange } from '#lib/http/usage-query.ts'
import { readSpan, usageCsv } from '#lib/studio/usage-report.ts'
import { handle } from '../../../handle.ts'

export const GET = handle(async ({ request, studio }) => {
  const range = readDayRange(new URL(request.url).searchParams)
  return new Response(streamOf(usageCsv(studio, readSpan(range))), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="frisket-usage-${range.from}-${range.to}.csv"`,
      'cache-control': 'no-store',
    },
  })
})

/** Read no faster than it is taken: a year is never whole in memory. */
function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await parts.return(undefined)
    },
  })
}
