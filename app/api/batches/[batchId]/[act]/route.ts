import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { json, parse } from '#lib/http/handler.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { pauseBatch, resumeBatch, retryFailedRows, stopBatch } from '#lib/studio/act-on-batch.ts'
import { batchView } from '#lib/studio/batch-views.ts'
import { handle } from '../../../../handle.ts'

const acts = new Map([
  ['pause', pauseBatch],
  ['stop', stopBatch],
  ['retry-failed', retryFailedRows],
])

/** The price that was shown, where one has risen. */
const resumeBody = z.strictObject({ priceMicroUsd: z.int().min(0) })

export const POST = handle<{ batchId: string; act: string }>(async ({ request, params, studio, view }) => {
  if (params.act === 'resume') {
    const body = request.headers.has('content-type') ? parse(resumeBody, await readJson(request)) : null
    return json(batchView(await resumeBatch(studio, params.batchId, body?.priceMicroUsd), view))
  }
  const act = acts.get(params.act)
  if (!act) throw new AppError('not_found')
  return json(batchView(await act(studio, params.batchId), view))
})
