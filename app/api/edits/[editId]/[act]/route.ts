import { AppError } from '#lib/core/errors.ts'
import { json } from '#lib/http/handler.ts'
import { cancelEdit, dismissEdit, markNotCharged, retryEdit, undecideEdit } from '#lib/studio/act-on-edit.ts'
import { editView } from '#lib/studio/views.ts'
import { handle } from '../../../../handle.ts'

const acts = new Map([
  ['cancel', cancelEdit],
  ['retry', retryEdit],
  ['dismiss', dismissEdit],
  ['not-charged', markNotCharged],
  ['undecide', undecideEdit],
])

export const POST = handle<{ editId: string; act: string }>(async ({ params, studio, view }) => {
  const act = acts.get(params.act)
  if (!act) throw new AppError('not_found')
  return json(editView(await act(studio, params.editId), view))
})
