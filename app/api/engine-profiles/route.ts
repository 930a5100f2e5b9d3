import { profileWishSchema } from '#lib/edits/engine-profile.ts'
import { json, parse } from '#lib/http/handler.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { addProfile, engineSettings } from '#lib/studio/engine-profiles.ts'
import { handle } from '../../handle.ts'

export const GET = handle(async ({ studio }) => json(await engineSettings(studio)))

export const POST = handle(async ({ request, studio }) => {
  const id = await addProfile(studio, parse(profileWishSchema, await readJson(request)))
  return json({ id, ...(await engineSettings(studio)) }, 201)
})
