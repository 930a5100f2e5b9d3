import { AppError } from '#lib/core/errors.ts'
import { findEdit } from '#lib/db/edits.ts'
import { json } from '#lib/http/handler.ts'
import { editView } from '#lib/studio/views.ts'
import { handle } from '../../../handle.ts'

export const GET = handle<{ editId: string }>(async ({ params, studio, view }) => {
  const edit = await findEdit(studio.db, params.editId)
  if (!edit) throw new AppError('not_found')
  return json(editView(edit, view))
})
