'use client'

import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useStore } from 'zustand'
import { Section } from '../ui/section.tsx'
import { CropControls, CropRows } from './crop-facts.tsx'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { FilmSuggestion } from './film-suggestion.tsx'
import { MaskThumbnail } from './mask-thumbnail.tsx'
import { useHasCrop } from './use-crop.ts'

/** What the mask covers, and what holds outside of it. */
export function MaskSection() {
  const t = useTranslations('edit')
  return (
    <Section title={t('mask')}>
      <MaskFacts />
    </Section>
  )
}

export function MaskFacts() {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { store } = useEditorSession()
  const coverage = useStore(store, (state) => state.mask.coverage)
  const promise = useMaskPromise()
  const hasCrop = useHasCrop()
  const told = coverage > 0 || hasCrop
  return (
    <>
      {told ? (
        <div className="flex items-start gap-3">
          {coverage > 0 ? <MaskThumbnail width={96} height={64} /> : null}
          <dl
            aria-label={t('maskFacts')}
            className="grid flex-1 grid-cols-[auto_1fr] gap-x-3 gap-y-1 pt-px text-meta tabular-nums"
          >
            {coverage > 0 ? (
              <>
                <dt className="text-text-3">{t('coverage')}</dt>
                <dd className="text-right font-medium">{words.percent(coverage)}%</dd>
              </>
            ) : null}
            <CropRows />
          </dl>
        </div>
      ) : null}
      <p className={`flex items-start gap-1.5 text-meta text-text-2 ${told ? 'mt-2.5' : ''}`}>
        {promise.locked ? <Lock aria-hidden="true" className="mt-px size-3.25" /> : null}
        {promise.words}
      </p>
      <CropControls />
      <FilmSuggestion />
    </>
  )
}

/** The one sentence on what will be protected, true for the edit under way or for the settings as they are. */
export function useMaskPromise(): { locked: boolean; words: string } {
  const t = useTranslations('edit')
  const { store, cropWatch, engine, draft, activity } = useEditorSession()
  const covered = useStore(store, (state) => state.mask.coverage > 0)
  // The first stroke counts while it is painted, as for the crop that is shown meanwhile.
  const begun = useStore(cropWatch, (state) => state.reach !== null)
  const protects = useStore(store, (state) => state.mask.protects)
  const held = activity.kind === 'running' || activity.kind === 'lost' ? activity.edit : null
  const local = (held?.engine ?? engine?.id) === 'local'
  const { frame, outputFormat } = held ?? draft
  if (!covered && !begun) {
    // Painted in another browser: it is not here, but the edit has it.
    if (held !== null && held.maskId !== null) return { locked: false, words: t('maskKept') }
    return { locked: false, words: t(local && draft.operationKind === 'fill' ? 'noMaskFill' : 'noMask') }
  }
  if (!local && frame.kind === 'reframe') return { locked: false, words: t('reframed') }
  if (!protects) return { locked: false, words: t('lockNothing') }
  if (outputFormat === 'jpeg') return { locked: false, words: t('jpeg') }
  return { locked: true, words: t('lock') }
}
