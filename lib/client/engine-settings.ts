// The answers of the server that Settings shows, and the calls that change what it shows.
import { z } from 'zod'
import { editErrorCodes } from '../core/errors.ts'
import { type Budget, budgetSchema } from '../edits/budget.ts'
import {
  engineProfileSchema,
  type ProbeWish,
  type ProfileWish,
  probeFactsSchema,
  testFactsSchema,
} from '../edits/engine-profile.ts'
import { editStates } from '../edits/lifecycle.ts'
import { call } from './api.ts'

const engineSettingsSchema = z.object({
  id: z.string(),
  profile: engineProfileSchema,
  locked: z.boolean(),
  key: z.union([
    z.object({ state: z.literal('set'), tail: z.string().nullable() }),
    z.object({ state: z.enum(['missing', 'not-needed', 'unreadable']) }),
  ]),
  state: z.enum(['ready', 'no-key', 'not-allowed', 'paused']),
  test: testFactsSchema.nullable(),
  probe: probeFactsSchema.nullable(),
  probing: z
    .object({ editId: z.string(), state: z.enum(editStates), code: z.enum(editErrorCodes).nullable() })
    .nullable(),
})
export type EngineSettings = z.infer<typeof engineSettingsSchema>

const listSchema = z.object({ engines: z.array(engineSettingsSchema), keepsKeys: z.boolean() })
export type EngineSettingsList = z.infer<typeof listSchema>

const profiles = '/api/engine-profiles'

export const getEngineSettings = ({ signal }: { signal?: AbortSignal } = {}): Promise<EngineSettingsList> =>
  call(listSchema, { path: profiles, signal })

export const addEngine = (wish: ProfileWish): Promise<EngineSettingsList & { id: string }> =>
  call(listSchema.extend({ id: z.string() }), { path: profiles, method: 'POST', json: wish })

export const replaceEngine = (id: string, wish: ProfileWish): Promise<EngineSettingsList> =>
  call(listSchema, { path: `${profiles}/${id}`, method: 'PUT', json: wish })

export const removeEngine = (id: string): Promise<EngineSettingsList> =>
  call(listSchema, { path: `${profiles}/${id}`, method: 'DELETE' })

/** Free. */
export const testEngine = (id: string): Promise<EngineSettingsList> =>
  call(listSchema, { path: `/api/engines/${id}/test`, method: 'POST' })

/** One paid call. @param idempotencyKey the same key is the same call, however often it is sent */
export const probeEngine = (id: string, wish: ProbeWish, idempotencyKey: string): Promise<EngineSettingsList> =>
  call(listSchema, {
    path: `/api/engines/${id}/probe`,
    method: 'POST',
    json: wish,
    headers: { 'idempotency-key': idempotencyKey },
  })

const budgetViewSchema = z.object({ environment: budgetSchema, lowered: budgetSchema })
export type BudgetSettings = z.infer<typeof budgetViewSchema>

export const getBudget = ({ signal }: { signal?: AbortSignal } = {}): Promise<BudgetSettings> =>
  call(budgetViewSchema, { path: '/api/budget', signal })

export const lowerBudget = (budget: Budget): Promise<BudgetSettings> =>
  call(budgetViewSchema, { path: '/api/budget', method: 'PUT', json: budget })
