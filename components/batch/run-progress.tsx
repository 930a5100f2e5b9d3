'use client'

import { useTranslations } from 'next-intl'
import type { WholeBatch } from '#lib/client/batch-schemas.ts'
import { type BatchCounts, editOf, placeOf } from '#lib/edits/batch.ts'
import { remainingMs, roundTime } from '#lib/edits/batch-pace.ts'
import { useServerNow } from '../editor/use-now.ts'
import { cn } from '../ui/class-names.ts'

const parts = [
  { place: 'stored', tone: 'bg-text-1' },
  { place: 'running', tone: 'bg-text-3' },
  { place: 'failed', tone: 'bg-bad' },
  { place: 'unknown', tone: 'bg-warn' },
  { place: 'waiting', tone: 'bg-press' },
  { place: 'leftOut', tone: 'border border-line-strong' },
] as const satisfies { place: keyof BatchCounts; tone: string }[]

/** How many rows are where, and how long the rest will take. */
export function RunProgress({ batch, counts }: { batch: WholeBatch; counts: BatchCounts }) {
  const t = useTranslations('batch')
  const total = batch.rows.length
  const there = parts.filter(({ place }) => place === 'stored' || counts[place] > 0)
  const words = there.map(({ place }) => t(`count.${place}`, { count: counts[place], total }))
  return (
    <>
      <div
        role="progressbar"
        aria-label={t('progress')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={counts.stored}
        aria-valuetext={words.join(', ')}
        className="mt-4 mb-2 flex h-1.5 gap-0.5 overflow-hidden rounded-full"
      >
        {there.map(({ place, tone }) =>
          counts[place] > 0 ? <span key={place} className={tone} style={{ flexGrow: counts[place] }} /> : null,
        )}
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-2 tabular-nums">
        {there.map(({ place, tone }, index) => (
          <span key={place} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={cn('size-2 rounded-[2px]', tone)} />
            {words[index]}
          </span>
        ))}
        {batch.state === 'running' ? <Remaining batch={batch} left={counts.waiting + counts.running} /> : null}
      </div>
    </>
  )
}

function Remaining({ batch, left }: { batch: WholeBatch; left: number }) {
  const t = useTranslations('batch')
  const now = useServerNow(1000)
  const storedAt = batch.rows.flatMap((row) =>
    placeOf(row) === 'stored' ? Date.parse(editOf(row)?.steps.storedAt ?? '') : [],
  )
  const ms = remainingMs({ now, resumedAt: Date.parse(batch.resumedAt), storedAt, left })
  if (ms === null) return null
  const { unit, count } = roundTime(ms)
  return <span className="ml-auto">{t(`left.${unit}`, { count })}</span>
}
