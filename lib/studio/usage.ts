import { readSpend } from '../db/ledger.ts'
import { periodEnd, periodsOf } from '../edits/budget.ts'
import { readBudget } from './budget.ts'
import type { StudioPorts } from './ports.ts'

export type PeriodUsage = {
  chargedMicroUsd: number
  reservedMicroUsd: number
  unknownMicroUsd: number
  limitMicroUsd: number | null
  startsAgainAt: string
}
export type UsageView = { day: PeriodUsage; month: PeriodUsage }

/** What this UTC day and month have cost so far, against their budgets. */
export async function usage({ db, budget, now }: Pick<StudioPorts, 'db' | 'budget' | 'now'>): Promise<UsageView> {
  const at = now()
  const { dayMicroUsd, monthMicroUsd } = await readBudget({ db, budget })
  const periods = periodsOf(at)
  const of = async (period: 'day' | 'month', limit: number | null): Promise<PeriodUsage> => {
    const { charged, reserved, unknown } = await readSpend(db, periods[period])
    return {
      chargedMicroUsd: charged,
      reservedMicroUsd: reserved,
      unknownMicroUsd: unknown,
      limitMicroUsd: limit,
      startsAgainAt: new Date(periodEnd(period, at)).toISOString(),
    }
  }
  return { day: await of('day', dayMicroUsd), month: await of('month', monthMicroUsd) }
}
