// The budgets that hold: what the environment allows, lowered in Settings.
import { AppError } from '../core/errors.ts'
import type { MicroUsd } from '../core/money.ts'
import { keepLoweredBudget, readLoweredBudget } from '../db/engine-profiles.ts'
import { type Budget, stricterBudget } from '../edits/budget.ts'
import type { StudioPorts } from './ports.ts'

/** What amounts are reserved against. Inside a transaction it is read with the transaction's eyes. */
export const readBudget = async ({ db, budget }: Pick<StudioPorts, 'db' | 'budget'>): Promise<Budget> =>
  stricterBudget(budget, await readLoweredBudget(db))

export type BudgetView = { environment: Budget; lowered: Budget }

export const budgetView = async ({ db, budget }: StudioPorts): Promise<BudgetView> => ({
  environment: budget,
  lowered: await readLoweredBudget(db),
})

/**
 * @param wished null leaves a period as the environment has it
 * @throws AppError parameter_invalid where it would be raised above that
 */
export async function lowerBudget({ db, budget }: StudioPorts, wished: Budget): Promise<void> {
  const raises = (own: MicroUsd | null, allowed: MicroUsd | null): boolean =>
    own !== null && allowed !== null && own > allowed
  for (const field of ['dayMicroUsd', 'monthMicroUsd'] as const) {
    if (raises(wished[field], budget[field])) throw new AppError('parameter_invalid', { field })
  }
  await keepLoweredBudget(db, wished)
}
