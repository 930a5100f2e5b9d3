'use client'

import { Check, Undo2, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useStore } from 'zustand'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { useEditorSession } from './editor-session.tsx'

/**
 * What Enter, Backspace and Escape do, for those without these keys. Over the canvas and not in the bar, where everything
 * else would move aside under the hand each time they come and go.
 */
export function OpenWorkActions() {
  const t = useTranslations('editor.region')
  const { store, canvas } = useEditorSession()
  const work = useStore(store, (state) => state.openWork)
  const stepsBack = useStore(store, (state) => state.tool === 'polygon' || state.tool === 'smart-select')
  const touch = useIsPhone()
  if (work === null) return null
  const height = touch ? 'h-11' : undefined
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a layout of its own
    <div
      role="group"
      aria-label={t(`open.${work}`)}
      className="-translate-x-1/2 absolute bottom-4 left-1/2 flex gap-1 rounded-md bg-chrome p-1 shadow-float"
    >
      <Button
        icon={<Check aria-hidden="true" />}
        shortcut="Enter"
        className={height}
        onClick={() => canvas.current?.confirmTool()}
      >
        {t('apply')}
      </Button>
      {stepsBack ? (
        <IconButton
          label={t('stepBack')}
          shortcut="Backspace"
          size={touch ? 'touch' : 'md'}
          tooltipSide="top"
          onClick={() => canvas.current?.stepBack()}
        >
          <Undo2 aria-hidden="true" />
        </IconButton>
      ) : null}
      <IconButton
        label={t('drop')}
        shortcut="Escape"
        size={touch ? 'touch' : 'md'}
        tooltipSide="top"
        onClick={() => canvas.current?.cancelGesture()}
      >
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}
