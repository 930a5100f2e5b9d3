import { forgetRecipe } from '#lib/studio/recipes.ts'
import { handle } from '../../../handle.ts'

export const DELETE = handle<{ recipeId: string }>(async ({ params, studio }) => {
  await forgetRecipe(studio, params.recipeId)
  return new Response(null, { status: 204 })
})
