'use client'

import { Lock, Plug, RotateCcw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useIsApple } from '#lib/client/browser-state.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { type Correction, corrections, type OutputFormat } from '#lib/edits/edit.ts'
import { mostFeatherPx, mostGrowPx } from '#lib/mask/edge.ts'
import { useEditWords } from '../editor/edit-words.ts'
import { useEditorSession } from '../editor/editor-session.tsx'
import { capsOf } from '../editor/key-chord.ts'
import { useShortcuts } from '../editor/key-settings.ts'
import { MaskThumbnail } from '../editor/mask-thumbnail.tsx'
import { Fact, Facts } from '../receipt/receipt-sections.tsx'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Section } from '../ui/section.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Slider } from '../ui/slider.tsx'
import { useFoundWords } from './use-found-words.ts'
import type { Refining } from './use-refine.ts'

type PartProps = { refining: Refining; height: 32 | 44 }

/** In the panel's place while a version is refined. */
export function RefineSections({ refining, height }: PartProps) {
  return (
    <>
      <Head refining={refining} />
      <MaskPart refining={refining} />
      <EdgePart refining={refining} height={height} />
      <MatchPart refining={refining} height={height} />
      <FilePart refining={refining} height={height} />
    </>
  )
}

function Head({ refining }: { refining: Refining }) {
  const t = useTranslations('refine')
  const { version } = useEditorSession()
  return (
    <section className="border-line border-b px-4 pt-1 pb-3">
      <div className="flex min-h-10 items-center">
        <h2 className="flex-1 font-semibold text-lead">{t('title', { number: version.number })}</h2>
        <IconButton label={t('leave')} onClick={() => refining.leave()} className="-mr-2 max-sm:size-11">
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <p className="text-text-2">{t('how')}</p>
    </section>
  )
}

function MaskPart({ refining }: { refining: Refining }) {
  const t = useTranslations('refine')
  const edit = useTranslations('edit')
  const words = useEditWords()
  const { version } = useEditorSession()
  const { box, cover, coverageBefore, draft, edit: refined } = refining
  const promise = cover?.protects === false ? 'lockNothing' : draft.outputFormat === 'jpeg' ? 'jpeg' : 'lock'
  const size = { width: String(box.width), height: String(box.height) }
  return (
    <Section
      title={edit('mask')}
      summary={
        <Button
          kind="ghost"
          icon={<RotateCcw aria-hidden="true" className="size-3.5!" />}
          disabled={refining.maskKept}
          onClick={refining.restoreMask}
          className="-mr-2 px-2 font-normal text-meta max-sm:h-11"
        >
          {t('backToMask', { number: version.number })}
        </Button>
      }
    >
      <div className="flex items-start gap-3">
        <MaskThumbnail width={96} height={64} />
        <div className="flex-1 pt-px">
          <Facts>
            {cover === null ? null : (
              <Fact name={edit('coverage')}>
                <span className="font-medium">{words.percent(cover.coverage)}%</span>
              </Fact>
            )}
            {coverageBefore === null ? null : (
              <Fact name={t('inVersion', { number: version.number })}>{words.percent(coverageBefore)}%</Fact>
            )}
            {refined.crop === null ? null : <Fact name={t('crop')}>{t('cropSize', size)}</Fact>}
          </Facts>
        </div>
      </div>
      <p className="mt-2.5 flex items-start gap-1.5 text-meta text-text-2">
        {promise === 'lock' ? <Lock aria-hidden="true" className="mt-px size-3.25" /> : null}
        {edit(promise)}
      </p>
    </Section>
  )
}

const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="grid grid-cols-[104px_1fr] items-center">
    <span aria-hidden="true" className="text-text-2">
      {label}
    </span>
    <div className="min-w-0">{children}</div>
  </div>
)

