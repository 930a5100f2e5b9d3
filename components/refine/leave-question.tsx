'use client'

import { useTranslations } from 'next-intl'
import { useEditorSession } from '../editor/editor-session.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** Leaving with something set or painted asks: Save or Leave. */
export function LeaveQuestion() {
  const t = useTranslations('refine')
  const { refine, version, tree } = useEditorSession()
  const { now } = refine
  if (now === null) return null
  const number = tree.versions.length + tree.running + 1
  const save = () => {
    now.answer('stay')
    void now.save()
  }
  return (
    <Dialog
      open={now.asks}
      onOpenChange={(open) => {
        if (!open) now.answer('stay')
      }}
      title={t('leaveTitle', { number: version.number })}
      description={t('leaveDetail')}
      actions={
        <>
          <Button kind="ghost" onClick={() => now.answer('leave')}>
            {t('leaveNow')}
          </Button>
          <Button kind="primary" disabledReason={now.empty ? t('empty') : null} onClick={save}>
            {t('save', { number })}
          </Button>
        </>
      }
    />
  )
}
