'use client'

import { useTranslations } from 'next-intl'
import type { Correction } from '#lib/edits/edit.ts'
import { corrections } from '#lib/edits/edit.ts'
import { defaultContext, maxContext } from '#lib/frame/crop.ts'
import { Segmented } from '../ui/segmented.tsx'
import { Slider } from '../ui/slider.tsx'
import { AdvancedRow } from './advanced-row.tsx'
import { useEditorSession } from './editor-session.tsx'

/** How an edit that keeps the frame is sent and put back; nothing where the engine is given the whole picture. */
export function KeepFields({ height }: { height: 32 | 44 }) {
  const t = useTranslations('edit')
  const { draft, changeDraft, engine } = useEditorSession()
  const { frame } = draft
  if (!engine?.crop || frame.kind !== 'keep') return null
  const { context = defaultContext, align = 'auto', matchColour = 'auto' } = frame
  const choice = (label: string, value: Correction, onChange: (value: Correction) => void) => (
    <AdvancedRow label={label}>
      <Segmented<Correction>
        label={label}
        options={corrections.map((option) => ({ value: option, label: t(`correction.${option}`) }))}
        value={value}
        onChange={onChange}
        height={height}
        className="flex"
      />
    </AdvancedRow>
  )
  return (
    <>
      <AdvancedRow label={t('context')}>
        <Slider
          label={t('contextName')}
          value={context}
          min={0}
          max={maxContext}
          step={5}
          onChange={(next) => changeDraft({ frame: { ...frame, context: next, crop: undefined } })}
          onReset={() => changeDraft({ frame: { ...frame, context: undefined, crop: undefined } })}
          valueText={t('contextValue', { percent: context })}
          size={height === 44 ? 'touch' : 'md'}
        />
      </AdvancedRow>
      {choice(t('align'), align, (next) => changeDraft({ frame: { ...frame, align: next } }))}
      {choice(t('matchColour'), matchColour, (next) => changeDraft({ frame: { ...frame, matchColour: next } }))}
    </>
  )
}
