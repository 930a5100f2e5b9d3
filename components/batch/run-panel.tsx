'use client'

import { Plus } from 'lucide-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { WholeBatch } from '#lib/client/batch-schemas.ts'
import { engineChoices } from '#lib/client/engine-choices.ts'
import { useEngines } from '#lib/client/use-engines.ts'
import { formatUsd } from '#lib/core/money.ts'
import { type BatchCounts, type BatchRowView, callsToCome, editOf, placeOf, rowFault } from '#lib/edits/batch.ts'
import { isPrompt } from '#lib/edits/edit.ts'
import { Button } from '../ui/button.tsx'
import { buttonLook } from '../ui/button-look.ts'
import { cn } from '../ui/class-names.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Section } from '../ui/section.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { planName } from './run-grid-shape.ts'
import type { BatchActs } from './use-batch.ts'

type RunPanelProps = { batch: WholeBatch; counts: BatchCounts } & BatchActs

/** What it has cost, what it was asked with, and what has happened last. */
export function RunPanel({ batch, counts, act, actOnRow }: RunPanelProps) {
  const t = useTranslations('batch')
  const { data: engines = [] } = useEngines()
  const { settings, spend, concurrency } = batch
  const engine = engineChoices(engines).find(({ id, model }) => id === settings.engine && model === settings.model)
  const open = counts.waiting + counts.running
  const calls = callsToCome(batch.rows)
  // Of rows with different models, or one that is gone, nothing is said that may not hold.
  const toCome = calls === 0 ? 0 : engine && calls * engine.priceMicroUsd
  const spent = spend.chargedMicroUsd + spend.unknownMicroUsd + spend.reservedMicroUsd
  const facts = [
    [t('engine'), engine?.label ?? settings.model ?? t('differs')],
    [t('maskTitle'), t(`masks.${settings.masks}`)],
    [t('frame'), settings.frame === null ? t('differs') : settings.frame === 'keep' ? t('frameKeep') : settings.frame],
    [t('safety'), settings.safetyTolerance ?? t('differs')],
    [t('atOnce'), concurrency],
  ]
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto max-lg:overflow-visible">
        <Section title={t('cost')}>
          <p className="flex items-baseline gap-2 tabular-nums">
            <span className="flex-1 font-semibold text-figure">{formatUsd(spend.chargedMicroUsd)}</span>
            {open > 0 && toCome !== undefined ? (
              <span className="text-text-2">{t('ofAtMost', { most: formatUsd(spent + toCome) })}</span>
            ) : null}
          </p>
          {spend.unknownMicroUsd > 0 ? (
            <p className="mt-1 text-meta text-warn">{t('unsure', { price: formatUsd(spend.unknownMicroUsd) })}</p>
          ) : null}
          {counts.failed > 0 ? <p className="mt-1 text-meta text-text-2">{t('refusedFree')}</p> : null}
        </Section>
        <Section title={t('settings')} summary={open > 0 ? t('locked') : undefined}>
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-2 tabular-nums">
            {facts.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-text-2">{name}</dt>
                <dd className="text-right">{value}</dd>
              </div>
            ))}
          </dl>
        </Section>
        <Activity batch={batch} counts={counts} act={act} actOnRow={actOnRow} />
      </div>
      <div className="flex-none border-line border-t p-4">
        <Link href="/batch" className={cn(buttonLook({ size: 'lg' }), 'w-full')}>
          <Plus aria-hidden="true" />
          {t('newBatch')}
        </Link>
      </div>
    </>
  )
}

const mostShown = 30

