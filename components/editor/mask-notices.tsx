'use client'

import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { Button } from '../ui/button.tsx'
import { notify } from '../ui/toast.tsx'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'

/** What there is to say of the mask's keeping: another tab paints it too, or this browser does not keep it. */
export function MaskNotices() {
  const { store } = useEditorSession()
  const otherTab = useStore(store, ({ mask }) => mask.otherTab)
  useStorageNotice()
  switch (otherTab.kind) {
    case 'none':
    case 'open':
      return null
    case 'newer-there':
      return <OtherTab title="newerThere" detail="newerThereDetail" leave="keepMine" savedAt={otherTab.savedAt} />
    case 'newer-here':
      return <OtherTab title="newerHere" detail="newerHereDetail" leave="fine" savedAt={otherTab.savedAt} />
  }
}

type OtherTabProps = {
  title: 'newerThere' | 'newerHere'
  detail: 'newerThereDetail' | 'newerHereDetail'
  leave: 'keepMine' | 'fine'
  savedAt: number
}

/** Stays until it is answered; meanwhile the hand goes on. */
function OtherTab({ title, detail, leave, savedAt }: OtherTabProps) {
  const t = useTranslations('editor.keeping')
  const words = useEditWords()
  const { store, canvas } = useEditorSession()
  const locked = useStore(store, (state) => state.locked)
  return (
    <section
      role="status"
      aria-label={t('name')}
      className="absolute inset-x-2 top-2 z-10 mx-auto flex w-fit max-w-[calc(100%-16px)] flex-wrap items-center gap-x-4 gap-y-1 rounded-md bg-raise py-2 pr-2 pl-3 shadow-float"
    >
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{t(title, { time: words.time(savedAt) })}</p>
        <p className="text-meta text-text-2">{t(detail)}</p>
      </div>
      <div className="flex gap-1">
        <Button kind="ghost" onClick={() => canvas.current?.answerOtherTab('leave')}>
          {t(leave)}
        </Button>
        <Button disabled={locked} onClick={() => canvas.current?.answerOtherTab('take')}>
          {t('take')}
        </Button>
      </div>
    </section>
  )
}

/** Told once for each picture that is opened, not for each stroke. */
function useStorageNotice(): void {
  const t = useTranslations('editor.keeping')
  const { store } = useEditorSession()
  const fault = useStore(store, ({ mask }) => mask.storageFault)
  const also = useStore(store, ({ mask }) => mask.otherTab.kind === 'open')
  useEffect(() => {
    if (fault === null) return
    notify({ kind: 'error', id: 'mask-storage', title: t('notKept'), detail: t(fault) })
  }, [fault, t])
  useEffect(() => {
    if (also) notify({ kind: 'info', id: 'mask-other-tab', title: t('alsoOpen'), detail: t('alsoOpenDetail') })
  }, [also, t])
}