function EdgePart({ refining, height }: PartProps) {
  const t = useTranslations('refine')
  const { draft, change } = refining
  const { edge } = draft
  const size = height === 44 ? 'touch' : 'md'
  const set = (next: Partial<typeof edge>) => change({ edge: { ...edge, ...next } })
  const grown = edge.grow > 0 ? `+${edge.grow}` : edge.grow < 0 ? `−${-edge.grow}` : '0'
  return (
    <Section title={t('edge')}>
      <Row label={t('feather')}>
        <Slider
          label={t('featherName')}
          {...{ value: edge.feather, min: 0, max: mostFeatherPx, size }}
          onChange={(feather) => set({ feather })}
          onReset={() => set({ feather: 0 })}
          valueText={t('px', { value: String(edge.feather) })}
        />
      </Row>
      <Row label={t('grow')}>
        <Slider
          label={t('growName')}
          {...{ value: edge.grow, min: -mostGrowPx, max: mostGrowPx, size }}
          fillsFrom="middle"
          onChange={(grow) => set({ grow })}
          onReset={() => set({ grow: 0 })}
          valueText={t('px', { value: grown })}
        />
      </Row>
      <Row label={t('strength')}>
        <Slider
          label={t('strengthName')}
          {...{ value: edge.strength, min: 0, max: 100, size }}
          onChange={(strength) => set({ strength })}
          onReset={() => set({ strength: 100 })}
          valueText={t('percent', { value: edge.strength })}
        />
      </Row>
    </Section>
  )
}

/** Only where something was measured: the local engine leaves alone what it should. */
function MatchPart({ refining, height }: PartProps) {
  const t = useTranslations('refine')
  const edit = useTranslations('edit')
  const found = useFoundWords(refining.edit)
  if (found === null) return null
  const { match } = refining.draft
  const choice = (label: string, value: Correction, onChange: (value: Correction) => void) => (
    <Row label={label}>
      <Segmented<Correction>
        label={label}
        options={corrections.map((option) => ({ value: option, label: edit(`correction.${option}`) }))}
        {...{ value, onChange, height }}
        className="flex"
      />
    </Row>
  )
  const told = 'mt-1 mb-2 pl-26 text-meta text-text-3 tabular-nums'
  return (
    <Section title={t('match')}>
      {choice(edit('align'), match.align, (align) => refining.change({ match: { ...match, align } }))}
      <p className={told}>{found.place}</p>
      {choice(edit('matchColour'), match.matchColour, (matchColour) =>
        refining.change({ match: { ...match, matchColour } }),
      )}
      <p className={told}>{found.colour}</p>
    </Section>
  )
}

/** The same pixels in another file: what was stored as JPEG can be had exact. */
function FilePart({ refining, height }: PartProps) {
  const t = useTranslations('refine')
  const edit = useTranslations('edit')
  return (
    <Section title={edit('file')}>
      <Row label={edit('format')}>
        <Segmented<OutputFormat>
          label={edit('formatName')}
          options={[
            { value: 'png', label: t('pngExact') },
            { value: 'jpeg', label: 'JPEG' },
          ]}
          value={refining.draft.outputFormat}
          onChange={(outputFormat) => refining.change({ outputFormat })}
          height={height}
          className="flex"
        />
      </Row>
    </Section>
  )
}

/** The line that never moves, and the one button: what it makes, and that it costs nothing. */
export function RefineFoot({ refining, size = 'lg' }: { refining: Refining; size?: 'lg' | 'touch' }) {
  const t = useTranslations('refine')
  const errorWords = useErrorWords()
  const keys = useShortcuts()
  const apple = useIsApple()
  const { tree, version } = useEditorSession()
  const number = tree.versions.length + tree.running + 1
  const words = refining.error === null ? null : errorWords(refining.error)
  const reason = refining.empty ? t('empty') : refining.unchanged ? t('unchanged', { number: version.number }) : null
  return (
    <>
      {words === null ? null : (
        <div className="mb-3 flex items-start gap-1">
          <ErrorNote title={t('notSaved')} detail={`${words.title} ${words.detail ?? ''}`} className="min-w-0 flex-1" />
          <IconButton label={t('dismiss')} onClick={refining.forgetError} className="-mt-1 -mr-2 max-sm:size-11">
            <X aria-hidden="true" />
          </IconButton>
        </div>
      )}
      <p className="mb-2 flex h-6 items-center gap-1.5 text-text-2">
        <Plug aria-hidden="true" className="size-3.5" />
        {t('noCall')}
      </p>
      <Button
        kind="primary"
        size={size}
        busy={refining.busy}
        onClick={() => void refining.save()}
        shortcut={keys('run')}
        aria-label={t('saveSpoken', { number })}
        disabledReason={reason}
        className="w-full tabular-nums max-sm:rounded-lg"
      >
        {t('save', { number })}
        <span aria-hidden="true" className="font-normal text-meta max-sm:hidden">
          {capsOf(keys('run'))
            .map((cap) => (apple && cap === 'Ctrl' ? '⌘' : cap))
            .join(' ')}
        </span>
      </Button>
    </>
  )
}
