'use client'

import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useState } from 'react'
import { answerForms, extraParameters, maskPolarities, transports } from '#lib/edits/engine-profile.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { NumberField } from '../ui/number-field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { EngineField, WireDraft } from './engine-form-state.ts'
import { useFieldHeight } from './field-height.ts'

type WireFieldsProps = {
  wire: WireDraft
  faultAt(field: EngineField): string | null
  onChange(wire: WireDraft): void
}

/** How an OpenAI-compatible server wants to be spoken to: what differs often. */
export function WireFields({ wire, faultAt, onChange }: WireFieldsProps) {
  const t = useTranslations('settings')
  const height = useFieldHeight()
  const change = (part: Partial<WireDraft>) => onChange({ ...wire, ...part })
  return (
    <>
      <Choice label={t('transport')}>
        <Segmented
          label={t('transport')}
          value={wire.transport}
          onChange={(transport) => change({ transport })}
          options={transports.map((value) => ({ value, label: t(`transports.${value}`) }))}
          className="w-full max-sm:h-11"
        />
      </Choice>
      <Choice label={t('answer')}>
        <Segmented
          label={t('answer')}
          value={wire.answer}
          onChange={(answer) => change({ answer })}
          options={answerForms.map((value) => ({ value, label: t(`answers.${value}`) }))}
          className="w-full max-sm:h-11"
        />
      </Choice>
      <TextField
        height={height}
        label={t('maskField')}
        value={wire.maskField}
        error={faultAt('maskField')}
        disabled={wire.maskPolarity === 'none'}
        spellCheck={false}
        onChange={(event) => change({ maskField: event.target.value })}
      />
      <Choice label={t('polarity')}>
        <Segmented
          label={t('polarity')}
          value={wire.maskPolarity}
          onChange={(maskPolarity) => change({ maskPolarity })}
          options={maskPolarities.map((value) => ({ value, label: t(`polarities.${value}`) }))}
          className="w-full max-sm:h-11"
        />
      </Choice>
    </>
  )
}

/** A group under its visible name. */
const Choice = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-1.5">
    <span aria-hidden="true" className="text-meta text-text-2">
      {label}
    </span>
    {children}
  </div>
)

/** The rest of it, behind a press. */
export function MoreWireFields({ wire, faultAt, onChange: replace }: WireFieldsProps) {
  const t = useTranslations('settings')
  const height = useFieldHeight()
  const onChange = (part: Partial<WireDraft>) => replace({ ...wire, ...part })
  const id = useId()
  const [opened, setOpened] = useState(false)
  // What is at fault is never out of sight.
  const open = opened || faultAt('ratios') !== null || faultAt('imageField') !== null
  const { parameters } = wire
  return (
    <div className="sm:col-span-2">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpened(!open)}
        className="-mx-1 flex h-8 items-center gap-2 rounded-md px-1 font-medium text-text-2 max-sm:h-11"
      >
        {t('more')}
        <ChevronDown aria-hidden="true" className={cn('size-4 transition-transform', open && 'rotate-180')} />
      </button>
      <div id={id} hidden={!open} className="mt-2">
        <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
          <TextField
            height={height}
            label={t('imageField')}
            value={wire.imageField}
            error={faultAt('imageField')}
            spellCheck={false}
            onChange={(event) => onChange({ imageField: event.target.value })}
          />
          <Choice label={t('pictures')}>
            <Segmented
              label={t('pictures')}
              value={wire.severalPictures ? 'several' : 'one'}
              onChange={(next) => onChange({ severalPictures: next === 'several' })}
              options={(['one', 'several'] as const).map((value) => ({ value, label: t(`picturesTaken.${value}`) }))}
              className="w-full max-sm:h-11"
            />
          </Choice>
          <TextField
            height={height}
            label={t('ratios')}
            value={wire.ratios}
            error={faultAt('ratios')}
            hint={t('ratiosHint')}
            spellCheck={false}
            onChange={(event) => onChange({ ratios: event.target.value })}
          />
          <NumberField
            height={height}
            label={t('maxImage')}
            value={wire.maxImageMegabytes}
            min={0.1}
            max={100}
            step={0.1}
            onChange={(value) => onChange({ maxImageMegabytes: value ?? 20 })}
          />
          <NumberField
            height={height}
            label={t('maxSent')}
            value={wire.maxSentMegapixels}
            min={0.1}
            max={20}
            step={0.1}
            onChange={(value) => onChange({ maxSentMegapixels: value ?? 2 })}
          />
          <fieldset className="min-w-0 sm:col-span-2">
            <legend className="mb-1.5 text-meta text-text-2">{t('parameters')}</legend>
            <div className="flex flex-wrap gap-2">
              {extraParameters.map((name) => {
                const on = parameters.includes(name)
                return (
                  <Button
                    key={name}
                    kind={on ? 'standard' : 'outline'}
                    aria-pressed={on}
                    onClick={() =>
                      onChange({
                        parameters: extraParameters.filter((known) => (known === name) !== parameters.includes(known)),
                      })
                    }
                    className="max-sm:h-11"
                  >
                    {name}
                  </Button>
                )
              })}
            </div>
          </fieldset>
        </div>
      </div>
    </div>
  )
}
