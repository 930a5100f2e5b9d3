'use client'

import { Check, Undo2, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useStore } from 'zustand'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { useEditorSession } from './editor-session.tsx'
import { SmartSelectSign, SmartSelectWords } from './smart-select/smart-select-options.tsx'

/**
 * What Enter, Backspace and Escape do, for those without these keys, and the words of smart select. Over the canvas and
 * not in the bar, where everything else would move aside under the hand each time they come and go.
 */
export function OpenWorkActions() {
  const t = useTranslations('editor.region')
  const { store } = useEditorSession()
  const work = useStore(store, (state) => state.openWork)
  const status = useStore(store, (state) =>
    state.tool === 'smart-select' && !state.locked ? state.smartSelectStatus : null,
  )
  if (work === null && status === null) return null
  const floats = work !== null || status?.kind !== 'idle'
  return (
    <div
      className={
        floats
          ? `-translate-x-1/2 absolute bottom-4 left-1/2 flex w-max max-w-[calc(100%-2rem)] items-center gap-1 rounded-md max-sm:flex-wrap max-sm:justify-center bg-chrome p-1 shadow-float ${work === null ? 'pointer-events-none min-h-10' : ''}`
          : undefined
      }
    >
      {status === null ? null : <SmartSelectWords status={status} />}
      {work === null ? null : (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a layout of its own
        <div role="group" aria-label={t(`open.${work}`)} className="flex gap-1">
          {status === null ? null : <Sign />}
          <Acts />
        </div>
      )}
    </div>
  )
}

function Sign() {
  const { store } = useEditorSession()
  const settings = useStore(store, (state) => state.smartSelect)
  const touch = useIsPhone()
  return (
    <SmartSelectSign
      settings={settings}
      height={touch ? 44 : 32}
      onChange={(smartSelect) => store.setState({ smartSelect })}
    />
  )
}

function Acts() {
  const t = useTranslations('editor.region')
  const { store, canvas } = useEditorSession()
  const stepsBack = useStore(
    store,
    (state) => state.tool === 'polygon' || state.tool === 'guide' || state.tool === 'smart-select',
  )
  const touch = useIsPhone()
  return (
    <>
      <Button
        icon={<Check aria-hidden="true" />}
        shortcut="Enter"
        className={touch ? 'h-11' : undefined}
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
    </>
  )
}
