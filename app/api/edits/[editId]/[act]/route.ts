import { AppError } from '#lib/core/errors.ts'
import { json } from '#lib/http/handler.ts'
import { readShownPrice } from '#lib/http/shown-price.ts'
import { cancelEdit, dismissEdit, markNotCharged, retryEdit, undecideEdit } from '#lib/studio/act-on-edit.ts'
import { editView } from '#lib/studio/views.ts'
import { handle } from '../../../../handle.ts'

const acts = new Map([
  ['cancel', cancelEdit],
  ['dismiss', dismissEdit],
  ['not-charged', markNotCharged],
  ['undecide', undecideEdit],
])

export const POST = handle<{ editId: string; act: string }>(async ({ request, params, studio, view }) => {
  if (params.act === 'retry') {
    return json(editView(await retryEdit(studio, params.editId, await readShownPrice(request)), view))
  }
  const act = acts.get(params.act)
  if (!act) throw new AppError('not_found')
  return json(editView(await act(studio, params.editId), view))
})
