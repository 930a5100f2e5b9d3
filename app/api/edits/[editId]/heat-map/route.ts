import { serveMade } from '#lib/http/serve-object.ts'
import { heatMap } from '#lib/studio/heat-map.ts'
import { handle } from '../../../../handle.ts'

/** Levels off outside the mask before paste-back, over the part that was sent: grey is levels, transparent is not counted. */
export const GET = handle<{ editId: string }>(async ({ request, params, studio }) =>
  serveMade(request, {
    tag: `heat-${params.editId}`,
    type: 'image/png',
    make: () => heatMap(studio, params.editId),
  }),
)

export const HEAD = GET
