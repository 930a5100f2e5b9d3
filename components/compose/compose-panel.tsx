'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { EngineChoice } from '#lib/client/engine-choices.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { formatUsd } from '#lib/core/money.ts'
import { type EditView, isPrompt } from '#lib/edits/edit.ts'
import type { ComposePlan, ReferenceSide } from '#lib/frame/compose.ts'
import type { MaskChoice, Picture } from '../batch/batch-draft.ts'
import { PictureImage } from '../batch/picture-image.tsx'
import { useBudgetLine } from '../batch/use-budget-line.ts'
import { EngineSelect } from '../editor/engine-select.tsx'
import { Button } from '../ui/button.tsx'
import { buttonLook } from '../ui/button-look.ts'
import { ErrorNote } from '../ui/error-note.tsx'
import { Section } from '../ui/section.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Select } from '../ui/select.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { changeComposeChoice } from './compose-choice.ts'
import { useRunCompose } from './use-compose.ts'

const templates = ['pattern', 'material', 'style', 'object'] as const
type Template = (typeof templates)[number]

type ComposePanelProps = {
  reference: Picture | null
  base: Picture | null
  choices: readonly EngineChoice[]
  engine: EngineChoice | null
  /** Of both as one picture; null where they are sent apart, or not both here yet. */
  plan: ComposePlan | null
  apart: boolean
  /** What is painted on the base. */
  own: MaskChoice['stored']
  masked: boolean
  side: ReferenceSide
  gap: number
  onMasked(masked: boolean): void
  onReplace(slot: 'reference' | 'base'): void
  onBegun(edit: EditView): void
}

export function ComposePanel(props: ComposePanelProps) {
  const { reference, base, choices, engine, plan, apart, own, masked, side, gap } = props
  const t = useTranslations('compose')
  const words = useErrorWords()
  const [written, setWritten] = useState<string | null>(null)
  const { busy, error, run } = useRunCompose(props.onBegun)
  const sides = { reference: t(`on.${side}`), base: t(`on.${side === 'left' ? 'right' : 'left'}`) }
  const text = (template: Template) => (apart ? t(`templateApart.${template}`) : t(`template.${template}`, sides))
  const prompt = written ?? text('pattern')
  const price = engine?.priceMicroUsd ?? 0
  const budget = useBudgetLine(price, price)
  const obstacle =
    engine === null
      ? t('obstacle.engine')
      : !reference || !base || !(plan || apart)
        ? t('obstacle.pictures')
        : !isPrompt(prompt)
          ? t('obstacle.prompt')
          : masked && !own
            ? t('obstacle.mask')
            : null
  const press = () => {
    if (!reference || !base) return
    void run({
      imageId: base.id,
      // As they are shown: the engine alone would mean its first model, at whatever it costs by now.
      engine: engine?.id,
      model: engine?.model,
      priceMicroUsd: engine?.priceMicroUsd,
      prompt: prompt.trim(),
      reference: apart ? { imageId: reference.id, apart } : { imageId: reference.id, side, gap },
      ...(masked && own ? { maskId: own.id } : {}),
    })
  }
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto max-lg:overflow-visible">
        <Section title={t('pictures')}>
          {(['reference', 'base'] as const).map((slot) => {
            const picture = slot === 'reference' ? reference : base
            return (
              <div key={slot} className="flex items-center gap-3 py-2">
                <span className="h-10 w-15 flex-none overflow-hidden rounded-sm bg-raise">
                  {picture ? <PictureImage imageId={picture.id} width={240} /> : null}
                </span>
                <span className="min-w-0 flex-1">
                  <span className="block font-medium">{t(slot)}</span>
                  <span className="block truncate text-meta text-text-2">{picture?.name ?? t('none')}</span>
                </span>
                <Button
                  onClick={() => props.onReplace(slot)}
                  aria-label={t(slot === 'reference' ? 'replaceReference' : 'replaceBase')}
                >
                  {t(picture ? 'replace' : 'choose')}
                </Button>
              </div>
            )
          })}
        </Section>
        <Section
          title={t('prompt')}
          summary={
            <Select<Template | 'own'>
              label={t('templates')}
              look="plain"
              value={templates.find((one) => text(one) === prompt) ?? 'own'}
              onChange={(one) => {
                if (one !== 'own') setWritten(text(one))
              }}
              options={[
                ...templates.map((value) => ({ value, label: t(`templateName.${value}`) })),
                { value: 'own', label: t('templateName.own'), disabled: true },
              ]}
              className="-mr-2"
            />
          }
        >
          <TextArea
            label={t('prompt')}
            hideLabel
            value={prompt}
            onChange={(event) => setWritten(event.target.value)}
            areaClassName="h-32"
          />
        </Section>
        <Section title={t('maskOnBase')}>
          <Segmented
            label={t('maskOnBase')}
            value={masked ? 'own' : 'whole'}
            onChange={(next) => props.onMasked(next === 'own')}
            options={[
              { value: 'own', label: t('maskOwn') },
              { value: 'whole', label: t('maskWhole') },
            ]}
            className="flex"
          />
          {masked && base ? (
            <div className="mt-3 flex items-center gap-3 text-meta">
              <span className="flex-1 text-text-2 tabular-nums">
                {own
                  ? own.coverage === null
                    ? t('maskLast')
                    : t('coverage', { value: Math.round(own.coverage * 1000) / 10 })
                  : t('maskNone')}
              </span>
              <Link href={`/images/${base.id}`} className={buttonLook()}>
                {t('paint')}
              </Link>
            </div>
          ) : null}
          <p className="mt-2 text-meta text-text-3">{t(masked ? 'maskOwnHint' : 'maskWholeHint')}</p>
        </Section>
      </div>
      <div className="flex-none border-line border-t bg-chrome p-4 max-lg:sticky max-lg:bottom-0">
        {error ? <ErrorNote className="mb-3" {...words(error)} /> : null}
        {engine === null ? (
          <p className="mb-3 text-meta text-text-2">
            {t.rich('noEngine', {
              settings: (words) => (
                <Link href="/settings" className="underline underline-offset-2 hover:text-text-1">
                  {words}
                </Link>
              ),
            })}
          </p>
        ) : (
          <div className="mb-3 flex items-center gap-2">
            <span aria-hidden="true" className="flex-1 text-text-2">
              {t('engine')}
            </span>
            <EngineSelect
              choices={choices}
              chosen={engine}
              onChoose={({ id, model }) => changeComposeChoice({ engine: id, model })}
            />
          </div>
        )}
        <Button
          kind="primary"
          size="lg"
          busy={busy}
          onClick={press}
          disabledReason={obstacle ?? (budget?.short ? budget.words : null)}
          className="w-full tabular-nums max-sm:h-12"
        >
          {engine === null ? t('runUnpriced') : t('run', { price: formatUsd(price) })}
        </Button>
      </div>
    </>
  )
}
