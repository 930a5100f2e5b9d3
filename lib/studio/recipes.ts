import { AppError } from '../core/errors.ts'
import { deleteRecipe, listRecipes, writeRecipe } from '../db/recipes.ts'
import type { RecipeRow } from '../db/schema.ts'
import type { RecipeRequest, RecipeView } from '../edits/recipe.ts'
import type { StudioPorts } from './ports.ts'

const recipeView = ({ id, name, steps, created_at: createdAt }: RecipeRow): RecipeView => ({
  id,
  name,
  steps: JSON.parse(steps),
  createdAt: new Date(createdAt).toISOString(),
})

export const readRecipes = async ({ db }: Pick<StudioPorts, 'db'>): Promise<RecipeView[]> =>
  (await listRecipes(db)).map(recipeView)

export async function saveRecipe(
  { db, newId, now }: Pick<StudioPorts, 'db' | 'newId' | 'now'>,
  { name, steps }: RecipeRequest,
): Promise<RecipeView> {
  const recipe: RecipeRow = { id: newId(), name, steps: JSON.stringify(steps), created_at: now() }
  await writeRecipe(db, recipe)
  return recipeView(recipe)
}

/** @throws AppError not_found */
export async function forgetRecipe({ db }: Pick<StudioPorts, 'db'>, id: string): Promise<void> {
  if (!(await deleteRecipe(db, id))) throw new AppError('not_found')
}
