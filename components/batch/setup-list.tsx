'use client'

import { Dices, TriangleAlert, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo, type ReactNode, useRef } from 'react'
import { useErrorWords } from '#lib/client/error-words.ts'
import { readLink } from '#lib/client/incoming.ts'
import { maxSeed } from '#lib/edits/edit.ts'
import type { EngineAbility, Misfit } from '#lib/edits/engine-fit.ts'
import { useNear } from '../library/use-near.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { type BatchDraft, changeRow, type ListRow, removeRow } from './batch-draft.ts'
import { changeBatch } from './batch-store.ts'
import { MaskFix } from './mask-fix.tsx'
import { MaskSelect } from './mask-select.tsx'
import { PictureImage } from './picture-image.tsx'
import { misfitOfRow, troubleOf } from './prepare-rows.ts'
import { RatioSelect } from './ratio-select.tsx'

const rowHeight = 96

type SetupListProps = {
  draft: BatchDraft
  can: EngineAbility | null
  /** Lets the user choose a picture for a row that has none. */
  onChoose(rowKey: string): void
}

/** One row for each edit, with everything that it has for itself. Only rows near the window are there. */
export function SetupList({ draft, can, onChoose }: SetupListProps) {
  const box = useRef<HTMLUListElement>(null)
  const near = useNear(box)
  const { rows } = draft
  const from = Math.max(0, Math.floor(near.from / rowHeight))
  const shown = rows.slice(from, Math.max(from, Math.ceil(near.to / rowHeight)))
  const kind = draft.file?.kind ?? 'csv'
  return (
    <ul ref={box} className="relative mt-4" style={{ height: rows.length * rowHeight }}>
      {shown.map((row, index) => (
        <li
          key={row.key}
          aria-posinset={from + index + 1}
          aria-setsize={rows.length}
          className="absolute inset-x-0 h-22"
          style={{ top: (from + index) * rowHeight }}
        >
          {row.picture ? (
            <Row row={row} kind={kind} misfit={misfitOfRow(row, { ratio: draft.ratio, can })} />
          ) : row.linkFault === null && row.guess === null && readLink(row.given) ? (
            <p className="flex h-full items-center gap-2 rounded-md border border-line-strong border-dashed px-4 text-text-2">
              <Spinner />
              <span className="truncate">{row.given}</span>
            </p>
          ) : (
            <LostRow row={row} kind={kind} onChoose={() => onChoose(row.key)} />
          )}
        </li>
      ))}
    </ul>
  )
}

type RowProps = { row: ListRow; kind: 'csv' | 'json' }

function useLineName(): (row: ListRow, kind: 'csv' | 'json') => string | null {
  const t = useTranslations('batch')
  return ({ line }, kind) => (line === null ? null : t(kind === 'json' ? 'rowNumber' : 'lineNumber', { line }))
}

