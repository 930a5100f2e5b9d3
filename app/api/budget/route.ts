import { budgetSchema } from '#lib/edits/budget.ts'
import { json, parse } from '#lib/http/handler.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { budgetView, lowerBudget } from '#lib/studio/budget.ts'
import { handle } from '../../handle.ts'

export const GET = handle(async ({ studio }) => json(await budgetView(studio)))

export const PUT = handle(async ({ request, studio }) => {
  await lowerBudget(studio, parse(budgetSchema, await readJson(request)))
  return json(await budgetView(studio))
})
