import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqlite } from '../db/sqlite.ts'
import { recipeRequestSchema } from '../edits/recipe.ts'
import { forgetRecipe, readRecipes, saveRecipe } from './recipes.ts'

test('recipes are kept by name, the newest of a name stands, and a forgotten one is gone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'frisket-recipes-'))
  const db = await openSqlite(join(folder, 'frisket.sqlite'))
  let id = 0
  const ports = { db, newId: () => `id${++id}`, now: () => 0 }
  await saveRecipe(ports, { name: 'Shop', steps: ['white background'] })
  await saveRecipe(ports, { name: 'Night', steps: ['night', 'one lamp'] })
  await saveRecipe(ports, { name: 'Shop', steps: ['grey background', 'a soft shadow'] })
  expect((await readRecipes(ports)).map(({ name, steps }) => [name, ...steps])).toEqual([
    ['Night', 'night', 'one lamp'],
    ['Shop', 'grey background', 'a soft shadow'],
  ])
  await forgetRecipe(ports, 'id2')
  expect(await readRecipes(ports)).toHaveLength(1)
  await expect(forgetRecipe(ports, 'id2')).rejects.toMatchObject({ code: 'not_found' })
  await db.destroy()
  await rm(folder, { recursive: true })
})

test('a recipe has a name, and one to ten prompts that can be sent', () => {
  const valid = (value: unknown) => recipeRequestSchema.safeParse(value).success
  expect(valid({ name: ' Shop ', steps: ['a', 'b'] })).toBe(true)
  expect(valid({ name: ' ', steps: ['a'] })).toBe(false)
  expect(valid({ name: 'n', steps: [] })).toBe(false)
  expect(valid({ name: 'n', steps: ['a', ' '] })).toBe(false)
  expect(valid({ name: 'n', steps: Array.from({ length: 11 }, () => 'a') })).toBe(false)
})
