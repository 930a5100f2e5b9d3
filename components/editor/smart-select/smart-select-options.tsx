'use client'

import { Brush, Minus, Plus, SquareDashed } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Segmented } from '../../ui/segmented.tsx'
import type { SmartSelectSettings } from '../tools/smart-select.ts'
import type { SmartSelectStatus } from './smart-select.ts'

type StatusProps = { readonly status: SmartSelectStatus }

/** What smart select is doing, or waits for. Percent are for the eye: read out, each would be an interruption. */
export function SmartSelectWords({ status }: StatusProps) {
  const t = useTranslations('editor.smartSelect')
  const words =
    status.kind === 'loading' && status.share !== null
      ? t('loadingShare', { percent: Math.round(100 * status.share) })
      : t(status.kind)
  return (
    <>
      {status.kind === 'idle' ? null : (
        <span aria-hidden="true" className="px-2 text-meta text-text-2 tabular-nums">
          {words}
        </span>
      )}
      <span role="status" aria-label={t('status')} className="sr-only">
        {t(status.kind)}
      </span>
    </>
  )
}

type ChoiceProps = {
  readonly settings: SmartSelectSettings
  readonly disabled?: boolean
  readonly height: 32 | 44
  onChange(settings: SmartSelectSettings): void
}

/** How a selection begins. */
export function SmartSelectStart({ settings, disabled, height, onChange }: ChoiceProps) {
  const t = useTranslations('editor.smartSelect')
  const segment = (value: SmartSelectSettings['start'], icon: ReactNode, words: string) => ({
    value,
    name: words,
    title: words,
    label: (
      <>
        <span className="[&>svg]:size-4">{icon}</span>
        {/* Where the bar has no room for words, the icon must do. */}
        <span className="group-data-[yields~=words]/options:hidden">{words}</span>
      </>
    ),
  })
  return (
    <Segmented
      label={t('start')}
      value={settings.start}
      disabled={disabled}
      onChange={(start) => onChange({ ...settings, start })}
      height={height}
      options={[
        segment('box', <SquareDashed aria-hidden="true" />, t('startBox')),
        segment('scribble', <Brush aria-hidden="true" />, t('startScribble')),
      ]}
      className="flex-none [&>label]:px-2.25"
    />
  )
}

/** What a scribble does to the selection without Alt: the plus and the minus. */
export function SmartSelectSign({ settings, height, onChange }: ChoiceProps) {
  const t = useTranslations('editor.smartSelect')
  const segment = (value: SmartSelectSettings['sign'], icon: ReactNode, words: string) => ({
    value,
    name: words,
    title: words,
    label: <span className="[&>svg]:size-4">{icon}</span>,
  })
  return (
    <Segmented
      label={t('sign')}
      value={settings.sign}
      onChange={(sign) => onChange({ ...settings, sign })}
      height={height}
      options={[
        segment('keep', <Plus aria-hidden="true" />, t('signKeep')),
        segment('drop', <Minus aria-hidden="true" />, t('signDrop')),
      ]}
      className="flex-none [&>label]:px-2.25"
    />
  )
}
