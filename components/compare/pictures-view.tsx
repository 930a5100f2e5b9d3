'use client'

import { useTranslations } from 'next-intl'
import { useLayoutEffect, useRef } from 'react'
import type { Size } from '#lib/core/geometry.ts'
import type { ViewTransform } from '../editor/view.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { CompareNote } from './compare-note.tsx'
import type { Pair } from './compare-pair.ts'
import { type Arrangement, paintComparison } from './paint-comparison.ts'
import type { Picture } from './use-pictures.ts'

type PicturesViewProps = {
  pair: Pair
  /** Of this pair, as far as they are there. */
  before: Picture | undefined
  after: Picture | undefined
  again(): void
  arrangement: Arrangement
  /** Told to those who do not see it. */
  label: string
  frame: Size
  view: ViewTransform
  stage: Size
}

/** Both pictures on one canvas over the stage. Until they are there the stage shows what it shows. */
export function PicturesView(props: PicturesViewProps) {
  const { pair, before, after, again, arrangement, label, frame, view, stage } = props
  const t = useTranslations('compare')
  const canvas = useRef<HTMLCanvasElement>(null)
  const ratio = typeof window === 'undefined' ? 1 : window.devicePixelRatio
  const ready = before?.state === 'ready' && after?.state === 'ready'

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || before?.state !== 'ready' || after?.state !== 'ready') return
    const [width, height] = [Math.round(stage.width * ratio), Math.round(stage.height * ratio)]
    // Setting a size, even the same one, empties a canvas and costs a new one.
    if (context.canvas.width !== width) context.canvas.width = width
    if (context.canvas.height !== height) context.canvas.height = height
    paintComparison(context, {
      before: { photo: before, size: pair.before.image },
      after: { photo: after, size: pair.after.image },
      frame,
      view,
      stage,
      ratio,
      arrangement,
    })
  })

  if (before?.state === 'failed' || after?.state === 'failed') {
    return (
      <div className="absolute inset-0 flex items-center justify-center bg-surround p-6">
        <ErrorNote
          className="pointer-events-auto"
          title={t('picturesFailed')}
          actions={<Button onClick={again}>{t('again')}</Button>}
        />
      </div>
    )
  }
  return (
    <>
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        aria-busy={!ready}
        className={ready ? 'absolute inset-0 size-full bg-surround' : 'absolute inset-0 size-full'}
      />
      {ready ? null : (
        <CompareNote>
          <p role="status" className="flex items-center gap-2 px-3 py-1.5 text-text-2">
            <Spinner />
            {t('loading')}
          </p>
        </CompareNote>
      )}
    </>
  )
}
