import { json } from '#lib/http/handler.ts'
import { readBatch, readRows } from '#lib/studio/batch-views.ts'
import { foundBatch } from '#lib/studio/request-batch.ts'
import { handle } from '../../../handle.ts'

/** `?rows=0` leaves the rows out: what it costs so far, without reading thousands. */
export const GET = handle<{ batchId: string }>(async ({ request, params, studio, view }) => {
  const batch = await foundBatch(studio, params.batchId)
  const rows = new URL(request.url).searchParams.get('rows') === '0' ? [] : await readRows(studio.db, batch.id, view)
  return json({ ...(await readBatch(studio.db, batch, view)), rows })
})
