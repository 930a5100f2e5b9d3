'use client'

import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { formatUsd } from '#lib/core/money.ts'
import { localEngineId } from '#lib/edits/edit.ts'
import { Button } from '../ui/button.tsx'
import { buttonLook } from '../ui/button-look.ts'
import { cn } from '../ui/class-names.ts'
import { type BudgetStop, utcDay } from './budget-left.ts'
import { useEditorSession } from './editor-session.tsx'

/** "This edit needs $0.07, and $0.03 is left. The budget starts again on 1 December, 00:00 UTC." */
export function useBudgetWords(): (stop: BudgetStop) => string {
  const t = useTranslations('edit')
  const locale = useLocale()
  return ({ needs, left, startsAgainAt }) =>
    t('budgetStop', { needs: formatUsd(needs), left: formatUsd(left), date: utcDay(startsAgainAt, locale) })
}

/** Under the run button that a budget holds back: why, the four figures, and the way on that costs nothing. */
export function BudgetNote({ stop, size }: { stop: BudgetStop; size: 'lg' | 'touch' }) {
  const t = useTranslations('edit')
  const budgetWords = useBudgetWords()
  const { engines, changeDraft } = useEditorSession()
  const local = engines.find(({ id, available }) => id === 'local' && available)
  const figures = { charged: stop.charged, reserved: stop.reserved, unsure: stop.unsure, left: stop.left }
  return (
    <div className="mt-2 text-meta">
      {/* The button is described by the same words. */}
      <p aria-hidden="true" className="text-text-2">
        {budgetWords(stop)}
      </p>
      <dl className="mt-2 grid grid-cols-4 gap-2 tabular-nums">
        {(['charged', 'reserved', 'unsure', 'left'] as const).map((name) => (
          <div key={name}>
            <dt className="text-text-3">{t(name)}</dt>
            <dd className={name === 'left' ? 'font-medium text-bad' : 'font-medium'}>{formatUsd(figures[name])}</dd>
          </div>
        ))}
      </dl>
      <Link
        href="/settings#budget"
        className={cn(buttonLook({ kind: 'outline', size: size === 'touch' ? 'touch' : 'md' }), 'mt-3 w-full')}
      >
        {t('budgetInSettings')}
      </Link>
      {local ? (
        <Button
          size={size === 'touch' ? 'touch' : undefined}
          onClick={() => changeDraft({ engine: localEngineId, model: null })}
          className="mt-2 w-full"
        >
          {t('useLocal', { price: formatUsd(local.priceMicroUsd) })}
        </Button>
      ) : null}
    </div>
  )
}
