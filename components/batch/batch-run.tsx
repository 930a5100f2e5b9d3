'use client'

import { Download, Pause, Play, Square } from 'lucide-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { ApiError } from '#lib/client/api-error.ts'
import type { WholeBatch } from '#lib/client/batch-schemas.ts'
import { batchArchiveUrl } from '#lib/client/batches.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { formatWhen } from '#lib/client/when.ts'
import { formatUsd } from '#lib/core/money.ts'
import { type BatchCounts, callsToCome, countRows } from '#lib/edits/batch.ts'
import { utcDay } from '../editor/budget-left.ts'
import { Button } from '../ui/button.tsx'
import { buttonLook } from '../ui/button-look.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { panelLook } from './panel-row.tsx'
import { planName } from './run-grid-shape.ts'
import { RunPanel } from './run-panel.tsx'
import { RunProgress } from './run-progress.tsx'
import { RunRows } from './run-rows.tsx'
import { type BatchActs, useBatch } from './use-batch.ts'

/** A batch while it runs, and after. */
export function BatchRun({ batchId }: { batchId: string }) {
  const t = useTranslations('batch')
  const words = useErrorWords()
  const { query, act, actOnRow } = useBatch(batchId)
  const { data: batch, error } = query
  if (!batch) {
    const missing = error instanceof ApiError && error.code === 'not_found'
    return (
      <main className="flex flex-1 items-center justify-center p-6">
        {error ? (
          <ErrorNote
            className="max-w-100"
            {...(missing ? { title: t('missing'), detail: t('missingDetail') } : words(error))}
            actions={
              missing ? (
                <Link href="/batch" className={buttonLook()}>
                  {t('newBatch')}
                </Link>
              ) : (
                <Button onClick={() => void query.refetch()}>{t('again')}</Button>
              )
            }
          />
        ) : (
          <p role="status" className="flex items-center gap-2 text-text-2">
            <Spinner />
            {t('opening')}
          </p>
        )}
      </main>
    )
  }
  const counts = countRows(batch.rows)
  return (
    <div data-scroller="" className="flex min-h-0 flex-1 items-start overflow-y-auto max-lg:flex-col">
      <main className="min-w-0 flex-1 p-6 max-lg:w-full max-lg:flex-none max-sm:p-3">
        <Head batch={batch} counts={counts} act={act} />
        <RunProgress batch={batch} counts={counts} />
        <Hold batch={batch} act={act} />
        <RunRows batch={batch} actOnRow={actOnRow} />
      </main>
      <aside aria-label={t('panel')} className={panelLook}>
        <RunPanel batch={batch} counts={counts} act={act} actOnRow={actOnRow} />
      </aside>
    </div>
  )
}

type HeadProps = { batch: WholeBatch; counts: BatchCounts; act: BatchActs['act'] }

function Head({ batch, counts, act }: HeadProps) {
  const t = useTranslations('batch')
  const locale = useLocale()
  const [stopping, setStopping] = useState(false)
  const { state, id, rows } = batch
  const open = state === 'running' || state === 'paused' || state === 'held'
  const begun = formatWhen(batch.createdAt, { now: new Date(), locale, yesterday: t('yesterday') })
  const pictures = new Set(rows.map(({ imageId }) => imageId)).size
  const prompts = new Set(rows.map(planName)).size
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="truncate text-title tracking-[-0.012em]">{batch.name || t('unnamed')}</h1>
      <p className="pt-1 text-text-3 tabular-nums">
        {t(batch.layout === 'grid' ? 'gridBegun' : 'listBegun', { pictures, prompts, rows: rows.length, time: begun })}
        {state === 'running' ? null : `, ${t(`state.${state}`)}`}
      </p>
      <div className="ml-auto flex flex-wrap items-center gap-1">
        {state === 'running' ? (
          <Button
            kind="ghost"
            icon={<Pause aria-hidden="true" />}
            onClick={() => void act('pause')}
            className="max-sm:h-11"
          >
            {t('pause')}
          </Button>
        ) : null}
        {(state === 'paused' || state === 'held') && dearerOf(batch) === null ? (
          <Button icon={<Play aria-hidden="true" />} onClick={() => void act('resume')} className="max-sm:h-11">
            {t('resume')}
          </Button>
        ) : null}
        {open ? (
          <Button
            kind="ghost"
            icon={<Square aria-hidden="true" />}
            onClick={() => setStopping(true)}
            className="max-sm:h-11"
          >
            {t('stop')}
          </Button>
        ) : null}
        {counts.stored > 0 ? (
          <a
            href={batchArchiveUrl(id)}
            download
            aria-label={t('zipSpoken', { count: counts.stored })}
            className={buttonLook()}
          >
            <Download aria-hidden="true" />
            {t('zip')} <span className="font-normal text-text-2 tabular-nums">{counts.stored}</span>
          </a>
        ) : null}
      </div>
      <Dialog
        open={stopping}
        onOpenChange={setStopping}
        title={t('stopTitle')}
        description={t('stopDetail', { waiting: counts.waiting, running: counts.running })}
        actions={
          <>
            <Button kind="ghost" onClick={() => setStopping(false)}>
              {t('goOn')}
            </Button>
            <Button
              onClick={() => {
                setStopping(false)
                void act('stop')
              }}
            >
              {t('stop')}
            </Button>
          </>
        }
      />
    </div>
  )
}

/** The price that holds it, which only its own note can agree to. */
function dearerOf({ hold }: WholeBatch): { model: string; label: string; now: number; agreed: number } | null {
  if (hold?.code !== 'price_changed') return null
  const { model, label, priceMicroUsd, agreedMicroUsd } = hold.details
  return { model: String(model), label: String(label), now: Number(priceMicroUsd), agreed: Number(agreedMicroUsd) }
}

/** What stopped all rows at once, and the way on. */
function Hold({ batch, act }: Pick<HeadProps, 'batch' | 'act'>) {
  const t = useTranslations('batch')
  const locale = useLocale()
  const { hold, state } = batch
  if (state !== 'held' || !hold) return null
  const look = 'mt-4 rounded-md p-3 shadow-[inset_0_0_0_1.5px_var(--bad)]'
  const dearer = dearerOf(batch)
  if (dearer) {
    const calls = callsToCome(batch.rows)
    const prices = { model: dearer.label, now: formatUsd(dearer.now), before: formatUsd(dearer.agreed) }
    return (
      <ErrorNote
        className={look}
        title={t('heldPrice', prices)}
        detail={
          // Of rows with other models too, how many are meant is not known here.
          batch.settings.model === dearer.model
            ? t('heldPriceDetail', { count: calls, total: formatUsd(calls * dearer.now) })
            : t('heldPriceSome')
        }
        actions={
          <Button onClick={() => void act('resume', dearer.now)} className="tabular-nums max-sm:h-11">
            {t('resumeAt', { price: prices.now })}
          </Button>
        }
      />
    )
  }
  const { startsAgainAt } = hold.details
  return (
    <ErrorNote
      className={look}
      title={hold.code === 'budget_exceeded' ? t('heldBudget') : hold.message}
      detail={
        hold.code === 'budget_exceeded' && typeof startsAgainAt === 'string'
          ? t('heldBudgetDetail', { date: utcDay(startsAgainAt, locale) })
          : t('heldDetail')
      }
      actions={<Button onClick={() => void act('resume')}>{t('resume')}</Button>}
    />
  )
}
