import { AppError } from '#lib/core/errors.ts'
import { json } from '#lib/http/handler.ts'
import { readShownPrice } from '#lib/http/shown-price.ts'
import { pauseBatch, resumeBatch, retryFailedRows, stopBatch } from '#lib/studio/act-on-batch.ts'
import { batchView } from '#lib/studio/batch-views.ts'
import { handle } from '../../../../handle.ts'

const acts = new Map([
  ['pause', pauseBatch],
  ['stop', stopBatch],
  ['retry-failed', retryFailedRows],
])

export const POST = handle<{ batchId: string; act: string }>(async ({ request, params, studio, view }) => {
  if (params.act === 'resume') {
    return json(batchView(await resumeBatch(studio, params.batchId, await readShownPrice(request)), view))
  }
  const act = acts.get(params.act)
  if (!act) throw new AppError('not_found')
  return json(batchView(await act(studio, params.batchId), view))
})
