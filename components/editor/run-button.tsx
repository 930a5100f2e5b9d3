'use client'

import { useTranslations } from 'next-intl'
import { useIsApple } from '#lib/client/browser-state.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { formatUsd } from '#lib/core/money.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { useEditorSession } from './editor-session.tsx'
import { spokenPrice } from './price.ts'
import { useRun } from './use-run.ts'

/** The one primary button: it says what it does and what that costs. */
export function RunButton({ size = 'lg' }: { size?: 'lg' | 'touch' }) {
  const t = useTranslations('edit')
  const apple = useIsApple()
  const { engine } = useEditorSession()
  const { obstacle, busy, start } = useRun()
  const price = engine?.priceMicroUsd ?? 0
  return (
    <Button
      kind="primary"
      size={size}
      busy={busy}
      onClick={start}
      shortcut="Ctrl+Enter"
      aria-label={t('runSpoken', spokenPrice(price))}
      disabledReason={obstacle === null || obstacle === 'held' ? null : t(`obstacle.${obstacle}`)}
      className="w-full tabular-nums max-sm:rounded-lg"
    >
      {t('run', { price: formatUsd(price) })}
      <span aria-hidden="true" className="font-normal text-meta max-sm:hidden">
        {apple ? '⌘ ↵' : 'Ctrl ↵'}
      </span>
    </Button>
  )
}

/** Why the last press came to nothing, above the button. */
export function RunError() {
  const t = useTranslations('edit')
  const errorWords = useErrorWords()
  const { runner } = useEditorSession()
  if (runner.error === null) return null
  const { title, detail } = errorWords(runner.error)
  return <ErrorNote title={t('requestFailed')} detail={`${title} ${detail ?? ''}`} className="mb-3" />
}
