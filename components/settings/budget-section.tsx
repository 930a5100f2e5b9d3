'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { getUsage } from '#lib/client/api.ts'
import { type BudgetSettings, getBudget, lowerBudget } from '#lib/client/engine-settings.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import type { Usage } from '#lib/client/schemas.ts'
import { formatUsd, type MicroUsd, parseUsd } from '#lib/core/money.ts'
import { Button } from '../ui/button.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { TextField } from '../ui/text-field.tsx'
import { notify } from '../ui/toast.tsx'
import { useFieldHeight } from './field-height.ts'

const periods = ['day', 'month'] as const
type Period = (typeof periods)[number]
const fieldOf = { day: 'dayMicroUsd', month: 'monthMicroUsd' } as const

/** What may be spent: lowered here, never raised above what the environment allows. */
export function BudgetSection() {
  const t = useTranslations('settings')
  const budget = useQuery({ queryKey: ['budget'], queryFn: ({ signal }) => getBudget({ signal }) }).data
  const usage = useQuery({ queryKey: ['usage'], queryFn: ({ signal }) => getUsage({ signal }) }).data
  return (
    <section aria-labelledby="budget">
      <div className="flex min-h-9 items-center">
        <h2 id="budget" className="flex-1 scroll-mt-6 font-semibold text-lead">
          {t('budgetTitle')}
        </h2>
        <span className="text-meta text-text-3">UTC</span>
      </div>
      {budget && usage ? <BudgetForm key={JSON.stringify(budget)} budget={budget} usage={usage} /> : null}
    </section>
  )
}

const typed = (amount: MicroUsd | null): string => (amount === null ? '' : formatUsd(amount).slice(1))

/** Undefined where the text is no amount, or one that the environment does not allow. */
function readLimit(text: string, allowed: MicroUsd | null): MicroUsd | null | undefined {
  if (text.trim() === '') return null
  const amount = parseUsd(text.replace(/^\$/, ''))
  return amount === null || (allowed !== null && amount > allowed) ? undefined : amount
}

function BudgetForm({ budget: { environment, lowered }, usage }: { budget: BudgetSettings; usage: Usage }) {
  const t = useTranslations('settings')
  const client = useQueryClient()
  const errorWords = useErrorWords()
  const [texts, setTexts] = useState({ day: typed(lowered.dayMicroUsd), month: typed(lowered.monthMicroUsd) })
  const [busy, setBusy] = useState(false)
  const limits = {
    day: readLimit(texts.day, environment.dayMicroUsd),
    month: readLimit(texts.month, environment.monthMicroUsd),
  }
  const { day, month } = limits
  const changed = day !== lowered.dayMicroUsd || month !== lowered.monthMicroUsd

  const save = async () => {
    if (day === undefined || month === undefined) return
    setBusy(true)
    try {
      client.setQueryData(['budget'], await lowerBudget({ dayMicroUsd: day, monthMicroUsd: month }))
      await client.invalidateQueries({ queryKey: ['usage'] })
      notify({ kind: 'done', title: t('budgetSaved') })
    } catch (error) {
      notify({ kind: 'error', ...errorWords(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {periods.map((period) => (
        <Row
          key={period}
          {...{ period, usage }}
          text={texts[period]}
          allowed={environment[fieldOf[period]]}
          wrong={limits[period] === undefined}
          onChange={(text) => setTexts((now) => ({ ...now, [period]: text }))}
        />
      ))}
      <p className="mt-3 text-meta text-text-3 tabular-nums">
        <EnvironmentWords environment={environment} /> {t('budgetHint')}
      </p>
      <Button
        type="submit"
        busy={busy}
        disabledReason={
          day === undefined || month === undefined ? t('budgetWrong') : changed ? null : t('nothingChanged')
        }
        className="mt-3 max-sm:h-11"
      >
        {t('saveBudget')}
      </Button>
    </form>
  )
}

type RowProps = {
  period: Period
  usage: Usage
  text: string
  allowed: MicroUsd | null
  wrong: boolean
  onChange(text: string): void
}

function Row({ period, usage, text, allowed, wrong, onChange }: RowProps) {
  const t = useTranslations('settings')
  const height = useFieldHeight()
  const locale = useLocale()
  const { chargedMicroUsd, reservedMicroUsd, unknownMicroUsd, limitMicroUsd } = usage[period]
  const spent = chargedMicroUsd + reservedMicroUsd + unknownMicroUsd
  const share = limitMicroUsd === null ? 0 : limitMicroUsd === 0 ? 1 : spent / limitMicroUsd
  const percent = share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 0 })
  const used = limitMicroUsd === null ? t('noLimit') : t('used', { percent })
  return (
    <div className="mt-3 flex flex-wrap items-start gap-x-3 gap-y-2">
      <span aria-hidden="true" className="w-20 pt-1.5 text-text-2">
        {t(`each.${period}`)}
      </span>
      <TextField
        height={height}
        hideLabel
        label={t(`budgetFor.${period}`)}
        value={text}
        icon={<span aria-hidden="true">$</span>}
        placeholder={allowed === null ? t('noLimit') : typed(allowed)}
        inputMode="decimal"
        error={wrong ? t(allowed === null ? 'amountWrong' : 'amountTooHigh', { limit: formatUsd(allowed ?? 0) }) : null}
        onChange={(event) => onChange(event.target.value)}
        className="w-32"
      />
      <div className="min-w-40 flex-1 pt-1.5 tabular-nums">
        <ProgressBar
          label={t(`spentLabel.${period}`)}
          value={share}
          valueText={used}
          tone={share >= 1 ? 'bad' : share >= 0.8 ? 'warn' : 'neutral'}
        />
        <p className="mt-1 flex justify-between gap-2 text-meta text-text-2">
          <span>{t(`spent.${period}`, { amount: formatUsd(spent) })}</span>
          <span>{used}</span>
        </p>
      </div>
    </div>
  )
}

function EnvironmentWords({ environment }: Pick<BudgetSettings, 'environment'>) {
  const t = useTranslations('settings')
  const { dayMicroUsd: day, monthMicroUsd: month } = environment
  const amounts = { day: formatUsd(day ?? 0), month: formatUsd(month ?? 0) }
  if (day !== null && month !== null) return t('allowsBoth', amounts)
  if (day !== null) return t('allowsDay', amounts)
  return month !== null ? t('allowsMonth', amounts) : t('allowsAll')
}
