import { metricsText } from '#lib/studio/metrics.ts'
import { handle } from '../../handle.ts'

export const GET = handle(
  async ({ studio }) =>
    new Response(await metricsText(studio), {
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
    }),
)
