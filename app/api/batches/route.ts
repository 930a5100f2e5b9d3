import { listBatches } from '#lib/db/batches.ts'
import { batchRequestSchema } from '#lib/edits/batch.ts'
import { json, parse, readLimit } from '#lib/http/handler.ts'
import { keyOf } from '#lib/http/idempotency-key.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { batchListItem, batchView } from '#lib/studio/batch-views.ts'
import { requestBatch } from '#lib/studio/request-batch.ts'
import { handle } from '../../handle.ts'
import { maxBatchBytes } from './body.ts'

export const POST = handle(async ({ request, studio, view }) => {
  const body = parse(batchRequestSchema, await readJson(request, { maxBytes: maxBatchBytes }))
  const batch = await requestBatch(studio, body, keyOf(request, { scope: 'POST /api/batches', body }))
  return json(batchView(batch, view), 201)
})

export const GET = handle(async ({ request, studio, view }) => {
  const limit = readLimit(new URL(request.url).searchParams.get('limit'), { fallback: 20, most: 100 })
  const batches = []
  for (const batch of await listBatches(studio.db, limit)) batches.push(await batchListItem(studio.db, batch, view))
  return json({ batches })
})
