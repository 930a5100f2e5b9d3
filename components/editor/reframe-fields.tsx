'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { canFrame } from '#lib/client/engine-choices.ts'
import type { Size } from '#lib/core/geometry.ts'
import { expectedSize, parseRatio, type RatioUse, recommendedRatios, shownUse } from '#lib/frame/ratio.ts'
import { NumberField } from '../ui/number-field.tsx'
import { Select } from '../ui/select.tsx'
import { useEditorSession } from './editor-session.tsx'

/** A new frame by what it is for, or of any ratio; and about how large the picture will come back. */
export function ReframeFields({ height = 32 }: { height?: 32 | 44 }) {
  const t = useTranslations('edit')
  const { draft, engine, lineage, image } = useEditorSession()
  if (!engine?.crop) return null
  const original = lineage.images.find(({ id }) => id === lineage.rootImageId) ?? image
  const { frame } = draft
  const about = frame.kind === 'reframe' ? expectedSize(frame.aspectRatio) : null
  return (
    <div className="mt-2 flex flex-col gap-2">
      <UseSelect original={original} height={height} />
      {frame.kind === 'reframe' && engine.anyRatio ? <OwnRatio ratio={frame.aspectRatio} height={height} /> : null}
      {about ? (
        <p className="text-meta text-text-3 tabular-nums">
          {t('comesBackAbout', { width: String(about.width), height: String(about.height) })}
        </p>
      ) : null}
    </div>
  )
}

function UseSelect({ original, height }: { original: { width: number; height: number }; height: 32 | 44 }) {
  const t = useTranslations('edit')
  const { draft, changeDraft, engine } = useEditorSession()
  const { frame } = draft
  const [last, setLast] = useState<RatioUse | null>(null)
  const offers = recommendedRatios({ original, anyRatio: engine?.anyRatio === true })
  const shown = frame.kind === 'reframe' ? shownUse(offers, frame.aspectRatio, last) : null
  return (
    <div className="flex items-center justify-between gap-2">
      <span aria-hidden="true" className="text-text-2">
        {t('useFor')}
      </span>
      <Select<RatioUse | 'any'>
        label={t('useFor')}
        look="plain"
        height={height}
        className="-mr-2"
        value={shown ?? 'any'}
        options={[
          ...offers.map(({ use, ratio }) => ({
            value: use,
            label: t(`use.${use}`, { ratio }),
            disabled: !canFrame(engine, { kind: 'reframe', aspectRatio: ratio }),
          })),
          { value: 'any', label: t('use.any'), disabled: true },
        ]}
        onChange={(chosen) => {
          const offer = offers.find(({ use }) => use === chosen)
          if (!offer) return
          setLast(offer.use)
          changeDraft({ frame: { kind: 'reframe', aspectRatio: offer.ratio } })
        }}
      />
    </div>
  )
}

/** Beside the seven: any ratio of whole numbers that the engine can draw. */
function OwnRatio({ ratio, height }: { ratio: string; height: 32 | 44 }) {
  const t = useTranslations('edit')
  const { changeDraft } = useEditorSession()
  // What was typed and cannot be drawn, until another ratio is chosen.
  const [refused, setRefused] = useState<{ instead: string; typed: Size } | null>(null)
  const [across, down] = ratio.split(':').map(Number)
  const outside = refused !== null && refused.instead === ratio
  const typed = outside ? refused.typed : { width: across, height: down }
  const take = (next: Size) => {
    const aspectRatio = `${next.width}:${next.height}`
    const drawable = parseRatio(aspectRatio) !== null
    setRefused(drawable ? null : { instead: ratio, typed: next })
    if (drawable) changeDraft({ frame: { kind: 'reframe', aspectRatio } })
  }
  const field = (side: 'width' | 'height') => (
    <NumberField
      label={t(side === 'width' ? 'ratioAcross' : 'ratioDown')}
      hideLabel
      value={typed[side]}
      min={1}
      max={99_999}
      height={height}
      onChange={(value) => {
        if (value !== null) take({ ...typed, [side]: value })
      }}
      className="w-18 tabular-nums"
    />
  )
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span aria-hidden="true" className="flex-1 text-text-2">
        {t('ratio')}
      </span>
      {field('width')}
      <span aria-hidden="true">:</span>
      {field('height')}
      {outside ? (
        <p role="alert" className="w-full text-bad text-meta">
          {t('ratioOutside')}
        </p>
      ) : null}
    </div>
  )
}
