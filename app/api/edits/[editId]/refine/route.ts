import { refineRequestSchema } from '#lib/edits/refine-request.ts'
import { json, parse } from '#lib/http/handler.ts'
import { keyOf } from '#lib/http/idempotency-key.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { refineEdit } from '#lib/studio/refine-edit.ts'
import { editView } from '#lib/studio/views.ts'
import { handle } from '../../../../handle.ts'

/** A new version from the raw result that is kept: no call, no price. */
export const POST = handle<{ editId: string }>(async ({ request: http, params: { editId: id }, studio, view }) => {
  const request = parse(refineRequestSchema, await readJson(http))
  const key = keyOf(http, { scope: `POST /api/edits/${id}/refine`, body: request })
  return json(editView(await refineEdit(studio, { id, request, key }), view), 202)
})
