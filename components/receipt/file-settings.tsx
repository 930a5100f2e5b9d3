'use client'

import { useQuery } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { getFileSettings } from '#lib/client/api.ts'
import { draftFromEdit } from '../editor/edit-draft.ts'
import { useEditorSession } from '../editor/editor-session.tsx'
import { Button } from '../ui/button.tsx'

/** A file that an edit had made and that came back: what made it can be used again. */
export function FileSettings() {
  const t = useTranslations('receipt')
  const { version, image, activity, draft, changeDraft } = useEditorSession()
  const uploaded = version.edit === null
  const note = useQuery({
    queryKey: ['file-settings', image.id],
    queryFn: ({ signal }) => getFileSettings(image.id, { signal }),
    enabled: uploaded,
    staleTime: Number.POSITIVE_INFINITY,
  }).data
  if (!uploaded || !note || activity.kind !== 'idle' || draft.prompt !== '') return null
  return (
    <div className="flex items-center gap-3 border-line border-b px-4 py-2 text-meta text-text-2">
      <span className="flex-1">{t('fileSettings')}</span>
      <Button
        icon={<Copy aria-hidden="true" className="size-3.5!" />}
        onClick={() => changeDraft(draftFromEdit(note.settings))}
        className="max-sm:h-11"
      >
        {t('copySettings')}
      </Button>
    </div>
  )
}
