// Money is whole micro-dollars, so that sums are exact: $0.07 = 70,000.

export type MicroUsd = number

/** Reads a decimal amount such as "0.07". Null where it is not a plain amount of at most six decimals. */
export function parseUsd(text: string): MicroUsd | null {
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text.trim())
  if (!match) return null
  return Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0'))
}

/** Always cents, a third digit only where the amount has one: $0.07, $0.035. */
export function formatUsd(amount: MicroUsd): string {
  const digits = (amount / 1_000_000).toFixed(6)
  const trimmed = digits.replace(/0{1,4}$/, '')
  return `$${trimmed}`
}
