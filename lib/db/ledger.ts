// Money: one conditional update per budget, so that any race ends below the limit, and one ledger line per move.
import type { MicroUsd } from '../core/money.ts'
import { addSpend, type Budget, committed, noSpend, periodsOf, type Spend, spendChange } from '../edits/budget.ts'
import type { Database } from './database.ts'
import type { LedgerKind } from './schema.ts'

export type MoneyEntry = {
  editId: string
  attemptId: string | null
  money: LedgerKind
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
      eb(eb(eb('reserved', '+', eb.ref('charged')), '+', eb.ref('unknown')), '<=', limit - committed(change)),
    )
  }
  const { numUpdatedRows } = await update.executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Days before months, each kind in the order of time: the same for all, so that nobody waits in a circle. */
const inLockOrder = (one: string, other: string): number => other.length - one.length || (one < other ? -1 : 1)

type Limits = Readonly<Record<string, MicroUsd | null>>

/** All entries at once: each sum is changed once. @returns the period whose limit would be passed, or null */
async function book(db: Database, entries: readonly MoneyEntry[], limits: Limits): Promise<string | null> {
  const sums = new Map<string, Spend>()
  for (const { money, amount, reservedAt } of entries) {
    const change = spendChange(money, amount)
    for (const period of Object.values(periodsOf(reservedAt))) {
      sums.set(period, addSpend(sums.get(period) ?? noSpend, change))
    }
  }
  for (const period of [...sums.keys()].sort(inLockOrder)) {
    const change = sums.get(period) ?? noSpend
    if (!(await addToPeriod(db, { period, change, limit: limits[period] ?? null }))) return period
  }
  const lines = entries.map(({ editId, attemptId, money, amount, at }) => ({
    edit_id: editId,
    attempt_id: attemptId,
    kind: money,
    amount_micro_usd: amount,
    at,
  }))
  await db.insertInto('ledger').values(lines).execute()
  return null
}

export type Reservation = { editId: string; amount: MicroUsd; at: number; budget: Budget }

/**
 * Reserves within both budgets, inside the caller's transaction.
 * @returns the budget that would be passed, or null where the amount is reserved; on refusal the caller rolls back
 */
export async function reserve(
  db: Database,
  { editId, amount, at, budget }: Reservation,
): Promise<'day' | 'month' | null> {
  if (amount === 0) return null
  const entry: MoneyEntry = { editId, attemptId: null, money: 'reserve', amount, reservedAt: at, at }
  const passed = await book(db, [entry], limitsAt(at, budget))
  return passed === null ? null : passed === periodsOf(at).day ? 'day' : 'month'
}

function limitsAt(at: number, budget: Budget): Limits {
  const { day, month } = periodsOf(at)
  return { [day]: budget.dayMicroUsd, [month]: budget.monthMicroUsd }
}

/** Settles what was reserved, inside the caller's transaction. Never refused: the money has moved already. */
export async function settle(db: Database, entries: readonly MoneyEntry[]): Promise<void> {
  const costly = entries.filter(({ amount }) => amount > 0)
  if (costly.length > 0) await book(db, costly, {})
}

/**
 * As `settle`, with a new reservation among the entries, which may be refused.
 * @returns false where it would pass a budget; the caller rolls back
 */
export async function settleWithin(
  db: Database,
  entries: readonly MoneyEntry[],
  { at, budget }: { at: number; budget: Budget },
): Promise<boolean> {
  const costly = entries.filter(({ amount }) => amount > 0)
  return costly.length === 0 || (await book(db, costly, limitsAt(at, budget))) === null
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
    .where('kind', 'in', ['charge', 'confirm', 'admit'])
    .executeTakeFirst()
  return Number(row?.sum ?? 0)
}
