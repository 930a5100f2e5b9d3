'use client'

import { ArrowRight, CircleCheck, CircleDashed, Copy, Lock, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Size } from '#lib/core/geometry.ts'
import { formatUsd } from '#lib/core/money.ts'
import type { EditView } from '#lib/edits/edit.ts'
import type { Receipt } from '#lib/edits/receipt.ts'
import { useEditWords } from '../editor/edit-words.ts'
import { useEditorSession } from '../editor/editor-session.tsx'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { Section } from '../ui/section.tsx'
import { movesOf, signed, toldOf, zoomOf } from './found-words.ts'
import { timeSteps } from './time-steps.ts'

type PartProps = { edit: EditView; receipt: Receipt }

/** The one figure that matters: how many protected pixels differ, of how many; and what the engine had done to them. */
export function WhatChanged({ edit, receipt }: PartProps) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { tree } = useEditorSession()
  const { protectedPixels, protectedPixelsChanged, coverage } = receipt
  const parent = tree.versions.find(({ key }) => key === edit.imageId)
  if (protectedPixels === null || protectedPixelsChanged === null) {
    return (
      <Section title={t('whatChanged')}>
        <p className="text-text-2">{t(edit.frame.kind === 'reframe' ? 'redrawn' : 'nothingProtected')}</p>
      </Section>
    )
  }
  // In receipts from before it was noted there is no such figure: the share of the pixels above 0 is another one.
  const covered = coverage === null ? null : t('coverageIs', { share: words.percent(coverage) })
  if (protectedPixels === 0) {
    return (
      <Section title={t('whatChanged')} summary={covered}>
        <p className="text-text-2">{t('maskOverAll')}</p>
      </Section>
    )
  }
  const changed = words.count(protectedPixelsChanged)
  const total = words.count(protectedPixels)
  // A lossless file must not differ at all; a JPEG does by its nature, and says so.
  const broken = protectedPixelsChanged > 0 && receipt.lossless
  return (
    <Section title={t('whatChanged')} summary={covered}>
      <p className={cn('flex items-baseline gap-2', broken && 'text-bad')}>
        {broken ? <TriangleAlert aria-hidden="true" className="size-5 self-center" /> : null}
        <span className="sr-only">{t('changedSpoken', { changed, total })}</span>
        <span aria-hidden="true" className="text-figure tabular-nums">
          {changed}
        </span>
        <span aria-hidden="true" className="font-medium tabular-nums">
          {t('changedOf', { total })}
        </span>
      </p>
      <p className="mt-1 flex items-start gap-1.5 text-meta text-text-2">
        {receipt.lossless ? <Lock aria-hidden="true" className="mt-px size-3.25" /> : null}
        {t('protectedAgainst', { version: parent ? `v${parent.number}` : t('original') })}
      </p>
      {receipt.lossless ? null : <p className="mt-1.5 text-meta text-text-2">{t('jpeg')}</p>}
      {receipt.outside ? <Outside outside={receipt.outside} /> : null}
    </Section>
  )
}

function Outside({ outside }: { outside: NonNullable<Receipt['outside']> }) {
  const t = useTranslations('receipt')
  return (
    <>
      <div className="mt-2.5 mb-1.5 grid grid-cols-[auto_1fr_auto] items-center gap-x-2.5 gap-y-0.5 text-meta leading-5 tabular-nums">
        <Share label={t('raw')} name={t('rawName')} share={outside.raw} />
        <Share label={t('pasted')} name={t('pastedName')} share={outside.stored} />
      </div>
      <p className="text-meta text-text-3">{t('outsideHint', { levels: outside.levels })}</p>
    </>
  )
}

/** Whole percent; what is there at all is never told as nothing. */
function Share({ label, name, share }: { label: string; name: string; share: number }) {
  const percent = share > 0 && share < 0.01 ? '<1' : String(Math.round(share * 100))
  return (
    <>
      <span className="text-text-2">{label}</span>
      {/* biome-ignore lint/a11y/useSemanticElements: a native meter cannot be drawn alike in all browsers */}
      <span
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={`${percent}%`}
        className="block h-1.5 overflow-hidden rounded-[3px] bg-raise"
      >
        <i className="block h-full rounded-[3px] bg-[#8a8a8a]" style={{ width: `${share * 100}%` }} />
      </span>
      <b aria-hidden="true" className="min-w-8.5 text-right font-medium">
        {percent}%
      </b>
    </>
  )
}

