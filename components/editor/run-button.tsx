'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useIsApple } from '#lib/client/browser-state.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { formatUsd } from '#lib/core/money.ts'
import { maxPromptLength } from '#lib/edits/edit.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { BudgetNote, useBudgetWords } from './budget-note.tsx'
import { promptLength } from './edit-draft.ts'
import { useEditorSession } from './editor-session.tsx'
import { capsOf } from './key-chord.ts'
import { useShortcuts } from './key-settings.ts'
import { spokenPrice } from './price.ts'
import { useRun } from './use-run.ts'

/** The one primary button: it says what it does and what that costs. */
export function RunButton({ size = 'lg' }: { size?: 'lg' | 'touch' }) {
  const t = useTranslations('edit')
  const keys = useShortcuts()
  const apple = useIsApple()
  const budgetWords = useBudgetWords()
  const { engine, draft, runner } = useEditorSession()
  const { count, variations, priceMicroUsd: price, obstacle, budget, busy, start } = useRun()
  const paused = Boolean(engine?.paused)
  const one = engine?.use === 'draft' ? ('draft' as const) : ('run' as const)
  const reason =
    obstacle === null || obstacle === 'held'
      ? null
      : obstacle === 'budget'
        ? budget && budgetWords(budget)
        : t(`obstacle.${obstacle}`, { over: promptLength(draft.prompt) - maxPromptLength })
  // The key that runs the edit has no tooltip to tell why it did nothing.
  const hint = runner.hint === obstacle && obstacle !== 'budget' ? reason : null
  return (
    <>
      <Button
        kind="primary"
        size={size}
        busy={busy}
        onClick={start}
        shortcut={keys('run')}
        aria-label={
          budget !== null || paused
            ? undefined
            : count === 1
              ? t(`${one}Spoken`, spokenPrice(price))
              : t(variations > 1 ? 'runVariationsSpoken' : 'runManySpoken', { count, ...spokenPrice(price) })
        }
        disabledReason={reason}
        className="w-full tabular-nums max-sm:rounded-lg"
      >
        {budget !== null
          ? t('budgetReached')
          : paused
            ? t('enqueue', { price: formatUsd(price) })
            : count === 1
              ? t(one, { price: formatUsd(price) })
              : t(variations > 1 ? 'runVariations' : 'runMany', { count, price: formatUsd(price) })}
        {budget === null ? (
          <span aria-hidden="true" className="font-normal text-meta max-sm:hidden">
            {capsOf(keys('run'))
              .map((cap) => (apple && cap === 'Ctrl' ? '⌘' : cap))
              .join(' ')}
          </span>
        ) : null}
      </Button>
      <p role="status" className={hint === null ? 'sr-only' : 'mt-2 text-center text-meta text-text-1'}>
        {hint}
      </p>
      {budget === null ? null : <BudgetNote stop={budget} size={size} />}
    </>
  )
}

/** Why the last press came to nothing, above the button. */
export function RunError() {
  const t = useTranslations('edit')
  const errorWords = useErrorWords()
  const { runner } = useEditorSession()
  if (runner.error === null) return null
  const { title, detail } = errorWords(runner.error)
  return (
    <div className="mb-3 flex items-start gap-1">
      <ErrorNote title={t('requestFailed')} detail={`${title} ${detail ?? ''}`} className="min-w-0 flex-1" />
      <IconButton label={t('dismiss')} onClick={runner.forget} className="-mt-1 -mr-2 max-sm:size-11">
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}
