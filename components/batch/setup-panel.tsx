'use client'

import { Dices, Minus, Plus, Scan, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useIsApple } from '#lib/client/browser-state.ts'
import type { EngineChoice } from '#lib/client/engine-choices.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { formatUsd } from '#lib/core/money.ts'
import { type BatchRequest, defaultBatchConcurrency } from '#lib/edits/batch.ts'
import { maxSeed, type OutputFormat } from '#lib/edits/edit.ts'
import { EngineSelect } from '../editor/engine-select.tsx'
import { spokenPrice } from '../editor/price.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Section } from '../ui/section.tsx'
import { Segmented } from '../ui/segmented.tsx'
import type { BatchDraft } from './batch-draft.ts'
import { changeBatch } from './batch-store.ts'
import { DryRunDialog } from './dry-run-dialog.tsx'
import { EarlierBatches } from './earlier-batches.tsx'
import { MaskSection } from './mask-section.tsx'
import { PanelRow } from './panel-row.tsx'
import { type Prepared, requestOf } from './prepare-rows.ts'
import { RatioSelect } from './ratio-select.tsx'
import { useBudgetLine } from './use-budget-line.ts'
import { useStart } from './use-start.ts'

type SetupPanelProps = {
  draft: BatchDraft
  prepared: Prepared
  /** Those that take prompts. */
  engines: readonly EngineChoice[]
  engine: EngineChoice | null
}

/** What it costs, what holds for all rows, what would be sent, and the one button that starts it. */
export function SetupPanel({ draft, prepared, engines, engine }: SetupPanelProps) {
  const t = useTranslations('batch')
  const [dry, setDry] = useState(false)
  const total = prepared.edits * (engine?.priceMicroUsd ?? 0)
  const budget = useBudgetLine(total, engine?.priceMicroUsd ?? 0)
  const request = requestOf(draft, prepared.rows, engine)
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto max-lg:overflow-visible">
        <Section title={t('costBefore')}>
          <p className="flex items-baseline gap-2 tabular-nums">
            <span className="flex-1 font-semibold text-figure">{formatUsd(total)}</span>
            <span className="text-text-2">
              {t('editsTimes', { count: prepared.edits, price: formatUsd(engine?.priceMicroUsd ?? 0) })}
            </span>
          </p>
          {budget ? (
            <p className={budget.short ? 'mt-1 text-meta text-warn' : 'mt-1 text-meta text-text-2 tabular-nums'}>
              {budget.words}
            </p>
          ) : null}
        </Section>
        <MaskSection draft={draft} />
        <SettingsSection draft={draft} engines={engines} engine={engine} misfits={prepared.misfits} />
        <Section title={t('dryRun')} summary={formatUsd(0)}>
          <p className="mb-3 text-text-2">{t('dryRunHint')}</p>
          <Button
            icon={<Scan aria-hidden="true" />}
            onClick={() => setDry(true)}
            disabledReason={prepared.rows.length === 0 ? t('obstacle.empty') : null}
          >
            {t('seeWhat')}
          </Button>
        </Section>
        <EarlierBatches />
      </div>
      <StartFoot request={request} prepared={prepared} engine={engine} total={total} />
      {dry ? <DryRunDialog request={request} draft={draft} onClose={() => setDry(false)} /> : null}
    </>
  )
}

type SettingsProps = Omit<SetupPanelProps, 'prepared'> & Pick<Prepared, 'misfits'>