/** The newest endings, failures first: those are what somebody has to act on. */
function Activity({ batch, counts, act, actOnRow }: RunPanelProps) {
  const t = useTranslations('batch')
  const locale = useLocale()
  const ended = batch.rows.filter((row) => ['stored', 'failed', 'unknown'].includes(placeOf(row)))
  const timeOf = (row: BatchRowView): string => {
    const { storedAt, receivedAt, sentAt, queuedAt } = editOf(row)?.steps ?? {}
    return storedAt ?? receivedAt ?? sentAt ?? queuedAt ?? ''
  }
  const isFault = (row: BatchRowView) => Number(placeOf(row) !== 'stored')
  const shown = ended
    .toSorted((a, b) => isFault(b) - isFault(a) || timeOf(b).localeCompare(timeOf(a)))
    .slice(0, mostShown)
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23' })
  const numbers = new Map([...new Set(batch.rows.map(planName))].map((prompt, index) => [prompt, index + 1]))
  return (
    <Section
      title={t('activity')}
      summary={
        counts.failed > 0 ? (
          <Button onClick={() => void act('retry-failed')}>{t('retryFailed', { count: counts.failed })}</Button>
        ) : undefined
      }
    >
      {shown.length === 0 ? <p className="pb-2 text-text-2">{t('nothingYet')}</p> : null}
      <ul className="text-meta tabular-nums">
        {shown.map((row) => {
          const fault = isFault(row) === 1
          const at = timeOf(row)
          const name = t(batch.layout === 'grid' ? 'cellName' : 'rowName', {
            name: row.imageName,
            number: batch.layout === 'grid' ? (numbers.get(planName(row)) ?? 1) : row.position + 1,
          })
          const { storedAt, queuedAt } = editOf(row)?.steps ?? {}
          return (
            <li key={row.position} className="grid grid-cols-[64px_1fr] py-1.5">
              <time className="text-text-3" dateTime={at}>
                {at === '' ? null : clock.format(new Date(at))}
              </time>
              {fault ? (
                <div className="min-w-0 pb-2">
                  <p className={placeOf(row) === 'failed' ? 'font-medium text-bad' : 'font-medium'}>
                    {name}: {t(`place.${placeOf(row)}`)}
                  </p>
                  <p className="mt-0.5 text-text-2">{rowFault(row)?.message}</p>
                  {placeOf(row) === 'failed' ? <Mend row={row} actOnRow={actOnRow} /> : null}
                </div>
              ) : (
                <p className="flex min-w-0 gap-2">
                  <span className="min-w-0 flex-1 truncate">{name}</span>
                  <span className="text-text-2">
                    {storedAt && queuedAt
                      ? t('seconds', { value: Math.round((Date.parse(storedAt) - Date.parse(queuedAt)) / 100) / 10 })
                      : null}
                  </span>
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

/** Sent again as it was, or with other words: what the engine refused once it will refuse again. */
function Mend({ row, actOnRow }: { row: BatchRowView; actOnRow: BatchActs['actOnRow'] }) {
  const t = useTranslations('batch')
  const [text, setText] = useState<string | null>(null)
  const current = editOf(row)
  const step = current === null ? 0 : row.edits.indexOf(current)
  const send = () => {
    setText(null)
    void actOnRow(row.position, 'retry', text ?? undefined)
  }
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      <Button onClick={() => setText(row.prompts[step])}>{t('editPrompt')}</Button>
      <Button onClick={() => void actOnRow(row.position, 'retry')}>{t('tryAgain')}</Button>
      <Dialog
        open={text !== null}
        onOpenChange={(open) => open || setText(null)}
        title={t('editPrompt')}
        description={rowFault(row)?.message}
        actions={
          <>
            <Button kind="ghost" onClick={() => setText(null)}>
              {t('cancel')}
            </Button>
            <Button onClick={send} disabledReason={isPrompt(text ?? '') ? null : t('obstacle.prompts')}>
              {t('tryAgain')}
            </Button>
          </>
        }
      >
        <TextArea
          label={t('promptOf', { name: row.imageName })}
          hideLabel
          autoFocus
          value={text ?? ''}
          onChange={(event) => setText(event.target.value)}
          className="mt-3"
          areaClassName="h-32"
        />
      </Dialog>
    </div>
  )
}
