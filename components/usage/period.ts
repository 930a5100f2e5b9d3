// Which days are shown; they stand in the address, so that a period can be shared. Pure.
import { type DayRange, lastDays, monthOf, spanOf } from '#lib/edits/usage-report.ts'

export const periodNames = ['month', '30-days', '90-days', 'year', 'days'] as const
export type PeriodName = (typeof periodNames)[number]

/** Days chosen by hand keep what was typed, also while that is no range. */
export type Period = { readonly name: Exclude<PeriodName, 'days'> } | ({ readonly name: 'days' } & DayRange)

export const thisMonth: Period = { name: 'month' }

export function rangeOf(period: Period, now: number): DayRange {
  switch (period.name) {
    case 'month':
      return monthOf(now)
    case '30-days':
      return lastDays(30, now)
    case '90-days':
      return lastDays(90, now)
    case 'year':
      return lastDays(365, now)
    case 'days':
      return { from: period.from, to: period.to }
  }
}

/** What an address says; what it says wrongly is as if it were not there. */
export function readPeriod(query: string): Period {
  const params = new URLSearchParams(query)
  const [from, to] = [params.get('from'), params.get('to')]
  if (from !== null && to !== null && spanOf({ from, to }) !== null) return { name: 'days', from, to }
  const name = periodNames.find((known) => known === params.get('period'))
  return name === undefined || name === 'days' ? thisMonth : { name }
}

export function writePeriod(period: Period): string {
  if (period.name === 'days') return `?from=${period.from}&to=${period.to}`
  return period.name === thisMonth.name ? '' : `?period=${period.name}`
}
