// Our own books, held against each other: the lines of the ledger, the sums of all days and of all months, and the edits.
import type { Database } from '../lib/db/database.ts'
import type { LedgerKind } from '../lib/db/schema.ts'
import { addSpend, noSpend, type Spend, spendChange } from '../lib/edits/budget.ts'

/** @throws where they differ, or anything is below zero, or an ended edit still has an amount reserved */
export async function compareSpend(db: Database): Promise<Spend> {
  const lines = await db.selectFrom('ledger').selectAll().orderBy('seq').execute()
  const byEdit = new Map<string, Spend>()
  for (const { edit_id: id, kind, amount_micro_usd: amount } of lines) {
    const sum = addSpend(byEdit.get(id) ?? noSpend, spendChange(kind as LedgerKind, amount))
    if (Math.min(sum.reserved, sum.charged, sum.unknown) < 0) throw new Error(`${kind} takes edit ${id} below zero`)
    byEdit.set(id, sum)
  }
  const total = [...byEdit.values()].reduce(addSpend, noSpend)
  const periods = await db.selectFrom('spend').selectAll().execute()
  for (const length of ['2026-11-22'.length, '2026-11'.length]) {
    const sums = periods.filter(({ period }) => period.length === length)
    const sum = sums.map(({ reserved, charged, unknown }) => ({ reserved, charged, unknown })).reduce(addSpend, noSpend)
    if (JSON.stringify(sum) !== JSON.stringify(total)) {
      throw new Error(`the lines sum up to ${JSON.stringify(total)}, the periods to ${JSON.stringify(sum)}`)
    }
  }
  const edits = await db.selectFrom('edits').select(['id', 'state', 'price_micro_usd']).execute()
  for (const { id, state, price_micro_usd: price } of edits) {
    const { reserved, charged, unknown } = byEdit.get(id) ?? noSpend
    const open = state === 'queued' || state === 'sending' || state === 'waiting'
    if (reserved !== (open ? price : 0)) throw new Error(`edit ${id} is ${state}, and ${reserved} is reserved`)
    if (state === 'done' && charged + unknown < price) throw new Error(`edit ${id} is done, and nothing was charged`)
    if (state === 'unknown' && unknown < price) throw new Error(`edit ${id} is unknown, and nothing is in doubt`)
  }
  return total
}
