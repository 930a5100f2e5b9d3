'use client'

import { Dices } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { maxSeed, type OutputFormat } from '#lib/edits/edit.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Section } from '../ui/section.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Select } from '../ui/select.tsx'
import { AdvancedRow } from './advanced-row.tsx'
import { useEditorSession } from './editor-session.tsx'
import { KeepFields } from './keep-fields.tsx'

/** Seed, safety, crop and corrections, file format; the local engine knows only the last. */
export function AdvancedSection() {
  const t = useTranslations('edit')
  const { activity } = useEditorSession()
  const summary = useAdvancedSummary()
  if (activity.kind !== 'idle' && activity.kind !== 'failed') {
    return (
      <Section title={t('advanced')} summary={summary} className="pb-1">
        {null}
      </Section>
    )
  }
  return (
    <Section title={t('advanced')} summary={summary} collapsible>
      <AdvancedFields />
    </Section>
  )
}

function useAdvancedSummary(): string {
  const t = useTranslations('edit')
  const { draft, engine, activity } = useEditorSession()
  const { seed, safetyTolerance, outputFormat } =
    activity.kind === 'running' || activity.kind === 'lost' ? activity.edit : draft
  const format = outputFormat === 'png' ? 'PNG' : 'JPEG'
  if (engine?.id === 'local') return format
  return seed === null
    ? t('summaryRandom', { safety: safetyTolerance, format })
    : t('summarySeed', { seed: String(seed), safety: safetyTolerance, format })
}

const variationChoices = ['1', '2', '3', '4', '5', '6', '7', '8'] as const
const safetyLevels = [0, 1, 2] as const

export function AdvancedFields({ height = 32 }: { height?: 32 | 44 }) {
  const t = useTranslations('edit')
  const { draft, changeDraft, engine } = useEditorSession()
  const prompts = engine?.id !== 'local'
  return (
    <div className="flex flex-col gap-1">
      {prompts ? (
        <>
          <AdvancedRow label={t('seed')}>
            <div className="flex items-center gap-1">
              <NumberField
                label={t('seed')}
                hideLabel
                placeholder={t('seedRandom')}
                value={draft.seed}
                min={0}
                max={maxSeed}
                onChange={(seed) => changeDraft({ seed })}
                height={height}
                className="flex-1 tabular-nums"
              />
              <IconButton
                label={t('seedNew')}
                pressed={draft.seed === null}
                onClick={() => changeDraft({ seed: null })}
                size={height === 44 ? 'touch' : 'md'}
              >
                <Dices aria-hidden="true" />
              </IconButton>
            </div>
          </AdvancedRow>
          <AdvancedRow label={t('variations')}>
            <Select
              label={t('variationsName')}
              height={height}
              value={String(draft.variations)}
              options={variationChoices.map((value) => ({
                value,
                label: t('variationsCount', { count: Number(value) }),
              }))}
              onChange={(value) => changeDraft({ variations: Number(value) })}
              className="w-full"
            />
          </AdvancedRow>
          <AdvancedRow label={t('safety')}>
            <Segmented
              label={t('safetyName')}
              options={safetyLevels.map((value) => ({ value, label: String(value) }))}
              value={draft.safetyTolerance}
              onChange={(safetyTolerance) => changeDraft({ safetyTolerance })}
              height={height}
              className="flex tabular-nums"
            />
            <p className="py-1.5 text-meta text-text-3">{t('safetyHint')}</p>
          </AdvancedRow>
          <KeepFields height={height} />
        </>
      ) : null}
      <AdvancedRow label={t('format')}>
        <Segmented<OutputFormat>
          label={t('formatName')}
          options={[
            { value: 'png', label: 'PNG' },
            { value: 'jpeg', label: 'JPEG' },
          ]}
          value={draft.outputFormat}
          onChange={(outputFormat) => changeDraft({ outputFormat })}
          height={height}
          className="flex"
        />
      </AdvancedRow>
    </div>
  )
}
