import { json } from '#lib/http/handler.ts'
import { engineViews, tryEngineAgain } from '#lib/studio/engine-views.ts'
import { handle } from '../../../../handle.ts'

export const POST = handle<{ engineId: string }>(async ({ params, studio }) => {
  await tryEngineAgain(studio, params.engineId)
  return json({ engines: await engineViews(studio) })
})
