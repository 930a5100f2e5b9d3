// Whether the next edit still fits into the budgets of the day and the month, as the page last heard of them. Pure.
import type { Usage } from '#lib/client/schemas.ts'
import type { MicroUsd } from '#lib/core/money.ts'

export type BudgetStop = {
  needs: MicroUsd
  charged: MicroUsd
  reserved: MicroUsd
  unsure: MicroUsd
  /** Never below zero. */
  left: MicroUsd
  /** ISO 8601: when the budget that is in the way starts again. */
  startsAgainAt: string
}

/** What is free always fits. Where both budgets are in the way, the one that starts again later is told of. */
export function budgetStop(usage: Usage | undefined, price: MicroUsd): BudgetStop | null {
  if (!usage || price === 0) return null
  for (const period of [usage.month, usage.day]) {
    const { limitMicroUsd, chargedMicroUsd: charged, reservedMicroUsd: reserved, unknownMicroUsd: unsure } = period
    if (limitMicroUsd === null) continue
    const left = Math.max(0, limitMicroUsd - charged - reserved - unsure)
    if (price > left) return { needs: price, charged, reserved, unsure, left, startsAgainAt: period.startsAgainAt }
  }
  return null
}

/** "1 December", "12 月 1 日": a day of the calendar in UTC. */
export function utcDay(iso: string, locale: string): string {
  const options = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  // British order for English: the day first, as everywhere in the interface.
  const text = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options).format(new Date(iso))
  return locale.startsWith('zh') ? text.replace(/(?<=\d)(?=\D)|(?<=\D)(?=\d)/g, ' ') : text
}
