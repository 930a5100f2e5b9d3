'use client'

import { useTranslations } from 'next-intl'
import { Segmented } from '../../ui/segmented.tsx'
import type { SmartSelectSettings } from '../tools/smart-select.ts'
import type { SmartSelectStatus } from './smart-select.ts'

type StatusProps = { readonly status: SmartSelectStatus }

/** What smart select is doing, or waits for. Percent are for the eye: read out, each would be an interruption. */
export function SmartSelectStatusLine({ status }: StatusProps) {
  const t = useTranslations('editor.smartSelect')
  const words =
    status.kind === 'loading' && status.share !== null
      ? t('loadingShare', { percent: Math.round(100 * status.share) })
      : t(status.kind)
  return (
    <span className="flex-none whitespace-nowrap text-meta text-text-3">
      <span aria-hidden="true">{words}</span>
      <span role="status" aria-label={t('status')} className="sr-only">
        {t(status.kind)}
      </span>
    </span>
  )
}

type ChoiceProps = {
  readonly settings: SmartSelectSettings
  readonly disabled: boolean
  readonly height: 32 | 44
  onChange(settings: SmartSelectSettings): void
}

/** How a selection begins, and what a scribble does to it without Alt. */
export function SmartSelectChoices({ settings, disabled, height, onChange }: ChoiceProps) {
  const t = useTranslations('editor.smartSelect')
  return (
    <>
      <Segmented<SmartSelectSettings['start']>
        label={t('start')}
        value={settings.start}
        disabled={disabled}
        onChange={(start) => onChange({ ...settings, start })}
        height={height}
        options={[
          { value: 'box', label: t('startBox') },
          { value: 'scribble', label: t('startScribble') },
        ]}
        className="flex-none"
      />
      <Segmented<SmartSelectSettings['sign']>
        label={t('sign')}
        value={settings.sign}
        disabled={disabled}
        onChange={(sign) => onChange({ ...settings, sign })}
        height={height}
        options={[
          { value: 'keep', label: t('signKeep') },
          { value: 'drop', label: t('signDrop') },
        ]}
        className="flex-none"
      />
    </>
  )
}
