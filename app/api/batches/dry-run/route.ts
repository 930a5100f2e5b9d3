import { batchRequestSchema } from '#lib/edits/batch.ts'
import { json, parse } from '#lib/http/handler.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { dryRun } from '#lib/studio/batch-views.ts'
import { handle } from '../../../handle.ts'
import { maxBatchBytes } from '../body.ts'

export const POST = handle(async ({ request, studio, view }) => {
  const body = parse(batchRequestSchema, await readJson(request, { maxBytes: maxBatchBytes }))
  return json({ rows: await dryRun(studio, body, view) })
})
