import { AppError } from '#lib/core/errors.ts'
import { listEdits } from '#lib/db/edits.ts'
import { editRequestSchema } from '#lib/edits/edit.ts'
import { editStates } from '#lib/edits/lifecycle.ts'
import { json, parse, readCursor, readLimit, writeCursor } from '#lib/http/handler.ts'
import { keyOf } from '#lib/http/idempotency-key.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { requestEdit } from '#lib/studio/request-edit.ts'
import { editView } from '#lib/studio/views.ts'
import { handle } from '../../handle.ts'

export const POST = handle(async ({ request, studio, view }) => {
  const body = parse(editRequestSchema, await readJson(request))
  const edit = await requestEdit(studio, body, keyOf(request, { scope: 'POST /api/edits', body }))
  return json(editView(edit, view), 202)
})

export const GET = handle(async ({ request, studio, view }) => {
  const query = new URL(request.url).searchParams
  const limit = readLimit(query.get('limit'), { fallback: 100, most: 500 })
  const asked = query.get('state')
  const state = editStates.find((known) => known === asked) ?? null
  if (asked !== null && state === null) throw new AppError('parameter_invalid', { field: 'state' })
  const rows = await listEdits(studio.db, {
    limit: limit + 1,
    before: readCursor(query.get('cursor')),
    state,
    imageId: query.get('imageId'),
  })
  const page = rows.slice(0, limit)
  return json({
    edits: page.map((edit) => editView(edit, view)),
    nextCursor: rows.length > limit ? writeCursor(page.at(-1)) : null,
  })
})
