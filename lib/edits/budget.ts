// The arithmetic of money: which sums a move changes, and in which UTC day and month it counts.
import { z } from 'zod'
import type { MicroUsd } from '../core/money.ts'
import type { MoneyMove } from './lifecycle.ts'

export type Spend = { reserved: MicroUsd; charged: MicroUsd; unknown: MicroUsd }
const limit = z.int().min(0).max(1_000_000_000_000).nullable()

/** Null is no limit. */
export const budgetSchema = z.strictObject({ dayMicroUsd: limit, monthMicroUsd: limit })
export type Budget = z.infer<typeof budgetSchema>

/** The stricter of two, for each period; null is no limit. */
export function stricterBudget(one: Budget, other: Budget): Budget {
  const stricter = (a: MicroUsd | null, b: MicroUsd | null): MicroUsd | null =>
    a === null ? b : b === null ? a : Math.min(a, b)
  return {
    dayMicroUsd: stricter(one.dayMicroUsd, other.dayMicroUsd),
    monthMicroUsd: stricter(one.monthMicroUsd, other.monthMicroUsd),
  }
}

export const noSpend: Spend = { reserved: 0, charged: 0, unknown: 0 }

/** What counts against a budget: unknown counts as spent until the user says otherwise. */
export const committed = (spend: Spend): MicroUsd => spend.reserved + spend.charged + spend.unknown

export const addSpend = (one: Spend, other: Spend): Spend => ({
  reserved: one.reserved + other.reserved,
  charged: one.charged + other.charged,
  unknown: one.unknown + other.unknown,
})

/** The change of each sum for one move of `price`. */
export function spendChange(money: Exclude<MoneyMove, 'none'>, price: MicroUsd): Spend {
  switch (money) {
    case 'reserve':
      return { reserved: price, charged: 0, unknown: 0 }
    case 'charge':
      return { reserved: -price, charged: price, unknown: 0 }
    case 'release':
      return { reserved: -price, charged: 0, unknown: 0 }
    case 'doubt':
      return { reserved: -price, charged: 0, unknown: price }
    case 'absolve':
      return { reserved: 0, charged: 0, unknown: -price }
    case 'redoubt':
      return { reserved: 0, charged: 0, unknown: price }
    case 'repeat':
      return { reserved: 0, charged: 0, unknown: price }
    case 'confirm':
      return { reserved: 0, charged: price, unknown: -price }
    case 'admit':
      return { reserved: 0, charged: price, unknown: 0 }
  }
}

export type Periods = { day: string; month: string }

/** "2026-11-22" and "2026-11", UTC. An amount stays in the period of its reservation, also when it is settled later. */
export function periodsOf(epochMs: number): Periods {
  const day = new Date(epochMs).toISOString().slice(0, 10)
  return { day, month: day.slice(0, 7) }
}

/** When the period's budget starts again, epoch ms, UTC. */
export function periodEnd(period: 'day' | 'month', epochMs: number): number {
  const at = new Date(epochMs)
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  return period === 'day' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1)
}
