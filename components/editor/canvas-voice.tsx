'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useState } from 'react'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import type { ToolId } from './editor-store.ts'

/** A hand that paints is not talked into: only when it rests is said what it did. */
const restMs = 1200

/** Says politely what cannot be seen: how much the mask covers, and the tool that a key took up. */
export function CanvasVoice() {
  const t = useTranslations('editor')
  const words = useEditWords()
  const { store } = useEditorSession()
  const [said, setSaid] = useState('')
  const sayTool = useEffectEvent((tool: ToolId) => setSaid(t(`tool.${tool}`)))
  const sayCoverage = useEffectEvent(() =>
    setSaid(t('maskCovers', { coverage: words.percent(store.getState().mask.coverage) })),
  )

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const unsubscribe = store.subscribe(({ tool, mask }, before) => {
      if (tool !== before.tool) sayTool(tool)
      const painted = mask.status === 'ready' && before.mask.status === 'ready'
      if (!painted || mask.revision === before.mask.revision) return
      clearTimeout(timer)
      timer = setTimeout(() => sayCoverage(), restMs)
    })
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [store])

  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}
