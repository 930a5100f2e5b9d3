import type { Database } from './database.ts'
import type { RecipeRow, RecipesTable } from './schema.ts'

/** By name. */
export const listRecipes = (db: Database): Promise<RecipeRow[]> =>
  db.selectFrom('recipes').selectAll().orderBy('name').orderBy('id').execute()

/** One of the same name is replaced: the name is how a person finds it again. */
export async function writeRecipe(db: Database, recipe: RecipesTable): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('recipes').where('name', '=', recipe.name).execute()
    await tx.insertInto('recipes').values(recipe).execute()
  })
}

/** False where there is none. */
export async function deleteRecipe(db: Database, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('recipes').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}
