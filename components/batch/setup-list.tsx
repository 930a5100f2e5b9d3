'use client'

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useRef } from 'react'
import { useIsNarrow } from '#lib/client/browser-state.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { readLink } from '#lib/client/incoming.ts'
import type { EngineAbility, Misfit } from '#lib/edits/engine-fit.ts'
import { useNear } from '../library/use-near.ts'
import { Button } from '../ui/button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { type BatchDraft, changeRow, type ListRow, removeRow } from './batch-draft.ts'
import { changeBatch } from './batch-store.ts'
import { misfitOfRow } from './prepare-rows.ts'
import { placesOf } from './row-places.ts'
import { hasNote, SetupRow, type SetupRowProps, useLineName } from './setup-row.tsx'

/** How tall a row is, with the gap below it: on one line, or on several. */
function heightOf(row: ListRow, { narrow, misfit }: { narrow: boolean; misfit: Misfit | null }): number {
  if (!narrow) return 96
  if (!row.picture) return isOnItsWay(row) ? 72 : row.guess ? 196 : 132
  return 216 + (row.mask.trouble ? 52 : 0) + (hasNote(row, misfit) ? 40 : 0)
}

/** Its address is being fetched. */
const isOnItsWay = ({ linkFault, guess, given }: ListRow): boolean =>
  linkFault === null && guess === null && readLink(given) !== null

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
  const narrow = useIsNarrow()
  const { rows, ratio } = draft
  const misfitOf = (row: ListRow) => misfitOfRow(row, { ratio, can })
  const heights = rows.map((row) => heightOf(row, { narrow, misfit: misfitOf(row) }))
  const { tops, height, from, to } = placesOf(heights, near)
  const kind = draft.file?.kind ?? 'csv'
  return (
    <ul ref={box} className="relative mt-4" style={{ height }}>
      {rows.slice(from, to).map((row, index) => (
        <li
          key={row.key}
          aria-posinset={from + index + 1}
          aria-setsize={rows.length}
          className="absolute inset-x-0"
          style={{ top: tops[from + index], height: heights[from + index] - 8 }}
        >
          {row.picture ? (
            <SetupRow {...{ row, kind, narrow }} picture={row.picture} misfit={misfitOf(row)} />
          ) : isOnItsWay(row) ? (
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

/** A row whose picture is not there: what was meant, and the ways to mend it. */
function LostRow({ row, kind, onChoose }: SetupRowProps & { onChoose(): void }) {
  const t = useTranslations('batch')
  const words = useErrorWords()
  const lineName = useLineName()
  const { guess, given, linkFault } = row
  const title =
    given === '' ? t('noPicture') : linkFault ? words({ code: linkFault }).title : t('noPictureCalled', { name: given })
  return (
    <LostFrame label={t('rowWrong', { row: lineName(row, kind) ?? '' })}>
      <div className="min-w-0 flex-1 max-md:basis-[calc(100%-28px)]">
        <p className="truncate max-md:line-clamp-2 max-md:whitespace-normal">
          <span className="mr-2 font-medium text-bad tabular-nums">{lineName(row, kind)}</span>
          {title}
        </p>
        <p className="truncate text-meta text-text-2">
          {guess ? t('didYouMean', { name: guess.name }) : linkFault ? given : null} {t('nothingStarts')}
        </p>
      </div>
      {guess ? (
        <Button
          onClick={() => changeBatch((draft) => changeRow(draft, row.key, { picture: guess }))}
          className="max-w-full max-md:h-11"
        >
          <span className="truncate">{t('useGuess', { name: guess.name })}</span>
        </Button>
      ) : null}
      <Button onClick={onChoose} className="max-md:h-11">
        {t('choose')}
      </Button>
      <Button
        kind="ghost"
        onClick={() => changeBatch((draft) => removeRow(draft, row.key))}
        className="text-text-1 max-md:h-11"
      >
        {t('leaveOut')}
      </Button>
    </LostFrame>
  )
}

const LostFrame = ({ label, children }: { label: string; children: ReactNode }) => (
  <fieldset
    aria-label={label}
    className="flex h-full min-w-0 items-center gap-x-3 rounded-md px-3.5 shadow-[inset_0_0_0_1.5px_var(--bad)] max-md:flex-wrap max-md:content-center max-md:gap-y-2"
  >
    <TriangleAlert aria-hidden="true" className="size-4 flex-none text-bad" />
    {children}
  </fieldset>
)
