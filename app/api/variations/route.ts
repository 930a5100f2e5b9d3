import { variationsRequestSchema } from '#lib/edits/edit.ts'
import { json, parse } from '#lib/http/handler.ts'
import { keyOf } from '#lib/http/idempotency-key.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { requestVariations } from '#lib/studio/request-variations.ts'
import { editView } from '#lib/studio/views.ts'
import { handle } from '../../handle.ts'

export const POST = handle(async ({ request, studio, view }) => {
  const body = parse(variationsRequestSchema, await readJson(request))
  const edits = await requestVariations(studio, body, keyOf(request, { scope: 'POST /api/variations', body }))
  return json({ edits: edits.map((edit) => editView(edit, view)) }, 202)
})
