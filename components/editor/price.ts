// A price in the words of a screen reader: "7 cents", "1 dollar 12".
import type { MicroUsd } from '#lib/core/money.ts'

/** What the message `edit.spokenPrice` takes: whole dollars, and cents with at most one decimal. */
export type SpokenPrice = { kind: 'nothing' | 'dollars' | 'cents' | 'both'; dollars: number; cents: number }

export function spokenPrice(amount: MicroUsd): SpokenPrice {
  const dollars = Math.floor(amount / 1_000_000)
  const cents = Math.round((amount - dollars * 1_000_000) / 1_000) / 10
  const kind = cents === 0 ? (dollars === 0 ? 'nothing' : 'dollars') : dollars === 0 ? 'cents' : 'both'
  return { kind, dollars, cents }
}
