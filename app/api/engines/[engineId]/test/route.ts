import { json } from '#lib/http/handler.ts'
import { engineSettings, testEngine } from '#lib/studio/engine-profiles.ts'
import { handle } from '../../../../handle.ts'

export const POST = handle<{ engineId: string }>(async ({ params, studio }) => {
  await testEngine(studio, params.engineId)
  return json(await engineSettings(studio))
})
