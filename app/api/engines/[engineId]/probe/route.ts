import { probeWishSchema } from '#lib/edits/engine-profile.ts'
import { json, parse } from '#lib/http/handler.ts'
import { keyOf } from '#lib/http/idempotency-key.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { engineSettings } from '#lib/studio/engine-profiles.ts'
import { probeEngine } from '#lib/studio/probe-engine.ts'
import { handle } from '../../../../handle.ts'

export const POST = handle<{ engineId: string }>(async ({ request, params, studio }) => {
  const wish = parse(probeWishSchema, await readJson(request))
  const key = keyOf(request, { scope: `POST /api/engines/${params.engineId}/probe`, body: wish })
  await probeEngine(studio, params.engineId, { wish, key })
  return json(await engineSettings(studio), 202)
})
