import { json } from '#lib/http/handler.ts'
import { handle } from '../../handle.ts'

export const GET = handle(async ({ studio }) => {
  const health = await studio.health()
  return json({ ...health, engines: [...studio.engines.keys()] }, health.ready ? 200 : 503)
})
