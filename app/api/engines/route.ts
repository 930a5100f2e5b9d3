import { json } from '#lib/http/handler.ts'
import { engineViews } from '#lib/studio/engine-views.ts'
import { handle } from '../../handle.ts'

export const GET = handle(async ({ studio }) => json({ engines: await engineViews(studio) }))
