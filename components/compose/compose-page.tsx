'use client'

import { ArrowLeftRight, ImagePlus } from 'lucide-react'
import { useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { chosenOf, engineChoices } from '#lib/client/engine-choices.ts'
import { useEngines } from '#lib/client/use-engines.ts'
import { localEngineId } from '#lib/edits/edit.ts'
import { defaultGap, maxGap, planComposition, type ReferenceSide } from '#lib/frame/compose.ts'
import type { Picture } from '../batch/batch-draft.ts'
import { panelLook } from '../batch/panel-row.tsx'
import { PicturePicker } from '../batch/picture-picker.tsx'
import { Button } from '../ui/button.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Slider } from '../ui/slider.tsx'
import { ApartCanvas, ComposeCanvas } from './compose-canvas.tsx'
import { changeComposeChoice, useComposeChoice } from './compose-choice.ts'
import { ComposePanel } from './compose-panel.tsx'
import { ComposedStrip } from './composed-strip.tsx'
import { useComposed, useOwnMask, usePicture } from './use-compose.ts'

type Slot = 'reference' | 'base'

/** Two pictures side by side: a reference to take from, a base to carry it to. */
export function ComposePage() {
  const t = useTranslations('compose')
  const router = useRouter()
  const query = useSearchParams()
  const ids = { reference: query.get('reference'), base: query.get('base') }
  const reference = usePicture(ids.reference)
  const base = usePicture(ids.base)
  const { data: engines = [] } = useEngines()
  const wanted = useComposeChoice()
  // What paints into holes is given no picture to look at.
  const choices = engineChoices(engines).filter(({ id, needsMask }) => id !== localEngineId && !needsMask)
  const engine = chosenOf(choices, wanted)
  const apart = wanted.apart && engine?.severalPictures === true
  const [side, setSide] = useState<ReferenceSide>('left')
  const [gap, setGap] = useState(defaultGap)
  const [masked, setMasked] = useState(true)
  const [picking, setPicking] = useState<Slot | null>(null)
  const own = useOwnMask(base)
  const mask = masked ? own : null
  const composed = useComposed(base)

  const show = (next: typeof ids) => {
    const set = Object.entries(next).flatMap(([name, id]) => (id === null ? [] : [[name, id]]))
    router.replace(`/compose?${new URLSearchParams(set)}`)
  }
  const plan =
    reference && base && engine?.crop && !apart
      ? planComposition({ base, reference, side, gap, limits: engine.crop })
      : null
  const maskUrl = mask ? `/api/masks/${mask.id}` : null
  return (
    <div data-scroller="" className="flex min-h-0 flex-1 items-start overflow-y-auto max-lg:flex-col">
      <main className="flex min-h-full min-w-0 flex-1 flex-col self-stretch max-lg:w-full max-lg:flex-none">
        <div className="flex min-h-11 flex-wrap items-center gap-x-5 gap-y-2 border-line border-b px-3 py-1.5">
          {engine?.severalPictures ? (
            <Segmented
              label={t('sending')}
              value={apart ? 'apart' : 'beside'}
              onChange={(next) => changeComposeChoice({ apart: next === 'apart' })}
              options={(['beside', 'apart'] as const).map((value) => ({ value, label: t(`sendings.${value}`) }))}
            />
          ) : null}
          {apart ? null : (
            <>
              <span className="flex items-center gap-3">
                <span aria-hidden="true" className="text-text-2">
                  {t('referenceOn')}
                </span>
                <Segmented<ReferenceSide>
                  label={t('referenceSide')}
                  value={side}
                  onChange={setSide}
                  options={[
                    { value: 'left', label: t('left') },
                    { value: 'right', label: t('right') },
                  ]}
                />
              </span>
              <Slider
                label={t('gapName')}
                shownLabel={t('gap')}
                value={gap}
                min={0}
                max={maxGap}
                onChange={setGap}
                onReset={() => setGap(defaultGap)}
                valueText={t('px', { value: gap })}
                className="w-56"
              />
            </>
          )}
          <Button
            kind="ghost"
            icon={<ArrowLeftRight aria-hidden="true" />}
            onClick={() => show({ reference: ids.base, base: ids.reference })}
            className="ml-auto"
          >
            {t('swap')}
          </Button>
        </div>
        <div className="flex flex-1 items-center justify-center bg-surround p-8 max-sm:p-4">
          {plan && reference && base ? (
            <ComposeCanvas {...{ plan, reference, base, maskUrl }} />
          ) : apart && reference && base ? (
            <ApartCanvas {...{ reference, base, maskUrl, masked }} />
          ) : (
            <div className="flex flex-wrap justify-center gap-4">
              {(['reference', 'base'] as const).map((slot) => (
                <EmptySlot
                  key={slot}
                  slot={slot}
                  picture={slot === 'reference' ? reference : base}
                  onPick={() => setPicking(slot)}
                />
              ))}
            </div>
          )}
        </div>
        <ComposedStrip edits={composed.edits} />
      </main>
      <aside aria-label={t('panel')} className={panelLook}>
        <ComposePanel
          {...{ reference, base, choices, engine, plan, apart, own, masked, side, gap }}
          onMasked={setMasked}
          onReplace={setPicking}
          onBegun={composed.keep}
        />
      </aside>
      {picking ? (
        <PicturePicker
          title={t(picking === 'base' ? 'chooseBase' : 'chooseReference')}
          single
          onClose={() => setPicking(null)}
          onPick={([picture]) => {
            show({ ...ids, [picking]: picture.id })
            setPicking(null)
          }}
        />
      ) : null}
    </div>
  )
}

function EmptySlot({ slot, picture, onPick }: { slot: Slot; picture: Picture | null; onPick(): void }) {
  const t = useTranslations('compose')
  return (
    <div className="flex w-64 flex-col items-center gap-3 rounded-lg border border-dash border-dashed p-6 text-center">
      <p className="font-semibold">{t(slot)}</p>
      <p className="text-text-2">{picture ? picture.name : t(`${slot}Hint`)}</p>
      <Button icon={<ImagePlus aria-hidden="true" />} onClick={onPick}>
        {t(picture ? 'replace' : 'choose')}
      </Button>
    </div>
  )
}
