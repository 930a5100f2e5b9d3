// Money: one conditional update per budget, so that any race ends below the limit, and one ledger line per move.
import type { MicroUsd } from '../core/money.ts'
import { type Budget, noSpend, periodsOf, type Spend, spendChange } from '../edits/budget.ts'
import type { MoneyMove } from '../edits/lifecycle.ts'
import type { Database } from './database.ts'

export type MoneyEntry = {
  editId: string
  attemptId: string | null
  money: Exclude<MoneyMove, 'none'>
  amount: MicroUsd
  /** When the amount was reserved: decides the day and the month that it counts in. */
  reservedAt: number
  at: number
}

/** Adds to `period`, but only while what is committed stays within `limit`. False where it would pass. */
async function addToPeriod(
  db: Database,
  { period, change, limit }: { period: string; change: Spend; limit: MicroUsd | null },
): Promise<boolean> {
  await db
    .insertInto('spend')
    .values({ period, ...noSpend })
    .onConflict((conflict) => conflict.column('period').doNothing())
    .execute()
  let update = db
    .updateTable('spend')
    .set((eb) => ({
      reserved: eb('reserved', '+', change.reserved),
      charged: eb('charged', '+', change.charged),
      unknown: eb('unknown', '+', change.unknown),
    }))
    .where('period', '=', period)
  if (limit !== null) {
    update = update.where((eb) =>
      eb(eb(eb('reserved', '+', eb.ref('charged')), '+', eb.ref('unknown')), '<=', limit - change.reserved),
    )
  }
  const { numUpdatedRows } = await update.executeTakeFirst()
  return numUpdatedRows === 1n
}

/**
 * Reserves within both budgets, inside the caller's transaction.
 * @returns the budget that would be passed, or null where the amount is reserved; on refusal the caller rolls back
 */
export async function reserve(
  db: Database,
  { editId, amount, at, budget }: { editId: string; amount: MicroUsd; at: number; budget: Budget },
): Promise<'day' | 'month' | null> {
  if (amount === 0) return null
  const { day, month } = periodsOf(at)
  const change = spendChange('reserve', amount)
  if (!(await addToPeriod(db, { period: day, change, limit: budget.dayMicroUsd }))) return 'day'
  if (!(await addToPeriod(db, { period: month, change, limit: budget.monthMicroUsd }))) return 'month'
  await writeLine(db, { editId, attemptId: null, money: 'reserve', amount, reservedAt: at, at })
  return null
}

/** Settles what was reserved, inside the caller's transaction. Never refused: the money has moved already. */
export async function settle(db: Database, entry: MoneyEntry): Promise<void> {
  if (entry.amount === 0) return
  const change = spendChange(entry.money, entry.amount)
  const { day, month } = periodsOf(entry.reservedAt)
  await addToPeriod(db, { period: day, change, limit: null })
  await addToPeriod(db, { period: month, change, limit: null })
  await writeLine(db, entry)
}

async function writeLine(db: Database, entry: MoneyEntry): Promise<void> {
  await db
    .insertInto('ledger')
    .values({
      edit_id: entry.editId,
      attempt_id: entry.attemptId,
      kind: entry.money,
      amount_micro_usd: entry.amount,
      at: entry.at,
    })
    .execute()
}

export async function readSpend(db: Database, period: string): Promise<Spend> {
  const row = await db
    .selectFrom('spend')
    .select(['reserved', 'charged', 'unknown'])
    .where('period', '=', period)
    .executeTakeFirst()
  return row ?? noSpend
}

/** What one edit has cost so far, all its attempts together. */
export async function chargedFor(db: Database, editId: string): Promise<MicroUsd> {
  const row = await db
    .selectFrom('ledger')
    .select((eb) => eb.fn.sum<number>('amount_micro_usd').as('sum'))
    .where('edit_id', '=', editId)
    .where('kind', '=', 'charge')
    .executeTakeFirst()
  return Number(row?.sum ?? 0)
}
