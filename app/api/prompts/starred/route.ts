import { z } from 'zod'
import { json, parse } from '#lib/http/handler.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { star } from '#lib/studio/prompts.ts'
import { handle } from '../../../handle.ts'

const starred = z.strictObject({ prompt: z.string() })

export const POST = handle(async ({ request, studio }) => {
  const { prompt } = parse(starred, await readJson(request))
  return json(await star(studio, prompt), 201)
})
