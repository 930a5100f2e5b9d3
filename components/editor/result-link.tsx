'use client'

import { useTranslations } from 'next-intl'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { useEditorSession } from './editor-session.tsx'

/** The way back from asking for the next edit to what is known of the one that made this version. */
export function ResultLink({ className }: { className?: string }) {
  const t = useTranslations('edit')
  const { version, changeDraft } = useEditorSession()
  if (version.edit === null) return null
  return (
    <Button
      kind="ghost"
      onClick={() => changeDraft({ continued: false })}
      className={cn('px-2 font-normal text-meta max-sm:h-11', className)}
    >
      {t('resultOf', { number: version.number })}
    </Button>
  )
}
