import { json } from '#lib/http/handler.ts'
import { fileSettings } from '#lib/studio/file-settings.ts'
import { handle } from '../../../../handle.ts'

/** The settings of the edit that made a picture, where its file carries them: `{"note": null}` where it does not. */
export const GET = handle<{ imageId: string }>(async ({ params, studio }) =>
  json({ note: await fileSettings(studio, params.imageId) }),
)
