'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useStore } from 'zustand'
import { createMask } from '#lib/client/api.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import type { Operation } from '#lib/retouch/operation.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { useEditorSession } from './editor-session.tsx'

type Fill = Extract<Operation, { kind: 'fill' }>

type FillAvoidProps = { operation: Fill; onChange(operation: Fill): void; disabled: boolean }

/** Takes what is painted as the part that a fill must not copy from, so that the mask is free for the hole. */
export function FillAvoid({ operation, onChange, disabled }: FillAvoidProps) {
  const t = useTranslations('edit')
  const { store, canvas, image } = useEditorSession()
  const empty = useStore(store, ({ mask }) => mask.coverage === 0)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const words = useErrorWords()

  const take = async () => {
    const stage = canvas.current
    if (!stage) return
    setBusy(true)
    setError(null)
    try {
      const { id } = await createMask(image.id, await stage.exportMask())
      onChange({ ...operation, avoidMaskId: id })
      // Undo brings it back.
      stage.clear()
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }

  if (operation.avoidMaskId !== undefined) {
    const { avoidMaskId: _, ...everywhere } = operation
    return (
      <p className="flex items-center gap-2 text-meta text-text-2">
        <span className="flex-1">{t('avoidSet')}</span>
        <Button size="md" className="max-sm:h-11" disabled={disabled} onClick={() => onChange(everywhere)}>
          {t('avoidNothing')}
        </Button>
      </p>
    )
  }
  return (
    <>
      <Button
        size="md"
        className="max-sm:h-11"
        busy={busy}
        disabled={disabled}
        disabledReason={empty ? t('avoidFirst') : null}
        onClick={() => void take()}
      >
        {t('avoidPainted')}
      </Button>
      {error === null ? null : <ErrorNote {...words(error)} className="text-meta" />}
    </>
  )
}
