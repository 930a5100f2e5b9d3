'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo, useRef } from 'react'
import { useIsPhone } from '#lib/client/browser-state.ts'
import type { EngineAbility, Misfit } from '#lib/edits/engine-fit.ts'
import { useNear } from '../library/use-near.ts'
import { cn } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { type BatchDraft, cellKey, type Entry, removeRow, toggleCell } from './batch-draft.ts'
import { changeBatch } from './batch-store.ts'
import { MaskFix } from './mask-fix.tsx'
import { MaskSelect } from './mask-select.tsx'
import { PictureImage } from './picture-image.tsx'
import { misfitOfEntries } from './prepare-rows.ts'
import { PromptHead } from './prompt-head.tsx'
import { placesOf } from './row-places.ts'

/** A cell of 104 and the gap below it. */
const rowHeight = 112
/** Of a phone: the picture with its mask, and below them a line of cells for so many prompts. */
const phone = { head: 96, mending: 20, cells: 4, line: 52, gap: 12 }
/** The head of a row, and the least that a prompt can be read in. */
const columnsFor = (prompts: number): string => `216px repeat(${prompts}, minmax(168px, 1fr))`

/** Pictures × prompts before they run: heads to write in, cells to leave out. Only rows near the window are there. */
export function SetupGrid({ draft, can }: { draft: BatchDraft; can: EngineAbility | null }) {
  const t = useTranslations('batch')
  const { entries, prompts } = draft
  const isPhone = useIsPhone()
  const box = useRef<HTMLDivElement>(null)
  const near = useNear(box)
  const lines = Math.ceil(prompts.length / phone.cells)
  const heights = entries.map(({ mask }) =>
    isPhone ? phone.head + (mask.trouble ? phone.mending : 0) + lines * phone.line + phone.gap : rowHeight,
  )
  const { tops, height, from, to } = placesOf(heights, near)
  const columns = { gridTemplateColumns: isPhone ? undefined : columnsFor(prompts.length) }
  const out = new Set(draft.leftOut)
  const misfitOf = misfitOfEntries(draft, can)
  const written = prompts.map(({ text }) => text.trim() !== '')
  return (
    <div className="mt-4 overflow-x-auto pb-1">
      <div className="sm:min-w-fit">
        <div className="grid items-start gap-2" style={columns}>
          <p className="self-end pb-0.5 text-meta text-text-3 max-sm:hidden">{t('pictureAndMask')}</p>
          {prompts.map((prompt, index) => (
            <PromptHead key={prompt.key} prompt={prompt} number={index + 1} removable={prompts.length > 1} />
          ))}
        </div>
        <div ref={box} className="relative mt-2" style={{ height }}>
          {entries.slice(from, to).map((entry, index) => (
            <div
              key={entry.key}
              className="absolute inset-x-0 grid gap-2 max-sm:grid-cols-4"
              style={{ top: tops[from + index], ...columns }}
            >
              <RowHead entry={entry} misfit={misfitOf(entry)} />
              {prompts.map(({ key }, column) => (
                <Cell
                  key={key}
                  cell={cellKey(entry.key, key)}
                  name={t('cellName', { name: stem(entry.picture.name), number: column + 1 })}
                  imageId={entry.picture.id}
                  written={written[column]}
                  out={out.has(cellKey(entry.key, key))}
                  shownName={isPhone ? t('promptNumber', { number: column + 1 }) : null}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

const stem = (name: string): string => name.replace(/\.(png|jpe?g|webp|gif)$/i, '')

const RowHead = memo(function RowHead({ entry, misfit }: { entry: Entry; misfit: Misfit | null }) {
  const { key, picture, mask } = entry
  const t = useTranslations('batch')
  return (
    <div className="group relative flex min-w-0 flex-col justify-center gap-2 pr-2 max-sm:col-span-full max-sm:pr-0">
      <div className="flex min-w-0 items-center gap-2">
        <span className="h-10 w-15 flex-none overflow-hidden rounded-sm bg-raise">
          <PictureImage imageId={picture.id} width={240} />
        </span>
        <span className="min-w-0 text-meta">
          <span className="block truncate font-medium" title={picture.name}>
            {picture.name}
          </span>
          {mask.trouble ? null : misfit ? (
            <span className="block truncate text-bad" title={t(`misfit.${misfit}`)}>
              {t(`misfit.${misfit}`)}
            </span>
          ) : (
            <span className="block truncate text-text-3 tabular-nums">
              {t('size', { width: String(picture.width), height: String(picture.height) })}
            </span>
          )}
        </span>
        <IconButton
          label={t('removePicture', { name: picture.name })}
          onClick={() => changeBatch((draft) => removeRow(draft, key))}
          className="ml-auto size-6 opacity-0 max-sm:size-11 max-sm:opacity-100 focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 [&>svg]:size-3.5"
        >
          <X aria-hidden="true" />
        </IconButton>
      </div>
      {mask.trouble ? (
        <MaskFix rowKey={key} picture={picture} mask={mask} />
      ) : (
        <MaskSelect rowKey={key} picture={picture} mask={mask} className="max-sm:h-11" />
      )}
    </div>
  )
})

type CellProps = {
  cell: string
  name: string
  imageId: string
  written: boolean
  out: boolean
  /** Which prompt it is for, where that does not stand above it. */
  shownName: string | null
}

const Cell = memo(function Cell({ cell, name, imageId, written, out, shownName }: CellProps) {
  const t = useTranslations('batch')
  return (
    <button
      type="button"
      aria-label={name}
      aria-pressed={written && !out}
      disabled={!written}
      onClick={() => changeBatch((draft) => toggleCell(draft, cell))}
      className={cn(
        'group relative h-26 overflow-hidden rounded-md bg-surround max-sm:h-11',
        out ? 'opacity-60' : 'border border-line-strong border-dashed',
      )}
    >
      {out ? null : (
        <PictureImage imageId={imageId} width={240} className="size-full object-cover opacity-20 grayscale" />
      )}
      {shownName !== null ? (
        <span
          aria-hidden="true"
          className={cn(
            'absolute inset-0 flex items-center justify-center font-medium text-meta',
            !written ? 'text-text-3' : out && 'text-text-3 line-through',
          )}
        >
          {shownName}
        </span>
      ) : written ? (
        <span
          aria-hidden="true"
          className={cn(
            'absolute inset-0 flex items-center justify-center',
            !out && 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100',
          )}
        >
          <span
            className={cn(
              'rounded-md px-3 py-1.5 font-medium',
              out ? 'text-text-3 group-hover:bg-raise group-hover:text-text-1' : 'bg-raise',
            )}
          >
            <span className={out ? 'group-hover:hidden' : undefined}>{t(out ? 'leftOut' : 'leaveOut')}</span>
            {out ? <span className="hidden group-hover:inline">{t('include')}</span> : null}
          </span>
        </span>
      ) : null}
    </button>
  )
})
