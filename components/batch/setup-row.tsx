'use client'

import { Dices, TriangleAlert, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo, type ReactNode } from 'react'
import { maxSeed } from '#lib/edits/edit.ts'
import type { Misfit } from '#lib/edits/engine-fit.ts'
import { cn } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { changeRow, type ListRow, type Picture, removeRow } from './batch-draft.ts'
import { changeBatch } from './batch-store.ts'
import { MaskFix } from './mask-fix.tsx'
import { MaskSelect } from './mask-select.tsx'
import { PictureImage } from './picture-image.tsx'
import { troubleOf } from './prepare-rows.ts'
import { RatioSelect } from './ratio-select.tsx'

/** `kind` is that of the file that the row came from. */
export type SetupRowProps = { row: ListRow; kind: 'csv' | 'json' }

export function useLineName(): (row: ListRow, kind: 'csv' | 'json') => string | null {
  const t = useTranslations('batch')
  return ({ line }, kind) => (line === null ? null : t(kind === 'json' ? 'rowNumber' : 'lineNumber', { line }))
}

/** Below the prompt stands what is wrong, or that there are further steps. */
export const hasNote = (row: ListRow, misfit: Misfit | null): boolean => {
  const trouble = troubleOf(row)
  return row.next.length > 0 || trouble?.kind === 'fault' || trouble?.kind === 'reference' || (!trouble && !!misfit)
}

type RowProps = SetupRowProps & {
  picture: Picture
  misfit: Misfit | null
  /** In several lines: picture and mask, the prompt, ratio and seed. */
  narrow: boolean
}

/** What the file said wrongly of the prompt and what follows it: whoever writes it means what is shown now. */
const promptFaults = ['prompt_invalid', 'steps_invalid', 'recipe_unknown', 'recipe_and_prompt']

/** One edit with everything that it has for itself. */
export const SetupRow = memo(function SetupRow({ row, kind, picture, misfit, narrow }: RowProps) {
  const t = useTranslations('batch')
  const lineName = useLineName()
  const trouble = troubleOf(row)
  const { key, mask } = row
  const change = (next: Partial<ListRow>) => changeBatch((draft) => changeRow(draft, key, next))
  const [fault] = row.faults
  /** Whoever writes the value anew has mended what the file had there. */
  const mended = (...codes: string[]) => row.faults.filter(({ code }) => !codes.includes(code))
  const wrong =
    trouble?.kind === 'fault' && fault
      ? t(`faults.${fault.code}`, { given: fault.given })
      : trouble?.kind === 'reference'
        ? t('noReference', { name: row.reference?.given ?? '' })
        : trouble === null && misfit
          ? t(`misfit.${misfit}`)
          : null
  const frame = (children: ReactNode, look: string) => (
    <div className={cn(look, (wrong !== null || mask.trouble) && 'shadow-[inset_0_0_0_1.5px_var(--bad)]')}>
      {children}
    </div>
  )
  const pictures = (
    <span className="relative h-12 w-18 flex-none overflow-hidden rounded-sm bg-raise">
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
  )
  const name = (
    <span className="flex min-w-0 gap-1.5 text-meta" title={picture.name}>
      <span className="truncate font-medium">{picture.name}</span>
      <span className="flex-none text-text-3">{lineName(row, kind)}</span>
    </span>
  )
  const masked = mask.trouble ? (
    <MaskFix rowKey={key} picture={picture} mask={mask} />
  ) : (
    <MaskSelect rowKey={key} picture={picture} mask={mask} className="max-md:h-11" />
  )
  const prompt = (
    <div className="min-w-0">
      <TextArea
        label={t('promptOf', { name: picture.name })}
        hideLabel
        value={row.prompt}
        placeholder={t('promptPlaceholder')}
        onChange={(event) => change({ prompt: event.target.value, faults: mended(...promptFaults) })}
        areaClassName={!narrow && (wrong || row.next.length > 0) ? 'h-13 py-1' : 'h-16'}
      />
      {row.next.length > 0 && !wrong ? (
        <p className="mt-0.5 truncate text-meta text-text-3" title={row.next.join(' → ')}>
          {t('steps', { count: row.next.length })}
        </p>
      ) : null}
      {wrong ? (
        <p className="mt-1 flex items-center gap-1.5 text-bad text-meta">
          <TriangleAlert aria-hidden="true" className="size-3.5 flex-none" />
          <span className="line-clamp-2 md:line-clamp-1">{wrong}</span>
        </p>
      ) : null}
    </div>
  )
  const ratio = (
    <RatioSelect
      label={t('frameOf', { name: picture.name })}
      inherits
      value={row.ratio}
      onChange={(ratio) => change({ ratio, faults: mended('ratio_invalid') })}
      className="max-md:h-11 max-md:flex-1"
    />
  )
  const seed = (
    <span className="flex min-w-0 items-center gap-1 max-md:flex-1">
      <NumberField
        label={t('seedOf', { name: picture.name })}
        hideLabel
        placeholder={t('seedShort')}
        value={row.seed}
        min={0}
        max={maxSeed}
        height={narrow ? 44 : 32}
        onChange={(seed) => change({ seed, faults: mended('seed_invalid') })}
        className="min-w-0 flex-1 tabular-nums"
      />
      <IconButton
        label={t('seedNew')}
        pressed={row.seed === null}
        onClick={() => change({ seed: null, faults: mended('seed_invalid') })}
        className="max-md:size-11"
      >
        <Dices aria-hidden="true" />
      </IconButton>
    </span>
  )
  const remove = (
    <IconButton
      label={t('leaveOutOf', { name: picture.name })}
      onClick={() => changeBatch((draft) => removeRow(draft, key))}
      className="max-md:size-11"
    >
      <X aria-hidden="true" />
    </IconButton>
  )
  if (narrow) {
    return frame(
      <>
        <div className="flex items-center gap-3">
          {pictures}
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            {name}
            {mask.trouble ? null : masked}
          </div>
          {remove}
        </div>
        {mask.trouble ? masked : null}
        {prompt}
        <div className="flex gap-2">
          {ratio}
          {seed}
        </div>
      </>,
      'flex h-full flex-col gap-2 rounded-md bg-chrome p-2',
    )
  }
  return frame(
    <>
      {pictures}
      <div className="flex min-w-0 flex-col gap-1">
        {name}
        {masked}
      </div>
      {prompt}
      {ratio}
      {seed}
      {remove}
    </>,
    'grid h-full grid-cols-[72px_minmax(120px,232px)_minmax(140px,1fr)_104px_148px_32px] items-center gap-3 rounded-md px-2',
  )
})
