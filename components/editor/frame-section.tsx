'use client'

import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { canFrame } from '#lib/client/engine-choices.ts'
import type { Frame } from '#lib/edits/edit.ts'
import { offeredRatios, ratioOf } from '#lib/frame/ratio.ts'
import { cn } from '../ui/class-names.ts'
import { Section } from '../ui/section.tsx'
import { useEditorSession } from './editor-session.tsx'
import { ratioShape } from './ratio-shape.ts'
import { ReframeFields } from './reframe-fields.tsx'

/** Keep the picture's frame, or redraw it in one of the seven ratios. */
export function FrameSection() {
  const t = useTranslations('edit')
  const { activity } = useEditorSession()
  const summary = useFrameSummary()
  if (activity.kind !== 'idle' && activity.kind !== 'failed') {
    return (
      <Section title={t('frame')} summary={summary} className="pb-1">
        {null}
      </Section>
    )
  }
  return (
    <Section title={t('frame')} summary={summary}>
      <RatioTiles />
    </Section>
  )
}

/** The chosen frame in a few words. Only a ratio of small numbers is worth showing: not 1061:800. */
export function useFrameSummary(): string {
  const t = useTranslations('edit')
  const { image, draft, engine, activity } = useEditorSession()
  const frame = activity.kind === 'running' ? activity.edit.frame : engine?.id === 'local' ? keep : draft.frame
  if (frame.kind === 'reframe') return frame.aspectRatio
  const ratio = ratioOf(image)
  return ratio.length <= 5 ? t('keepFrameRatio', { ratio }) : t('keepFrame')
}

const keep: Frame = { kind: 'keep' }

export function RatioTiles({ height = 32 }: { height?: 32 | 44 }) {
  const t = useTranslations('edit')
  const { draft, changeDraft, engine } = useEditorSession()
  const id = useId()
  const local = engine?.id === 'local'
  const fixed = local || engine?.needsMask === true
  const frame = fixed ? keep : draft.frame
  const cannot = (aspectRatio: string): boolean => !canFrame(engine, { kind: 'reframe', aspectRatio })
  const chosen = frame.kind === 'keep' ? 'keep' : frame.aspectRatio
  return (
    <>
      <div
        role="radiogroup"
        aria-label={t('frame')}
        aria-describedby={fixed ? `${id}-why` : undefined}
        className="grid grid-cols-4 gap-1.5"
      >
        {['keep', ...offeredRatios].map((value) => {
          const keeps = value === 'keep'
          const [width, height] = value.split(':')
          const shape = keeps ? { width: 22, height: 15 } : ratioShape(value)
          return (
            <label
              key={value}
              className={cn(
                'relative flex h-14 flex-col items-center justify-end gap-0.75 rounded-md pb-1.5 text-text-2 text-tiny tabular-nums shadow-[inset_0_0_0_1px_var(--line)] transition-colors',
                'has-enabled:hover:text-text-1 has-checked:bg-raise has-checked:text-text-1 has-checked:shadow-[inset_0_0_0_1.5px_var(--text-1)]',
                'has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2',
                !keeps && cannot(value) && 'opacity-38',
              )}
            >
              <input
                type="radio"
                name={id}
                checked={value === chosen}
                disabled={!keeps && cannot(value)}
                aria-label={keeps ? t('keepFrame') : t('ratioName', { width, height })}
                onChange={() => changeDraft({ frame: keeps ? keep : { kind: 'reframe', aspectRatio: value } })}
                className="absolute inset-0 appearance-none rounded-md outline-none"
              />
              <span aria-hidden="true" className="flex h-6.5 items-center justify-center">
                <i
                  style={shape}
                  className={cn(
                    'block rounded-[2px] border-[1.5px] border-current opacity-85',
                    keeps && 'border-dashed',
                  )}
                />
              </span>
              <span aria-hidden="true">{keeps ? t('keep') : value}</span>
            </label>
          )
        })}
      </div>
      {fixed ? (
        <p id={`${id}-why`} className="mt-2 text-meta text-text-3">
          {t(local ? 'frameLocal' : 'frameMask')}
        </p>
      ) : null}
      {fixed ? null : <ReframeFields height={height} />}
    </>
  )
}
