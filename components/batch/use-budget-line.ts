'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatUsd } from '#lib/core/money.ts'
import { budgetStop, utcDay } from '../editor/budget-left.ts'
import { useUsage } from '../editor/use-lineage.ts'

/** What is left of the budget, and what will be after it; or how far it goes where it does not suffice. Null without a limit. */
export function useBudgetLine(total: number, price: number): { short: boolean; words: string } | null {
  const t = useTranslations('batch')
  const locale = useLocale()
  const { data: usage } = useUsage()
  const stop = budgetStop(usage, total)
  if (stop) {
    const count = Math.floor(stop.left / Math.max(price, 1))
    const values = { left: formatUsd(stop.left), count, date: utcDay(stop.startsAgainAt, locale) }
    return { short: true, words: t('budgetShort', values) }
  }
  const month = usage?.month
  if (!month || month.limitMicroUsd === null) return null
  const left = month.limitMicroUsd - month.chargedMicroUsd - month.reservedMicroUsd - month.unknownMicroUsd
  return { short: false, words: t('budgetLeft', { left: formatUsd(left), after: formatUsd(left - total) }) }
}
