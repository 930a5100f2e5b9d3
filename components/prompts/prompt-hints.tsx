'use client'

import { Lightbulb, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { promptHints } from '#lib/prompts/hints.ts'
import { useEditorSession } from '../editor/editor-session.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { useDismissedHints } from './dismissed-hints.ts'

/** A hand that stops this long has written its thought down. */
const pauseMs = 900

/** At most one line under the prompt, once the hand rests. It stands in nobody's way, and is gone for good when dismissed. */
export function PromptHint({ prompt }: { prompt: string }) {
  const t = useTranslations('prompts')
  const { store, draft } = useEditorSession()
  const painted = useStore(store, ({ mask }) => mask.coverage > 0)
  const rested = useRested(prompt)
  const { dismissed, dismiss } = useDismissedHints()
  const masked = painted && draft.frame.kind === 'keep'
  const kind = rested ? promptHints(prompt, { masked }).find((each) => !dismissed.includes(each)) : undefined
  return (
    <div role="status">
      {kind === undefined ? null : (
        <div data-hint={kind} className="mt-1.5 flex items-start gap-1.5 text-meta text-text-2">
          <Lightbulb aria-hidden="true" className="mt-0.75 size-3.5" />
          <p className="min-w-0 flex-1 py-0.5">{t(`hints.${kind}`)}</p>
          <IconButton
            label={t('dismissHint')}
            onClick={() => dismiss(kind)}
            className="-mt-1 -mr-1 size-7 max-sm:-my-2 max-sm:size-11"
          >
            <X aria-hidden="true" className="size-3.5!" />
          </IconButton>
        </div>
      )}
    </div>
  )
}

/** False from every change until it has stood for a while. */
function useRested(text: string): boolean {
  const [rested, setRested] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return rested === text
}