/** How the engine's result lay over the picture, and whether that was taken back. */
export function FoundAndCorrected({ edit, receipt }: PartProps) {
  const t = useTranslations('receipt')
  const { place, colour, outside } = receipt
  if (place === null || colour === null) return null
  const told = toldOf({ place, colour, outside }, edit)
  const zoom = zoomOf(place.scale)
  const moves = movesOf(place.drift).map(({ side, px }) => t(`side.${side}`, { px: String(px) }))
  const [red, green, blue] = colour.levels.map(signed)
  const none = t('none')
  return (
    <Section
      title={t(told.corrected ? 'foundCorrected' : 'found')}
      summary={
        told.certainty === null ? undefined : (
          <span className="flex items-center gap-1.5">
            {told.certainty === 'on' ? (
              <CircleDashed aria-hidden="true" className="size-3.5" />
            ) : (
              <CircleCheck aria-hidden="true" className="size-3.5" />
            )}
            {t(`certainty.${told.certainty}`)}
          </span>
        )
      }
    >
      {told.place || told.colour ? (
        <Facts>
          {told.place ? (
            <>
              <Fact name={t('drift')}>{moves.length === 0 ? none : moves.join(t('and'))}</Fact>
              <Fact name={t('scale')}>{zoom === null ? none : t(zoom.way, { percent: String(zoom.percent) })}</Fact>
            </>
          ) : null}
          {told.colour ? (
            <Fact name={t('colour')}>{t(colour.applied ? 'levels' : 'levelsLeft', { red, green, blue })}</Fact>
          ) : null}
        </Facts>
      ) : null}
      {told.left === null ? null : (
        <p className={cn('text-meta text-text-2', (told.place || told.colour) && 'mt-1.5')}>{t(`left.${told.left}`)}</p>
      )}
    </Section>
  )
}

/** The way of the pixels: cut out, sent, returned, pasted. */
export function Sizes({ edit, receipt }: PartProps) {
  const t = useTranslations('receipt')
  if (edit.engine === 'local') return null
  const steps = [
    { name: t('crop'), size: receipt.crop },
    { name: t('sent'), size: receipt.sent },
    { name: t('back'), size: receipt.received },
    { name: t('pastedSize'), size: receipt.pasted },
  ].filter((step): step is { name: string; size: NonNullable<Receipt['crop']> } => step.size !== null)
  return (
    <Section title={t('sizes')}>
      <ol className="flex justify-between gap-1.5 whitespace-nowrap text-meta leading-4.5 tracking-[-0.15px] tabular-nums">
        {steps.map(({ name, size }, i) => (
          <li key={name} className={i < steps.length - 1 ? 'flex-1' : ''}>
            <span className="flex items-center text-text-3">
              <span className="flex-1">{name}</span>
              {i < steps.length - 1 ? <ArrowRight aria-hidden="true" className="mr-0.5 size-3" /> : null}
            </span>
            <span>{pixels(size)}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}

const pixels = ({ width, height }: Size): string => `${width} × ${height}`

/** One bar in steps, seconds as text; what it cost; and what would make it again. */
export function TimeAndCost({ edit, receipt, onCopy }: PartProps & { onCopy(): void }) {
  const t = useTranslations('receipt')
  const words = useEditWords()
  const steps = timeSteps(edit, receipt.timesMs)
  const totalMs = steps.reduce((sum, { ms }) => sum + ms, 0)
  return (
    <Section
      title={t('timeAndCost')}
      summary={
        <Button
          kind="ghost"
          icon={<Copy aria-hidden="true" className="size-3.5!" />}
          onClick={onCopy}
          className="-mr-2 px-2 font-normal text-meta max-sm:h-11"
        >
          {t('copySettings')}
        </Button>
      }
    >
      <div aria-hidden="true" className="mt-0.5 mb-2 flex h-1.5 gap-0.5 overflow-hidden rounded-[3px]">
        {steps.map(({ step, ms }) => (
          <i
            key={step}
            className={cn('h-full min-w-0.5', step === 'engine' ? 'bg-[#8a8a8a]' : 'bg-text-1')}
            style={{ flex: Math.max(ms, 1) }}
          />
        ))}
      </div>
      <p className="mb-2.5 text-meta text-text-2 tabular-nums">
        {t('seconds', {
          steps: steps.map(({ step, ms }) => t(`step.${step}`, { seconds: words.seconds(ms) })).join(t('comma')),
        })}
      </p>
      <Facts>
        <Fact name={t('time')}>{t('seconds', { steps: words.seconds(totalMs) })}</Fact>
        <Fact name={t('cost')}>{formatUsd(receipt.costMicroUsd)}</Fact>
        <Fact name={t('engine')}>{receipt.refines === null ? words.engine(edit) : t('noCall')}</Fact>
        {edit.operation === null || edit.operation.kind === 'fill' ? <Fact name={t('seed')}>{edit.seed}</Fact> : null}
      </Facts>
    </Section>
  )
}

export const Facts = ({ children }: { children: ReactNode }) => (
  <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1.5 text-meta tabular-nums [&_dd]:truncate [&_dd]:text-right [&_dt]:text-text-2">
    {children}
  </dl>
)

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)
