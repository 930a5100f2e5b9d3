import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { json, parse } from '#lib/http/handler.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { acceptRow, rejectRow, retryRow, undecideRow } from '#lib/studio/act-on-batch.ts'
import { batchChange } from '#lib/studio/batch-views.ts'
import { handle } from '../../../../../../handle.ts'

const acts = new Map([
  ['accept', acceptRow],
  ['reject', rejectRow],
  ['undecide', undecideRow],
])

/** A retry may write the prompt anew; without a body it is sent as it was. */
const retryBody = z.strictObject({ prompt: z.string() })

type Params = { batchId: string; position: string; act: string }

export const POST = handle<Params>(async ({ request, params, studio, view }) => {
  const act = acts.get(params.act)
  if ((!act && params.act !== 'retry') || !/^\d{1,5}$/.test(params.position)) throw new AppError('not_found')
  const row = { batchId: params.batchId, position: Number(params.position) }
  const hasBody = request.headers.has('content-type')
  if (act) await act(studio, row)
  else await retryRow(studio, { ...row, ...(hasBody ? parse(retryBody, await readJson(request)) : {}) })
  return json(await batchChange(studio.db, row, view))
})
