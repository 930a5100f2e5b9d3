'use client'

import { Check, CircleHelp, TriangleAlert, X } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { memo, type ReactNode, useState } from 'react'
import { type BatchEdit, type BatchRowView, editOf, placeOf, type Verdict, verdicts } from '#lib/edits/batch.ts'
import { useServerNow } from '../editor/use-now.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { PictureImage } from './picture-image.tsx'
import type { BatchActs } from './use-batch.ts'

type RunCellProps = {
  row: BatchRowView
  /** "cat-portrait, prompt 3": what it is called by assistive technology, before its state. */
  name: string
  actOnRow: BatchActs['actOnRow']
  className?: string
}

/** What has become of one row: its result, how far it is, or why there is none and what can be done. */
export const RunCell = memo(function RunCell({ row, name, actOnRow, className }: RunCellProps) {
  const t = useTranslations('batch')
  const place = placeOf(row)
  const edit = editOf(row)
  const again = () => void actOnRow(row.position, 'retry')
  const label = `${name}, ${t(`place.${place}`)}`
  const frame = (children: ReactNode, look?: string) => (
    <div className={cn('group relative overflow-hidden rounded-md bg-surround', look, className)} data-place={place}>
      {children}
    </div>
  )
  const source = (look: string) => (
    <PictureImage imageId={row.imageId} width={480} className={cn('size-full object-cover', look)} />
  )
  switch (place) {
    case 'stored':
      return frame(
        <Stored row={row} label={label} actOnRow={actOnRow} />,
        row.verdict === 'rejected' ? 'opacity-45' : undefined,
      )
    case 'running':
      return frame(
        <>
          {source('opacity-34')}
          <Status label={label}>{edit ? <Running row={row} edit={edit} /> : null}</Status>
        </>,
        'bg-black',
      )
    case 'waiting':
      return frame(
        <>
          {source('opacity-14 grayscale')}
          <Status label={label}>
            <span className="text-text-2">{t('place.waiting')}</span>
          </Status>
        </>,
      )
    case 'failed':
      return frame(
        <>
          {source('opacity-16 grayscale')}
          <Status label={label}>
            <Trouble
              tone="bad"
              icon={<TriangleAlert aria-hidden="true" className="size-4" />}
              words={t(edit?.error?.code === 'engine_moderated' ? 'refused' : 'place.failed')}
              why={row.error?.message ?? edit?.error?.message}
              act={
                <Button onClick={again} className="max-sm:h-11">
                  {t('tryAgain')}
                </Button>
              }
            />
          </Status>
        </>,
        'shadow-[inset_0_0_0_1.5px_var(--bad)]',
      )
    case 'unknown':
      return frame(
        <Status label={label}>
          <Trouble
            tone="neutral"
            icon={<CircleHelp aria-hidden="true" className="size-4" />}
            words={t('place.unknown')}
            why={edit?.error?.message}
            act={<Unknown row={row} again={again} />}
          />
        </Status>,
        'border-[1.5px] border-edge border-dashed',
      )
    case 'leftOut':
      return frame(
        <Status label={label}>
          <span className="flex flex-col items-center gap-2 text-text-3">
            {t('place.leftOut')}
            <Button
              onClick={again}
              className="opacity-0 focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 max-sm:h-11 max-sm:opacity-100"
            >
              {t('sendIt')}
            </Button>
          </span>
        </Status>,
        'border border-line-strong border-dashed',
      )
  }
})

const Status = ({ label, children }: { label: string; children: ReactNode }) => (
  <fieldset
    aria-label={label}
    className="absolute inset-0 flex min-w-0 items-center justify-center p-2 text-center font-medium"
  >
    {children}
  </fieldset>
)

type TroubleProps = { tone: 'bad' | 'neutral'; icon: ReactNode; words: string; why: string | undefined; act: ReactNode }

const Trouble = ({ tone, icon, words, why, act }: TroubleProps) => (
  <span className="flex min-w-0 flex-col items-center gap-1.5" title={why}>
    <span className={cn('flex items-center gap-1.5', tone === 'bad' ? 'text-bad' : 'text-text-1')}>
      {icon}
      {words}
    </span>
    {act}
  </span>
)

function Running({ row, edit }: { row: BatchRowView; edit: BatchEdit }) {
  const t = useTranslations('batch')
  const now = useServerNow(1000)
  const began = edit.steps.receivedAt ?? edit.steps.sentAt ?? edit.steps.queuedAt
  const seconds = Math.max(0, Math.floor((now - Date.parse(began)) / 1000))
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  const words = edit.deferred
    ? t('deferred')
    : t(
        `running.${edit.state === 'queued' ? 'queued' : edit.state === 'sending' || edit.state === 'waiting' ? 'sending' : 'receiving'}`,
      )
  return (
    <span className="flex flex-wrap items-center justify-center gap-x-2 text-white tabular-nums">
      <Spinner />
      {words}
      <span aria-hidden="true" className="font-normal opacity-80">
        {clock}
      </span>
      {row.nextPrompts.length > 0 ? (
        <span className="font-normal opacity-80">
          {t('stepOf', { step: row.edits.indexOf(edit) + 1, steps: row.nextPrompts.length + 1 })}
        </span>
      ) : null}
    </span>
  )
}

/** Sending it again may be charged twice: asked for by two presses, the second of which says so. */
function Unknown({ row, again }: { row: BatchRowView; again(): void }) {
  const t = useTranslations('batch')
  const [sure, setSure] = useState(false)
  return (
    <span className="flex flex-wrap justify-center gap-2">
      <Button
        onClick={() => (sure ? again() : setSure(true))}
        className="h-auto min-h-8 max-w-full whitespace-normal max-sm:min-h-11"
      >
        {t(sure ? 'mayChargeAgain' : 'tryAgain')}
      </Button>
      <Link
        href={`/images/${row.imageId}`}
        className={cn(
          'rounded-md px-2 py-1.5 text-text-2 hover:text-text-1 max-sm:py-3',
          // Two lines of words leave no room for it there.
          sure && 'max-sm:hidden',
        )}
      >
        {t('decide')}
      </Link>
    </span>
  )
}

const judging = {
  accepted: { act: 'accept', icon: Check },
  rejected: { act: 'reject', icon: X },
} as const satisfies Record<Verdict, unknown>

function Stored({ row, label, actOnRow }: { row: BatchRowView; label: string; actOnRow: BatchActs['actOnRow'] }) {
  const t = useTranslations('batch')
  const { verdict, position } = row
  const edit = editOf(row)
  const imageId = edit?.outputImageId
  if (!imageId) return null
  return (
    <>
      <Link
        href={`/images/${imageId}`}
        aria-label={label}
        draggable={false}
        className="absolute inset-0 rounded-md focus-visible:-outline-offset-2"
      >
        <PictureImage imageId={imageId} width={480} />
      </Link>
      <span
        className={cn(
          'absolute top-1.5 right-1.5 flex gap-1',
          !verdict && 'opacity-0 focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100',
        )}
      >
        {verdicts.map((each) => {
          const given = verdict === each
          const { act, icon: Icon } = judging[each]
          return (
            <IconButton
              key={each}
              tone="tag"
              label={t(act, { name: row.imageName })}
              pressed={given}
              onClick={() => void actOnRow(position, given ? 'undecide' : act)}
              className={cn(
                'aria-pressed:bg-white aria-pressed:text-black pointer-coarse:size-11',
                verdict !== null && !given && 'hidden group-hover:inline-flex',
              )}
            >
              <Icon aria-hidden="true" />
            </IconButton>
          )
        })}
      </span>
    </>
  )
}
