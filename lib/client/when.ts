/** "12:43" today, the given word yesterday, "20 Nov" this year, "20 Nov 2024" before; in the reader's own time zone. */
export function formatWhen(
  iso: string,
  { now, locale, yesterday }: { now: Date; locale: string; yesterday: string },
): string {
  const then = new Date(iso)
  const days = Math.round((midnight(now) - midnight(then)) / 86_400_000)
  if (days <= 0)
    return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(then)
  if (days === 1) return yesterday
  const sameYear = then.getFullYear() === now.getFullYear()
  // British order for English: the day first, as everywhere in the interface.
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    day: 'numeric',
    month: 'short',
    year: sameYear ? undefined : 'numeric',
  }).format(then)
}

const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
