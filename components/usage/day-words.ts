// Days of the calendar in words, always UTC: they are the budgets' days, not the reader's.
import { useLocale } from 'next-intl'
import { dayMs, startOfDay } from '#lib/edits/usage-report.ts'

export function useDayWords() {
  const locale = useLocale()
  const format = (day: string, options: Intl.DateTimeFormatOptions): string => {
    // British order for English: the day first, as everywhere in the interface.
    const words = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { ...options, timeZone: 'UTC' })
    const text = words.format(startOfDay(day) ?? 0)
    return locale.startsWith('zh') ? text.replace(/(?<=\d)(?=[月日])|(?<=[月])(?=\d)/g, ' ') : text
  }
  return {
    /** "10 Nov". */
    short: (day: string): string => format(day, { day: 'numeric', month: 'short' }),
    /** "22 October". */
    long: (day: string): string => format(day, { day: 'numeric', month: 'long' }),
    /** "Tue 10 Nov". */
    withWeekday: (day: string): string => format(day, { weekday: 'short', day: 'numeric', month: 'short' }),
  }
}

/** The last day before a moment at which something starts again. */
export const dayBefore = (iso: string): string => new Date(Date.parse(iso) - dayMs).toISOString().slice(0, 10)
