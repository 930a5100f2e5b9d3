import { json } from '#lib/http/handler.ts'
import { readBatch, readSpend } from '#lib/studio/batch-views.ts'
import { foundBatch } from '#lib/studio/request-batch.ts'
import { handle } from '../../../handle.ts'

/** `?rows=0` leaves the rows out. */
export const GET = handle<{ batchId: string }>(async ({ request, params, studio, view }) => {
  const batch = await foundBatch(studio, params.batchId)
  const read = new URL(request.url).searchParams.get('rows') === '0' ? readSpend : readBatch
  return json(await read(studio.db, batch, view))
})
