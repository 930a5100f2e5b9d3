/** "12:43" today, the given word yesterday, "20 Nov" this year, "20 Nov 2024" before; in the reader's own time zone. */
export function formatWhen(
  iso: string,
  { now, locale, yesterday }: { now: Date; locale: string; yesterday: string },
): string {
  const then = new Date(iso)
  const days = Math.round((midnight(now) - midnight(then)) / 86_400_000)
  if (days <= 0) return formatOf(locale, 'time').format(then)
  if (days === 1) return yesterday
  return formatOf(locale, then.getFullYear() === now.getFullYear() ? 'day' : 'date').format(then)
}

const looks = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const formats = new Map<string, Intl.DateTimeFormat>()

/** Kept: to make one takes longer than to draw the tile that it is for. */
function formatOf(locale: string, look: keyof typeof looks): Intl.DateTimeFormat {
  const key = `${locale} ${look}`
  // British order for English: the day first, as everywhere in the interface.
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, looks[look])
  formats.set(key, format)
  return format
}

const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
