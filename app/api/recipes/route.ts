import { recipeRequestSchema } from '#lib/edits/recipe.ts'
import { json, parse } from '#lib/http/handler.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { readRecipes, saveRecipe } from '#lib/studio/recipes.ts'
import { handle } from '../../handle.ts'

export const GET = handle(async ({ studio }) => json({ recipes: await readRecipes(studio) }))

export const POST = handle(async ({ request, studio }) =>
  json(await saveRecipe(studio, parse(recipeRequestSchema, await readJson(request))), 201),
)
