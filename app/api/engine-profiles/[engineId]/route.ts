import { profileWishSchema } from '#lib/edits/engine-profile.ts'
import { json, parse } from '#lib/http/handler.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { engineSettings, removeProfile, replaceProfile } from '#lib/studio/engine-profiles.ts'
import { handle } from '../../../handle.ts'

export const PUT = handle<{ engineId: string }>(async ({ request, params, studio }) => {
  await replaceProfile(studio, params.engineId, parse(profileWishSchema, await readJson(request)))
  return json(await engineSettings(studio))
})

export const DELETE = handle<{ engineId: string }>(async ({ params, studio }) => {
  await removeProfile(studio, params.engineId)
  return json(await engineSettings(studio))
})
