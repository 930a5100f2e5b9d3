'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { formatUsd } from '#lib/core/money.ts'
import { spanOf, type UsageReport } from '#lib/edits/usage-report.ts'
import { cn } from '../ui/class-names.ts'
import { type Bar, barsOf, labelStep, showsWeeks, ticksOf } from './chart-scale.ts'
import { useDayWords } from './day-words.ts'

const noSpan = { start: 0, end: 0 }

/** A bar a day, a bar a week where there are too many days. Drawn for the eye; the same figures stand in a table for others. */
export function UsageChart({ report }: { report: UsageReport }) {
  const t = useTranslations('usage')
  const locale = useLocale()
  const span = spanOf(report) ?? noSpan
  const bars = barsOf(span, report.days)
  const ticks = ticksOf(Math.max(0, ...bars.map(({ stored, notFinished }) => stored + notFinished)))
  const top = ticks[4]
  const title = t(showsWeeks(span) ? 'perWeekTitle' : 'perDayTitle')
  const [shown, setShown] = useState<number | null>(null)
  const days = useDayWords()
  const step = labelStep(bars.length)
  return (
    <section aria-label={title} className="min-w-0">
      <div className="mb-4 flex h-8 items-center gap-4">
        <h2 className="flex-1 font-semibold text-lead">{title}</h2>
        <Legend className="bg-edge">{t('storedLegend')}</Legend>
        <Legend className="bg-bad">{t('notFinishedLegend')}</Legend>
      </div>
      <div aria-hidden="true" className="relative flex h-60 gap-3 text-meta text-text-3 tabular-nums">
        <div className="relative w-8 flex-none text-right">
          {ticks.map((tick) => (
            <span key={tick} className="absolute right-0 translate-y-1/2" style={{ bottom: `${(tick / top) * 100}%` }}>
              {tick.toLocaleString(locale)}
            </span>
          ))}
        </div>
        <div className="relative min-w-0 flex-1">
          {ticks.map((tick) => (
            <i key={tick} className="absolute inset-x-0 h-px bg-line" style={{ bottom: `${(tick / top) * 100}%` }} />
          ))}
          <div className="absolute inset-0 flex" onPointerLeave={() => setShown(null)}>
            {bars.map((bar, i) => (
              <div
                key={bar.from}
                data-day={bar.from}
                onPointerEnter={() => setShown(i)}
                onPointerDown={() => setShown(i)}
                className="flex min-w-0 flex-1 flex-col items-center justify-end gap-0.5"
              >
                {bar.notFinished > 0 ? <Part share={bar.notFinished / top} className="bg-bad" /> : null}
                {bar.stored > 0 ? (
                  <Part share={bar.stored / top} className={shown === i ? 'bg-text-1' : 'bg-edge'} />
                ) : null}
              </div>
            ))}
          </div>
          {shown === null || !bars[shown] ? null : <Tip bar={bars[shown]} place={(shown + 0.5) / bars.length} />}
        </div>
      </div>
      <div aria-hidden="true" className="relative mt-2 ml-11 h-4 text-meta text-text-3 tabular-nums">
        {bars.map((bar, i) =>
          i % step === 0 ? (
            <span
              key={bar.from}
              className="absolute -translate-x-1/2 whitespace-nowrap first:translate-x-0"
              style={{ left: i === 0 ? 0 : `${((i + 0.5) / bars.length) * 100}%` }}
            >
              {days.short(bar.from)}
            </span>
          ) : null,
        )}
      </div>
      <BarTable title={title} bars={bars} />
    </section>
  )
}

const Legend = ({ className, children }: { className: string; children: string }) => (
  <span className="flex items-center gap-1.5 text-meta text-text-2">
    <i aria-hidden="true" className={cn('size-2 rounded-[2px]', className)} />
    {children}
  </span>
)

/** What is there at all can be seen. */
const Part = ({ share, className }: { share: number; className: string }) => (
  <i
    className={cn('w-[64%] max-w-6 flex-none rounded-[2px]', className)}
    style={{ height: `max(2px, ${share * 100}%)` }}
  />
)

function Tip({ bar, place }: { bar: Bar; place: number }) {
  const t = useTranslations('usage')
  const facts = useBarWords()
  const left = place > 0.5
  return (
    <div
      className="pointer-events-none absolute -top-1.5 z-10 whitespace-nowrap rounded-md bg-raise px-3 py-2 text-meta text-text-2 leading-4.5 shadow-float"
      style={left ? { right: `calc(${(1 - place) * 100}% + 14px)` } : { left: `calc(${place * 100}% + 14px)` }}
    >
      <div className="font-medium text-text-1">{facts.name(bar)}</div>
      <div>{t('dayFacts', facts.counts(bar))}</div>
      <div>{formatUsd(bar.spentMicroUsd)}</div>
    </div>
  )
}

function useBarWords() {
  const t = useTranslations('usage')
  const locale = useLocale()
  const days = useDayWords()
  return {
    name: (bar: Bar): string =>
      bar.from === bar.to
        ? days.withWeekday(bar.from)
        : t('weekOf', { from: days.short(bar.from), to: days.short(bar.to) }),
    counts: (bar: Bar) => ({
      stored: bar.stored.toLocaleString(locale),
      notFinished: bar.notFinished.toLocaleString(locale),
    }),
  }
}

function BarTable({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const t = useTranslations('usage')
  const facts = useBarWords()
  return (
    <table className="sr-only">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('day')}</th>
          <th scope="col">{t('storedLegend')}</th>
          <th scope="col">{t('notFinishedLegend')}</th>
          <th scope="col">{t('spend')}</th>
        </tr>
      </thead>
      <tbody>
        {bars
          .filter(({ stored, notFinished, spentMicroUsd }) => stored + notFinished + spentMicroUsd > 0)
          .map((bar) => (
            <tr key={bar.from}>
              <th scope="row">{facts.name(bar)}</th>
              <td>{facts.counts(bar).stored}</td>
              <td>{facts.counts(bar).notFinished}</td>
              <td>{formatUsd(bar.spentMicroUsd)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}
