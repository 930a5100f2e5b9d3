'use client'

import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { usageCsvUrl } from '#lib/client/api.ts'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { Button } from '../ui/button.tsx'
import { buttonLook } from '../ui/button-look.ts'
import { cn } from '../ui/class-names.ts'
import { ErrorNote } from '../ui/error-note.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { TextField } from '../ui/text-field.tsx'
import { type Period, periodNames, rangeOf } from './period.ts'
import { UsageChart } from './usage-chart.tsx'
import { UsageFigures } from './usage-figures.tsx'
import { FramesUsed, Unfinished } from './usage-lists.tsx'
import { usePeriod, useUsageReport } from './use-usage-report.ts'

/** What a period's edits came to: as many as the ledger says, for as much. */
export function UsagePage() {
  const t = useTranslations('usage')
  const words = useErrorWords()
  const [period, setPeriod] = usePeriod()
  const { data, error, refetch, range, valid, isMonth } = useUsageReport(period)
  return (
    <main className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-3">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="flex-1 text-title tracking-[-0.012em]">{t('title')}</h1>
        <PeriodChoice period={period} onChange={setPeriod} valid={valid} />
        <a
          href={valid ? usageCsvUrl(range) : undefined}
          aria-disabled={valid ? undefined : true}
          download
          className={cn(buttonLook({ size: 'page' }), 'max-sm:h-11 max-sm:w-full')}
        >
          <Download aria-hidden="true" />
          {t('export')}
        </a>
      </div>
      {data ? (
        <>
          <UsageFigures report={data} isMonth={isMonth} />
          <div className="grid gap-x-16 gap-y-6 pt-5 lg:grid-cols-[minmax(0,880fr)_minmax(280px,448fr)]">
            <UsageChart report={data} />
            <FramesUsed frames={data.frames} />
            <Unfinished unfinished={data.unfinished} />
          </div>
          <p className="pt-6 text-meta text-text-3">{`${t('utc')} ${t('refined')}`}</p>
        </>
      ) : error ? (
        <ErrorNote
          className="mx-auto max-w-100 py-12"
          {...words(error)}
          actions={<Button onClick={() => void refetch()}>{t('again')}</Button>}
        />
      ) : (
        <p role="status" className="flex items-center gap-2 py-12 text-text-2">
          <Spinner />
          {t('loading')}
        </p>
      )}
    </main>
  )
}

type PeriodChoiceProps = { period: Period; onChange(period: Period): void; valid: boolean }

function PeriodChoice({ period, onChange, valid }: PeriodChoiceProps) {
  const t = useTranslations('usage')
  const height = useIsPhone() ? 44 : 36
  return (
    <>
      {period.name === 'days' ? (
        <>
          <div className="flex gap-2 max-sm:order-1 max-sm:w-full">
            {(['from', 'to'] as const).map((end) => (
              <TextField
                key={end}
                type="date"
                label={t(end)}
                hideLabel
                height={height}
                value={period[end]}
                onChange={({ target }) => onChange({ ...period, [end]: target.value })}
                className="w-38 max-sm:flex-1"
              />
            ))}
          </div>
          {valid ? null : (
            <p role="status" className="order-2 w-full text-right text-bad text-meta max-sm:text-left">
              {t('daysWrong')}
            </p>
          )}
        </>
      ) : null}
      <Segmented
        label={t('periodName')}
        height={height}
        value={period.name}
        options={periodNames.map((value) => ({ value, label: t(`periods.${value}`) }))}
        // By hand it begins with what is shown.
        onChange={(name) => onChange(name === 'days' ? { name, ...rangeOf(period, Date.now()) } : { name })}
        className="max-sm:w-full max-sm:[&>label]:px-1"
      />
    </>
  )
}
