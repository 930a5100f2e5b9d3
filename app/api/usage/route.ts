import { json } from '#lib/http/handler.ts'
import { usage } from '#lib/studio/usage.ts'
import { handle } from '../../handle.ts'

export const GET = handle(async ({ studio }) => json(await usage(studio)))
