// The bars of a period: days, or weeks where there are too many days to tell apart; and the scale that they stand on. Pure.
import { daysOf, type Span, type UsageDay } from '#lib/edits/usage-report.ts'

/** More bars than this cannot be told apart. */
const mostDays = 93

/** One or more days together; empty days, too. */
export type Bar = { from: string; to: string; stored: number; notFinished: number; spentMicroUsd: number }

export const showsWeeks = (span: Span): boolean => daysOf(span).length > mostDays

export function barsOf(span: Span, days: readonly UsageDay[]): Bar[] {
  const known = new Map(days.map((day) => [day.day, day]))
  const all = daysOf(span)
  const step = showsWeeks(span) ? 7 : 1
  return Array.from({ length: Math.ceil(all.length / step) }, (_, i) => {
    const names = all.slice(i * step, (i + 1) * step)
    const own = names.flatMap((name) => known.get(name) ?? [])
    return {
      from: names[0],
      to: names[names.length - 1],
      stored: own.reduce((sum, { stored }) => sum + stored, 0),
      notFinished: own.reduce((sum, { notFinished }) => sum + notFinished, 0),
      spentMicroUsd: own.reduce((sum, day) => sum + day.chargedMicroUsd + day.unknownMicroUsd, 0),
    }
  })
}

const steps = [1, 2, 2.5, 5, 10] as const

/** Round numbers from 0 to at least `most`, in four steps; whole ones, since edits are. */
export function ticksOf(most: number): number[] {
  const rough = Math.max(most, 4) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = steps.map((each) => each * power).find((each) => each >= rough && Number.isInteger(each)) ?? 10 * power
  return [0, 1, 2, 3, 4].map((i) => i * step)
}

/** Every how manieth bar is named, so that about five are. */
export const labelStep = (bars: number): number => (bars <= 8 ? 1 : bars <= 35 ? 7 : Math.ceil(bars / 5))
