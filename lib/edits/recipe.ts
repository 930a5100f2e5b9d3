// A plan of prompts under a name, to be run on other pictures. Each step begins on the output of the one before.
import { z } from 'zod'
import { mostFurtherSteps } from './batch.ts'
import { isPrompt } from './edit.ts'

export const maxRecipeName = 100

/** The body of POST /api/recipes. */
export const recipeRequestSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(maxRecipeName)
    .refine((name) => name.isWellFormed() && !name.includes('\0')),
  steps: z
    .array(z.string().refine(isPrompt))
    .min(1)
    .max(mostFurtherSteps + 1),
})
export type RecipeRequest = z.infer<typeof recipeRequestSchema>

export type RecipeView = { id: string; name: string; steps: string[]; createdAt: string }