function SettingsSection({ draft, engines, engine, misfits }: SettingsProps) {
  const t = useTranslations('batch')
  const most = engine?.concurrency ?? defaultBatchConcurrency
  const atOnce = Math.min(draft.concurrency ?? defaultBatchConcurrency, most)
  const setAtOnce = (concurrency: number) => changeBatch((now) => ({ ...now, concurrency }))
  return (
    <Section title={t('settings')}>
      <PanelRow label={t('engine')}>
        {engine === null ? (
          <span className="truncate">{t('noEngine')}</span>
        ) : (
          <EngineSelect
            choices={engines}
            chosen={engine}
            onChoose={({ id, model }) => changeBatch((now) => ({ ...now, engine: id, model }))}
            className="w-full"
          />
        )}
      </PanelRow>
      {(['mask', 'frame', 'ratio', 'steps'] as const).map((misfit) =>
        engine && misfits[misfit] > 0 ? (
          <p key={misfit} className="mb-1 flex gap-2 text-bad text-meta">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 flex-none" />
            {t(`misfits.${misfit}`, { engine: engine.label, count: misfits[misfit] })}
          </p>
        ) : null,
      )}
      <PanelRow label={t('frame')}>
        <RatioSelect
          label={t('frame')}
          value={draft.ratio}
          onChange={(ratio) => changeBatch((now) => ({ ...now, ratio }))}
          className="w-full"
        />
      </PanelRow>
      <PanelRow label={t('seed')}>
        <NumberField
          label={t('seed')}
          hideLabel
          placeholder={t('seedRandom')}
          value={draft.seed}
          min={0}
          max={maxSeed}
          onChange={(seed) => changeBatch((now) => ({ ...now, seed }))}
          className="min-w-0 flex-1 tabular-nums"
        />
        <IconButton
          label={t('seedNew')}
          pressed={draft.seed === null}
          onClick={() => changeBatch((now) => ({ ...now, seed: null }))}
        >
          <Dices aria-hidden="true" />
        </IconButton>
      </PanelRow>
      <PanelRow label={t('safety')}>
        <Segmented
          label={t('safetyName')}
          options={[0, 1, 2].map((value) => ({ value, label: String(value) }))}
          value={draft.safety}
          onChange={(safety) => changeBatch((now) => ({ ...now, safety }))}
          className="flex flex-1 tabular-nums"
        />
      </PanelRow>
      <PanelRow label={t('format')}>
        <Segmented<OutputFormat>
          label={t('format')}
          options={[
            { value: 'png', label: 'PNG' },
            { value: 'jpeg', label: 'JPEG' },
          ]}
          value={draft.format}
          onChange={(format) => changeBatch((now) => ({ ...now, format }))}
          className="flex flex-1"
        />
      </PanelRow>
      <PanelRow label={t('atOnce')}>
        <span className="ml-auto flex items-center">
          <IconButton label={t('fewer')} disabled={atOnce <= 1} onClick={() => setAtOnce(atOnce - 1)}>
            <Minus aria-hidden="true" />
          </IconButton>
          <output aria-label={t('atOnce')} className="w-7 text-center tabular-nums">
            {atOnce}
          </output>
          <IconButton label={t('more')} disabled={atOnce >= most} onClick={() => setAtOnce(atOnce + 1)}>
            <Plus aria-hidden="true" />
          </IconButton>
        </span>
      </PanelRow>
    </Section>
  )
}

type FootProps = { request: BatchRequest; prepared: Prepared; engine: EngineChoice | null; total: number }

function StartFoot({ request, prepared, engine, total }: FootProps) {
  const t = useTranslations('batch')
  const apple = useIsApple()
  const words = useErrorWords()
  const { busy, error, start } = useStart()
  const count = prepared.edits
  const obstacle =
    engine === null
      ? t('obstacle.engine')
      : prepared.wrong > 0
        ? t('wrong', { count: prepared.wrong })
        : prepared.pictures === 0
          ? t('obstacle.pictures')
          : count === 0
            ? t('obstacle.prompts')
            : null
  const press = () => void start(request)
  return (
    <div className="flex-none border-line border-t bg-chrome p-4 max-lg:sticky max-lg:bottom-0">
      {error ? <ErrorNote className="mb-3" {...words(error)} /> : null}
      {prepared.wrong > 0 ? (
        <p className="mb-2.5 flex items-center gap-2 text-bad text-meta">
          <TriangleAlert aria-hidden="true" className="size-3.5" />
          {obstacle}
        </p>
      ) : null}
      <Button
        kind="primary"
        size="lg"
        busy={busy}
        onClick={press}
        data-run-batch=""
        shortcut="Ctrl+Enter"
        disabledReason={obstacle}
        aria-label={t('runSpoken', { count, ...spokenPrice(total) })}
        className="w-full tabular-nums max-sm:h-12"
      >
        {t('run', { count, price: formatUsd(total) })}
        <span aria-hidden="true" className="font-normal text-meta max-sm:hidden">
          {apple ? '⌘ ↵' : 'Ctrl ↵'}
        </span>
      </Button>
    </div>
  )
}
