'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { readLink } from '#lib/client/incoming.ts'
import { uploads } from '#lib/client/uploads.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextArea } from '../ui/text-area.tsx'

/** Addresses of pictures, one a line. The server fetches them; each says for itself what becomes of it. */
export function LinksDialog({ onClose }: { onClose(): void }) {
  const t = useTranslations('batch')
  const [text, setText] = useState('')
  const lines = text.split(/\s+/).filter((line) => line !== '')
  const wrong = lines.findIndex((line) => readLink(line) === null)
  const add = () => {
    uploads.add(lines.flatMap((line) => readLink(line) ?? []).map((url) => ({ kind: 'link', url })))
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('pasteLinks')}
      description={t('pasteLinksHint')}
      actions={
        <>
          <Button kind="ghost" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            onClick={add}
            disabledReason={
              lines.length === 0 ? t('linksNone') : wrong >= 0 ? t('linkWrong', { line: wrong + 1 }) : null
            }
          >
            {t('addCount', { count: lines.length })}
          </Button>
        </>
      }
    >
      <TextArea
        label={t('links')}
        hideLabel
        autoFocus
        spellCheck={false}
        value={text}
        placeholder="https://"
        error={wrong >= 0 ? t('linkWrong', { line: wrong + 1 }) : null}
        onChange={(event) => setText(event.target.value)}
        className="mt-3"
        areaClassName="h-40"
      />
    </Dialog>
  )
}
