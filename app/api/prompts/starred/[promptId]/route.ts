import { unstar } from '#lib/studio/prompts.ts'
import { handle } from '../../../../handle.ts'

export const DELETE = handle<{ promptId: string }>(async ({ params, studio }) => {
  await unstar(studio, params.promptId)
  return new Response(null, { status: 204 })
})
