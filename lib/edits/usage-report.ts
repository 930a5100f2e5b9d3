// What was asked for in some days and what it cost, as it is told; and the arithmetic of days and forecasts. Days are UTC, as
// the budgets' are.
import { z } from 'zod'
import { editErrorCodes } from '../core/errors.ts'
import type { MicroUsd } from '../core/money.ts'
import { committed, periodEnd, type Spend } from './budget.ts'

export const dayMs = 86_400_000
/** Ten years and a little. */
const mostDays = 3_700

/** Whole days, both included: "2026-11-01". */
export type DayRange = { from: string; to: string }

/** Every reason for which an edit has no picture: its own error, or the user's wish. */
export const unfinishedReasons = [...editErrorCodes, 'cancelled'] as const
export type UnfinishedReason = (typeof unfinishedReasons)[number]

const count = z.number()
const day = z.string()
const spend = { chargedMicroUsd: count, reservedMicroUsd: count, unknownMicroUsd: count }

export const usageReportSchema = z.object({
  from: day,
  to: day,
  /** Versions that were refined without a call are not counted: nothing was asked of an engine. */
  stored: count,
  notFinished: count,
  underWay: count,
  /** From the call to the stored picture, of what was stored: half of them, and 19 in 20, took no longer. Null without any. */
  timeMs: z.object({ half: count, most: count }).nullable(),
  ...spend,
  /** What was stored in the period of the same length before this one, up to the same moment of it. */
  before: z.object({ from: day, to: day, stored: count }),
  /** Only days on which something was asked for or paid. */
  days: z.array(z.object({ day, stored: count, notFinished: count, ...spend })),
  /** "keep" or a ratio, most used first. */
  frames: z.array(z.object({ frame: z.string(), edits: count })),
  unfinished: z.array(z.object({ reason: z.enum(unfinishedReasons), edits: count })),
  /** This UTC month, whichever days were asked for. */
  month: z.object({
    ...spend,
    limitMicroUsd: count.nullable(),
    startsAgainAt: z.string(),
    /** What the month comes to if it goes on as so far; null while it is too young to tell, or nothing was spent. */
    forecastMicroUsd: count.nullable(),
  }),
})
export type UsageReport = z.infer<typeof usageReportSchema>
export type UsageDay = UsageReport['days'][number]

export const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10)

/** Epoch ms of the day's first moment; null for what is no day of the calendar. */
export function startOfDay(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const at = Date.parse(`${text}T00:00:00.000Z`)
  return Number.isNaN(at) || dayOf(at) !== text ? null : at
}

export type Span = { start: number; end: number }

/** The range in epoch ms, its end excluded; null where it is none, runs backwards or is beyond ten years. */
export function spanOf({ from, to }: DayRange): Span | null {
  const [start, last] = [startOfDay(from), startOfDay(to)]
  if (start === null || last === null || last < start || last - start >= mostDays * dayMs) return null
  return { start, end: last + dayMs }
}

export function daysOf({ start, end }: Span): string[] {
  return Array.from({ length: Math.round((end - start) / dayMs) }, (_, i) => dayOf(start + i * dayMs))
}

const monthStart = (epochMs: number, months: number): number => {
  const at = new Date(epochMs)
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1)
}

/** The UTC month that holds `now`, as days. */
export const monthOf = (now: number): DayRange => ({
  from: dayOf(monthStart(now, 0)),
  to: dayOf(monthStart(now, 1) - dayMs),
})

/** The last `count` days, today being one of them. */
export const lastDays = (count: number, now: number): DayRange => ({
  from: dayOf(now - (count - 1) * dayMs),
  to: dayOf(now),
})

/**
 * What a period is held against: the month before a whole month, else as many days before, each only as far as the period
 * itself has come by `now`.
 */
export function spanBefore({ start, end }: Span, now: number): Span {
  const passed = Math.max(0, Math.min(now, end) - start)
  const isMonth = start === monthStart(start, 0) && end === monthStart(start, 1)
  const first = isMonth ? monthStart(start, -1) : start - (end - start)
  return { start: first, end: Math.min(first + passed, start) }
}

/** By the mean of the month so far. A day of it must have passed. */
export function monthForecast(spent: Spend, now: number): MicroUsd | null {
  const start = monthStart(now, 0)
  const passed = now - start
  const sum = committed(spent)
  return passed < dayMs || sum === 0 ? null : Math.round((sum * (periodEnd('month', now) - start)) / passed)
}
