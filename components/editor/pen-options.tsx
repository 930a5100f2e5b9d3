'use client'

import { Switch } from '@base-ui/react/switch'
import { PenTool } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { useStore } from 'zustand'
import { IconButton } from '../ui/icon-button.tsx'
import { Popover } from '../ui/popover.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { useEditorSession } from './editor-session.tsx'
import { defaultPenSettings, type PenSettings, useHandSeen, usePenSeen } from './pen-settings.ts'
import type { OptionSize } from './region-options.tsx'

/**
 * What a pen's pressure does to the brush, and what fingers do: behind one button in the bar, all shown on a phone. The
 * button comes with the first touch of a pen or a finger; before, the bar has no room for what is not there.
 */
export function PenOptions({ size = 'md' }: { size?: OptionSize }) {
  const t = useTranslations('editor.pen')
  const { store } = useEditorSession()
  const pen = useStore(store, (state) => state.pen)
  const needed = useHandSeen()
  if (size === 'touch') return <PenChoices size={size} />
  if (!needed && pen === defaultPenSettings) return null
  return (
    <Popover
      title={t('title')}
      trigger={
        <IconButton label={t('title')} pressed={pen.size || pen.value}>
          <PenTool aria-hidden="true" />
        </IconButton>
      }
    >
      <PenChoices size={size} />
    </Popover>
  )
}

function PenChoices({ size }: { size: OptionSize }) {
  const t = useTranslations('editor.pen')
  const { store } = useEditorSession()
  const pen = useStore(store, (state) => state.pen)
  const seen = usePenSeen()
  const change = (next: Partial<PenSettings>) => store.setState({ pen: { ...pen, ...next } })
  return (
    <div className="flex flex-col gap-1">
      <PenSwitch label={t('size')} checked={pen.size} onChange={(on) => change({ size: on })} />
      <PenSwitch label={t('value')} checked={pen.value} onChange={(on) => change({ value: on })} />
      <p className="pt-2 pb-1 text-text-2">{t('fingers')}</p>
      <Segmented<PenSettings['fingers']>
        label={t('fingers')}
        value={pen.fingers}
        onChange={(fingers) => change({ fingers })}
        height={size === 'touch' ? 44 : 32}
        options={[
          { value: 'automatic', label: t('automatic') },
          { value: 'draw', label: t('draw') },
          { value: 'pan', label: t('pan') },
        ]}
      />
      <p className="text-meta text-text-3">
        {pen.fingers === 'automatic' ? t(seen ? 'automaticPan' : 'automaticDraw') : t('fingersTwo')}
      </p>
    </div>
  )
}

type PenSwitchProps = { label: string; checked: boolean; onChange(on: boolean): void }

function PenSwitch({ label, checked, onChange }: PenSwitchProps) {
  const id = useId()
  return (
    <div className="flex min-h-8 items-center justify-between gap-3 max-sm:min-h-11">
      <label htmlFor={id} className="flex-1">
        {label}
      </label>
      <Switch.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        className="flex h-5 w-9 flex-none items-center rounded-full bg-press px-0.5 shadow-[inset_0_0_0_1px_var(--edge)] data-checked:bg-text-2"
      >
        <Switch.Thumb className="size-4 rounded-full bg-text-1 transition-transform data-checked:translate-x-4 data-checked:bg-chrome" />
      </Switch.Root>
    </div>
  )
}
