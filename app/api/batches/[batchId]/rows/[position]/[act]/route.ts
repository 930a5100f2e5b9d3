import { AppError } from '#lib/core/errors.ts'
import { json } from '#lib/http/handler.ts'
import { acceptRow, rejectRow, retryRow, undecideRow } from '#lib/studio/act-on-batch.ts'
import { batchChange } from '#lib/studio/batch-views.ts'
import { handle } from '../../../../../../handle.ts'

const acts = new Map([
  ['retry', retryRow],
  ['accept', acceptRow],
  ['reject', rejectRow],
  ['undecide', undecideRow],
])

type Params = { batchId: string; position: string; act: string }

export const POST = handle<Params>(async ({ params, studio, view }) => {
  const act = acts.get(params.act)
  if (!act || !/^\d{1,5}$/.test(params.position)) throw new AppError('not_found')
  const row = { batchId: params.batchId, position: Number(params.position) }
  await act(studio, row)
  return json(await batchChange(studio.db, row, view))
})
