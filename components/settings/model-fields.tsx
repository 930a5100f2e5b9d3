'use client'

import { Plus, Trash2, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { modelUses } from '#lib/edits/engine-profile.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { emptyModel, type ModelDraft } from './engine-form-state.ts'
import { useFieldHeight } from './field-height.ts'

type ModelFieldsProps = {
  models: readonly ModelDraft[]
  error: string | null
  onChange(models: readonly ModelDraft[]): void
}

const columns = 'grid grid-cols-2 gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_132px_88px_32px]'

/** Which models, what people call them, what for, and what a call costs. */
export function ModelFields({ models, error, onChange }: ModelFieldsProps) {
  const t = useTranslations('settings')
  const height = useFieldHeight()
  const set = (key: number, part: Partial<ModelDraft>) =>
    onChange(models.map((model) => (model.key === key ? { ...model, ...part } : model)))
  return (
    <section aria-label={t('models')} className="mt-5">
      <div aria-hidden="true" className={`${columns} h-7 text-meta text-text-3 max-sm:hidden`}>
        <span>{t('model')}</span>
        <span>{t('shownAs')}</span>
        <span>{t('usedFor')}</span>
        <span>{t('price')}</span>
      </div>
      <ul className="flex flex-col gap-2 max-sm:gap-5">
        {models.map(({ key, model, label, use, price }) => {
          const of = model === '' ? t('newModel') : model
          return (
            <li key={key} className={columns}>
              <TextField
                height={height}
                hideLabel
                label={t('modelName', { model: of })}
                value={model}
                placeholder={t('model')}
                spellCheck={false}
                onChange={(event) => set(key, { model: event.target.value })}
                className="max-sm:col-span-2"
              />
              <TextField
                height={height}
                hideLabel
                label={t('shownAsOf', { model: of })}
                value={label}
                placeholder={model === '' ? t('shownAs') : model}
                onChange={(event) => set(key, { label: event.target.value })}
                className="max-sm:col-span-2"
              />
              <Select
                label={t('usedForOf', { model: of })}
                value={use}
                onChange={(value) => set(key, { use: value })}
                options={modelUses.map((value) => ({ value, label: t(`uses.${value}`) }))}
                className="w-full max-sm:h-11"
              />
              <div className="flex gap-2 sm:contents">
                <TextField
                  height={height}
                  hideLabel
                  label={t('priceOf', { model: of })}
                  value={price}
                  icon={<span aria-hidden="true">$</span>}
                  inputMode="decimal"
                  placeholder="0.00"
                  onChange={(event) => set(key, { price: event.target.value })}
                  className="flex-1"
                />
                <IconButton
                  label={t('removeModel', { model: of })}
                  disabled={models.length === 1}
                  onClick={() => onChange(models.filter((other) => other.key !== key))}
                  className="max-sm:size-11"
                >
                  <Trash2 aria-hidden="true" />
                </IconButton>
              </div>
            </li>
          )
        })}
      </ul>
      {error ? (
        <p className="mt-2 flex items-start gap-1.5 text-bad text-meta">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5" />
          {error}
        </p>
      ) : null}
      <Button
        kind="ghost"
        icon={<Plus aria-hidden="true" />}
        onClick={() => onChange([...models, emptyModel()])}
        className="-ml-3 mt-2 max-sm:h-11"
      >
        {t('addModel')}
      </Button>
    </section>
  )
}
