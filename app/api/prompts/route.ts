import { json } from '#lib/http/handler.ts'
import { keptPrompts } from '#lib/studio/prompts.ts'
import { handle } from '../../handle.ts'

export const GET = handle(async ({ studio }) => json(await keptPrompts(studio)))