const Row = memo(function Row({ row, kind, misfit }: RowProps & { misfit: Misfit | null }) {
  const t = useTranslations('batch')
  const lineName = useLineName()
  const trouble = troubleOf(row)
  const { key, picture, mask } = row
  if (!picture) return null
  const change = (next: Partial<ListRow>) => changeBatch((draft) => changeRow(draft, key, next))
  const [fault] = row.faults
  /** Whoever writes the value anew has mended what the file had there. */
  const mended = (code: string) => row.faults.filter((one) => one.code !== code)
  const wrong =
    trouble?.kind === 'fault' && fault
      ? t(`faults.${fault.code}`, { given: fault.given })
      : trouble?.kind === 'reference'
        ? t('noReference', { name: row.reference?.given ?? '' })
        : trouble === null && misfit
          ? t(`misfit.${misfit}`)
          : null
  return (
    <div
      className={cn(
        'grid h-full grid-cols-[72px_minmax(120px,232px)_minmax(140px,1fr)_104px_148px_32px] items-center gap-3 rounded-md px-2 max-md:grid-cols-[56px_1fr_32px]',
        (wrong !== null || mask.trouble) && 'shadow-[inset_0_0_0_1.5px_var(--bad)]',
      )}
    >
      <span className="relative h-12 overflow-hidden rounded-sm bg-raise">
        <PictureImage imageId={picture.id} width={240} />
        {row.reference?.picture ? (
          <span
            title={t('beside', { name: row.reference.picture.name })}
            className="absolute top-0 left-0 h-6 w-9 overflow-hidden rounded-br-sm outline-1 outline-line-strong"
          >
            <PictureImage imageId={row.reference.picture.id} width={96} />
          </span>
        ) : null}
      </span>
      <div className="flex min-w-0 flex-col gap-1 max-md:hidden">
        <span className="truncate font-medium text-meta" title={picture.name}>
          {picture.name} <span className="font-normal text-text-3">{lineName(row, kind)}</span>
        </span>
        {mask.trouble ? (
          <MaskFix rowKey={key} picture={picture} mask={mask} />
        ) : (
          <MaskSelect rowKey={key} picture={picture} mask={mask} />
        )}
      </div>
      <div className="min-w-0">
        <TextArea
          label={t('promptOf', { name: picture.name })}
          hideLabel
          value={row.prompt}
          placeholder={t('promptPlaceholder')}
          onChange={(event) => change({ prompt: event.target.value, faults: mended('prompt_invalid') })}
          areaClassName={wrong || row.next.length > 0 ? 'h-13 py-1' : 'h-16'}
        />
        {row.next.length > 0 && !wrong ? (
          <p className="mt-0.5 truncate text-meta text-text-3" title={row.next.join(' → ')}>
            {t('steps', { count: row.next.length })}
          </p>
        ) : null}
        {wrong ? (
          <p className="mt-1 flex items-center gap-1.5 truncate text-bad text-meta">
            <TriangleAlert aria-hidden="true" className="size-3.5 flex-none" />
            {wrong}
          </p>
        ) : null}
      </div>
      <RatioSelect
        label={t('frameOf', { name: picture.name })}
        inherits
        value={row.ratio}
        onChange={(ratio) => change({ ratio, faults: mended('ratio_invalid') })}
        className="max-md:hidden"
      />
      <span className="flex items-center gap-1 max-md:hidden">
        <NumberField
          label={t('seedOf', { name: picture.name })}
          hideLabel
          placeholder={t('seedShort')}
          value={row.seed}
          min={0}
          max={maxSeed}
          onChange={(seed) => change({ seed, faults: mended('seed_invalid') })}
          className="min-w-0 flex-1 tabular-nums"
        />
        <IconButton
          label={t('seedNew')}
          pressed={row.seed === null}
          onClick={() => change({ seed: null, faults: mended('seed_invalid') })}
        >
          <Dices aria-hidden="true" />
        </IconButton>
      </span>
      <RemoveRow row={row} name={picture.name} />
    </div>
  )
})

function RemoveRow({ row, name }: { row: ListRow; name: string }) {
  const t = useTranslations('batch')
  return (
    <IconButton
      label={t('leaveOutOf', { name })}
      onClick={() => changeBatch((draft) => removeRow(draft, row.key))}
      className="max-sm:size-11"
    >
      <X aria-hidden="true" />
    </IconButton>
  )
}

/** A row whose picture is not there: what was meant, and the ways to mend it. */
function LostRow({ row, kind, onChoose }: RowProps & { onChoose(): void }) {
  const t = useTranslations('batch')
  const words = useErrorWords()
  const lineName = useLineName()
  const { guess, given, linkFault } = row
  const title =
    given === '' ? t('noPicture') : linkFault ? words({ code: linkFault }).title : t('noPictureCalled', { name: given })
  return (
    <LostFrame label={t('rowWrong', { row: lineName(row, kind) ?? '' })}>
      <div className="min-w-0 flex-1">
        <p className="truncate">
          <span className="mr-2 font-medium text-bad tabular-nums">{lineName(row, kind)}</span>
          {title}
        </p>
        <p className="truncate text-meta text-text-2">
          {guess ? t('didYouMean', { name: guess.name }) : linkFault ? given : null} {t('nothingStarts')}
        </p>
      </div>
      {guess ? (
        <Button onClick={() => changeBatch((draft) => changeRow(draft, row.key, { picture: guess }))}>
          {t('useGuess', { name: guess.name })}
        </Button>
      ) : null}
      <Button onClick={onChoose}>{t('choose')}</Button>
      <Button kind="ghost" onClick={() => changeBatch((draft) => removeRow(draft, row.key))} className="text-text-1">
        {t('leaveOut')}
      </Button>
    </LostFrame>
  )
}

const LostFrame = ({ label, children }: { label: string; children: ReactNode }) => (
  <fieldset
    aria-label={label}
    className="flex h-full min-w-0 items-center gap-3 rounded-md px-3.5 shadow-[inset_0_0_0_1.5px_var(--bad)] max-sm:flex-wrap"
  >
    <TriangleAlert aria-hidden="true" className="size-4 flex-none text-bad" />
    {children}
  </fieldset>
)
