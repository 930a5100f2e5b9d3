'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { formatUsd } from '#lib/core/money.ts'
import { daysOf, spanOf, type UsageReport } from '#lib/edits/usage-report.ts'
import { cn } from '../ui/class-names.ts'
import { dayBefore, useDayWords } from './day-words.ts'

type FiguresProps = {
  report: UsageReport
  /** Whether these are the days of the present month, for which there is a budget and a forecast. */
  isMonth: boolean
}

/** The four figures that matter. What cannot be told yet is a dash. */
export function UsageFigures({ report, isMonth }: FiguresProps) {
  const t = useTranslations('usage')
  const locale = useLocale()
  const { stored, notFinished, underWay, timeMs } = report
  const ended = stored + notFinished
  const count = (value: number): string => value.toLocaleString(locale)
  const seconds = (ms: number): string =>
    (ms / 1000).toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const rate = ended === 0 ? null : stored / ended
  return (
    <dl className="mt-5 grid grid-cols-2 border-line border-y py-4 tabular-nums max-sm:gap-y-4 sm:grid-cols-[1fr_1fr_1fr_1.5fr]">
      <Figure name={t('stored')} value={count(stored)}>
        <Compared report={report} />
        {underWay > 0 ? <span className="block">{t('underWay', { count: underWay })}</span> : null}
      </Figure>
      <Figure name={t('success')} value={rate === null ? '–' : `${percentOf(rate, locale)}%`}>
        {ended === 0
          ? t('noneEnded')
          : notFinished === 0
            ? t('allFinished', { total: count(ended) })
            : t('didNotFinish', { count: count(notFinished), total: count(ended) })}
      </Figure>
      <Figure name={t('time')} value={timeMs === null ? '–' : t('seconds', { value: seconds(timeMs.half) })}>
        {timeMs === null ? t('noTime') : t('timeHint', { value: seconds(timeMs.most) })}
      </Figure>
      <Spend report={report} isMonth={isMonth} />
    </dl>
  )
}

/** One decimal; what did not finish is never rounded away, nor what did. */
const percentOf = (rate: number, locale: string): string =>
  (rate === 0 || rate === 1 ? rate * 100 : Math.min(99.9, Math.max(0.1, rate * 100))).toLocaleString(locale, {
    maximumFractionDigits: 1,
  })

type FigureProps = { name: string; value: string; end?: string; children: ReactNode }

function Figure({ name, value, end, children, wide = false }: FigureProps & { wide?: boolean }) {
  return (
    <div
      className={cn(
        'min-w-0 border-line px-6 first:pl-0 last:pr-0 sm:not-first:border-l max-sm:px-0 max-md:px-3',
        wide && 'max-sm:col-span-2',
      )}
    >
      <dt className="flex justify-between gap-2 text-text-2">
        {name}
        {end ? <span>{end}</span> : null}
      </dt>
      <dd>
        <b className="my-1 block text-figure">{value}</b>
        <div className="text-meta text-text-2">{children}</div>
      </dd>
    </div>
  )
}

function Compared({ report: { from, stored, before } }: Pick<FiguresProps, 'report'>) {
  const t = useTranslations('usage')
  const day = useDayWords()
  const period =
    from.endsWith('-01') && before.from.endsWith('-01')
      ? t('byDay', { day: day.long(before.to) })
      : t('fromTo', { from: day.short(before.from), to: day.short(before.to) })
  if (before.stored === 0) return t('noneBefore', { period })
  const percent = Math.round((stored / before.stored - 1) * 100)
  if (percent === 0) return t('asMany', { period })
  return t(percent > 0 ? 'moreThan' : 'fewerThan', { percent: String(Math.abs(percent)), period })
}

/** What was charged. What is reserved or unsure is told beside it, and counts against the budget. */
function Spend({ report, isMonth }: FiguresProps) {
  const t = useTranslations('usage')
  const day = useDayWords()
  const { chargedMicroUsd, reservedMicroUsd, unknownMicroUsd, month } = report
  const limit = isMonth ? month.limitMicroUsd : null
  const days = daysOf(spanOf(report) ?? { start: 0, end: 0 }).length
  const more = [
    unknownMicroUsd > 0 ? t('unsure', { price: formatUsd(unknownMicroUsd) }) : null,
    reservedMicroUsd > 0 ? t('reserved', { price: formatUsd(reservedMicroUsd) }) : null,
  ].filter((each) => each !== null)
  const forecast =
    isMonth && month.forecastMicroUsd !== null
      ? t('forecast', { price: cents(month.forecastMicroUsd), day: day.short(dayBefore(month.startsAgainAt)) })
      : null
  return (
    <Figure
      wide
      name={t('spend')}
      value={formatUsd(chargedMicroUsd)}
      end={limit === null ? undefined : t('aMonth', { price: formatUsd(limit) })}
    >
      {limit === null ? null : <BudgetBar month={month} limit={limit} />}
      <span className="flex flex-wrap justify-between gap-x-3">
        <span>
          {limit === null
            ? isMonth
              ? null
              : t('perDay', { price: cents(chargedMicroUsd / days) })
            : t('used', { percent: String(Math.floor(shareOf(month, limit) * 100)) })}
        </span>
        {forecast === null ? null : <span>{forecast}</span>}
      </span>
      {more.length > 0 ? <span className="block">{more.join(' · ')}</span> : null}
    </Figure>
  )
}

/** An estimate pretends to no more than cents. */
const cents = (microUsd: number): string => formatUsd(Math.round(microUsd / 10_000) * 10_000)

type Month = UsageReport['month']

const shareOf = (month: Month, limit: number): number =>
  limit === 0 ? 1 : (month.chargedMicroUsd + month.reservedMicroUsd + month.unknownMicroUsd) / limit

/** Filled as far as the month has come; the tick is where it is on course for. From 80 % it warns. */
function BudgetBar({ month, limit }: { month: Month; limit: number }) {
  const t = useTranslations('usage')
  const share = shareOf(month, limit)
  const percent = Math.min(100, share * 100)
  const { forecastMicroUsd: forecast } = month
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native meter cannot be drawn alike in all browsers
    <div
      role="meter"
      aria-label={t('budgetUsed')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(percent)}
      className="relative mb-1.5 h-1.5 rounded-[3px] bg-press"
    >
      <i
        className={cn('block h-full rounded-[3px]', share >= 1 ? 'bg-bad' : share >= 0.8 ? 'bg-warn' : 'bg-text-1')}
        style={{ width: `${percent}%` }}
      />
      {forecast === null || limit === 0 ? null : (
        <i
          className="absolute -top-0.75 h-3 w-0.5 -translate-x-1/2 bg-text-2"
          style={{ left: `${Math.min(100, (forecast / limit) * 100)}%` }}
        />
      )}
    </div>
  )
}
