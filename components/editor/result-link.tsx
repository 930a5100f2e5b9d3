'use client'

import { useTranslations } from 'next-intl'
import { Button } from '../ui/button.tsx'
import { useEditorSession } from './editor-session.tsx'

/** The way back from asking for the next edit to what is known of the one that made this version. */
export function ResultLink() {
  const t = useTranslations('edit')
  const { version, changeDraft } = useEditorSession()
  if (version.edit === null) return null
  return (
    <Button
      kind="ghost"
      onClick={() => changeDraft({ continued: false })}
      className="-mr-2 px-2 font-normal text-meta max-sm:h-11"
    >
      {t('resultOf', { number: version.number })}
    </Button>
  )
}
