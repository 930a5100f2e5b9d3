// Typed calls about batches, as those of api.ts.
import type { BatchChange, BatchRequest, BatchView } from '../edits/batch.ts'
import type { RecipeRequest, RecipeView } from '../edits/recipe.ts'
import { type Cancellable, call, send } from './api.ts'
import {
  type BatchItem,
  batchChangeSchema,
  batchListSchema,
  batchSchema,
  batchSpendSchema,
  type DryRow,
  dryRunSchema,
  type PictureByName,
  picturesByNameSchema,
  recipeSchema,
  recipesSchema,
  type WholeBatch,
  wholeBatchSchema,
} from './batch-schemas.ts'

/** @param idempotencyKey the same key is the same batch, however often it is sent */
export const createBatch = (request: BatchRequest, idempotencyKey: string): Promise<BatchView> =>
  call(batchSchema, {
    path: '/api/batches',
    method: 'POST',
    json: request,
    headers: { 'idempotency-key': idempotencyKey },
  })

/** What each row would send. Calls no engine and keeps nothing. */
export const dryRunBatch = async (request: BatchRequest, { signal }: Cancellable = {}): Promise<DryRow[]> =>
  (await call(dryRunSchema, { path: '/api/batches/dry-run', method: 'POST', json: request, signal })).rows

/** The newest ten. */
export const listBatches = async ({ signal }: Cancellable = {}): Promise<BatchItem[]> =>
  (await call(batchListSchema, { path: '/api/batches', query: { limit: '10' }, signal })).batches

export const getBatch = (id: string, { signal }: Cancellable = {}): Promise<WholeBatch> =>
  call(wholeBatchSchema, { path: `/api/batches/${id}`, signal })

export const getBatchSpend = async (id: string, { signal }: Cancellable = {}): Promise<WholeBatch['spend']> =>
  (await call(batchSpendSchema, { path: `/api/batches/${id}`, query: { rows: '0' }, signal })).spend

export type BatchAct = 'pause' | 'resume' | 'stop' | 'retry-failed'

/** @param priceMicroUsd to resume where a price has risen: the one that is agreed to */
export const actOnBatch = (id: string, act: BatchAct, priceMicroUsd?: number): Promise<BatchView> =>
  call(batchSchema, {
    path: `/api/batches/${id}/${act}`,
    method: 'POST',
    json: priceMicroUsd === undefined ? undefined : { priceMicroUsd },
  })

export type RowAct = 'retry' | 'accept' | 'reject' | 'undecide'

/** @param prompt for a retry: what is sent instead */
export const actOnRow = (
  id: string,
  { position, act, prompt }: { position: number; act: RowAct; prompt?: string },
): Promise<BatchChange> =>
  call(batchChangeSchema, {
    path: `/api/batches/${id}/rows/${position}/${act}`,
    method: 'POST',
    json: prompt === undefined ? undefined : { prompt },
  })

/** The ZIP of all results, made while it is sent. */
export const batchArchiveUrl = (id: string): string => `/api/batches/${id}/archive.zip`

/** Which pictures are meant by names or ids. */
export const findPictures = async (names: readonly string[]): Promise<PictureByName[]> =>
  (await call(picturesByNameSchema, { path: '/api/images/by-name', method: 'POST', json: { names } })).pictures

export const listRecipes = async ({ signal }: Cancellable = {}): Promise<RecipeView[]> =>
  (await call(recipesSchema, { path: '/api/recipes', signal })).recipes

/** One of the same name is replaced. */
export const saveRecipe = (recipe: RecipeRequest): Promise<RecipeView> =>
  call(recipeSchema, { path: '/api/recipes', method: 'POST', json: recipe })

export const deleteRecipe = async (id: string): Promise<void> => {
  await send({ path: `/api/recipes/${id}`, method: 'DELETE' })
}
