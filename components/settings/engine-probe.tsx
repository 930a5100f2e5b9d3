'use client'

import { Ban, Check, FlaskConical, Minus, TriangleAlert } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { dismissEdit, markNotCharged } from '#lib/client/api.ts'
import { type EngineSettings, probeEngine } from '#lib/client/engine-settings.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { newIdempotencyKey } from '#lib/client/idempotency-key.ts'
import { formatUsd } from '#lib/core/money.ts'
import { chooseModel, type ProbeFacts, type ProbeVerdict } from '#lib/edits/engine-profile.ts'
import { isSettled } from '#lib/edits/lifecycle.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select } from '../ui/select.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { Heading, useWhen } from './finding-heading.tsx'
import { useEngineAct, useRefreshEngines } from './use-engine-settings.ts'

/** One paid call, its price shown and confirmed first, and the facts that it brought. */
export function EngineProbe({ engine }: { engine: EngineSettings }) {
  const t = useTranslations('settings')
  const when = useWhen()
  const seconds = useSeconds()
  const { probe } = engine
  const facts =
    probe &&
    t(probe.ms === null ? 'probedAt' : 'probedIn', {
      at: when(probe.at),
      seconds: seconds(probe.ms ?? 0),
      price: formatUsd(probe.priceMicroUsd),
    })
  return (
    <>
      <Heading icon={<FlaskConical className="text-text-2" />} title={t('probe')} facts={facts} />
      {probe ? <ProbeTable probe={probe} /> : <p className="mt-0.5 text-text-2">{t('probeHint')}</p>}
      <OpenProbe engine={engine} />
      <ProbeButton engine={engine} />
    </>
  )
}

function ProbeTable({ probe }: { probe: ProbeFacts }) {
  const t = useTranslations('settings')
  const locale = useLocale()
  const { mask, seed, ratio, outside } = probe
  const sizeOf = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`
  const percent = (share: number) => share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 0 })
  const rows: readonly { name: string; value: ReactNode; note: string }[] = [
    { name: t('facts.model'), value: probe.model, note: '' },
    {
      name: t('facts.mask'),
      value: <Verdict verdict={mask} />,
      note:
        mask === 'ignored'
          ? t('maskIgnored', { share: percent(outside ?? 0) })
          : mask === 'honoured'
            ? t('maskHonoured')
            : t('maskNotTold'),
    },
    {
      name: t('facts.seed'),
      value: <Verdict verdict={seed} />,
      note: seed === 'not-told' ? t('seedNotTold') : String(probe.seedSent),
    },
    {
      name: t('facts.ratio'),
      value: <Verdict verdict={ratio} />,
      note:
        ratio === 'honoured'
          ? t('ratioHonoured', { asked: probe.ratioAsked })
          : t('ratioAsked', { asked: probe.ratioAsked }),
    },
    { name: t('facts.size'), value: sizeOf(probe.back), note: t('sentSize', { size: sizeOf(probe.sent) }) },
  ]
  return (
    <table className="mt-1.5 w-full tabular-nums">
      <caption className="sr-only">{t('probeResults')}</caption>
      <tbody>
        {rows.map(({ name, value, note }) => (
          <tr key={name} className="border-line not-first:border-t">
            <th scope="row" className="h-8 w-20 text-left font-normal text-text-2">
              {name}
            </th>
            <td className="whitespace-nowrap py-1">{value}</td>
            <td className="py-1 pl-3 text-right text-text-3">{note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const verdictIcons = { honoured: Check, ignored: Ban, 'not-told': Minus } as const

function Verdict({ verdict }: { verdict: ProbeVerdict }) {
  const t = useTranslations('settings')
  const Icon = verdictIcons[verdict]
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden="true" className="size-3.5 text-text-2" />
      {t(`verdict.${verdict}`)}
    </span>
  )
}

/** A probe under way, or one that came to nothing: a lost one waits for a decision as every lost edit does. */
function OpenProbe({ engine: { probing } }: { engine: EngineSettings }) {
  const t = useTranslations('settings')
  const errorWords = useErrorWords()
  const refresh = useRefreshEngines()
  if (probing === null) return null
  if (!isSettled(probing.state)) {
    return (
      <p role="status" className="mt-3 flex items-center gap-2 text-text-2">
        <Spinner />
        {t('probing')}
      </p>
    )
  }
  const { title, detail } = errorWords({ code: probing.code ?? 'internal_error' })
  const decide = async (act: (id: string) => Promise<unknown>) => {
    await act(probing.editId).catch(() => undefined)
    refresh()
  }
  return (
    <div role="alert" className="mt-3">
      <p className="flex items-start gap-2">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 flex-none text-bad" />
        <span>
          {title} <span className="text-text-2">{detail}</span>
        </span>
      </p>
      {probing.state === 'unknown' ? (
        <p className="mt-2 flex flex-wrap gap-2 pl-6">
          <Button onClick={() => void decide(markNotCharged)} className="max-sm:h-11">
            {t('notCharged')}
          </Button>
          <Button kind="ghost" onClick={() => void decide(dismissEdit)} className="max-sm:h-11">
            {t('dismiss')}
          </Button>
        </p>
      ) : null}
    </div>
  )
}

function ProbeButton({ engine: { id, profile, state, probe, probing } }: { engine: EngineSettings }) {
  const t = useTranslations('settings')
  const { busy, run } = useEngineAct()
  const [asks, setAsks] = useState(false)
  const [wished, setWished] = useState<string | null>(null)
  const model = chooseModel(profile.models, wished) ?? chooseModel(profile.models, null)
  if (model === null) return null
  const price = formatUsd(model.priceMicroUsd)
  const waits = probing !== null && !isSettled(probing.state)
  const reason =
    state === 'no-key' || state === 'not-allowed' ? t(`cannot.${state}`) : waits ? t('cannot.probing') : null
  const send = async () => {
    setAsks(false)
    const wish = { model: model.model, priceMicroUsd: model.priceMicroUsd }
    await run('probe', () => probeEngine(id, wish, newIdempotencyKey()))
  }
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      <Button
        kind="primary"
        busy={busy === 'probe'}
        disabledReason={reason}
        onClick={() => setAsks(true)}
        className="tabular-nums max-sm:h-11"
      >
        {t(probe ? 'probeAgain' : 'probeFor', { price })}
      </Button>
      {profile.models.length > 1 ? (
        <Select
          label={t('probeModel')}
          look="plain"
          value={model.model}
          onChange={setWished}
          options={profile.models.map(({ model: value, label }) => ({ value, label }))}
          className="max-sm:h-11"
        />
      ) : null}
      <Dialog
        open={asks}
        onOpenChange={setAsks}
        title={t('probeTitle', { model: model.label, price })}
        description={t('probeAsk')}
        actions={
          <>
            <Button onClick={() => setAsks(false)}>{t('cancel')}</Button>
            <Button kind="primary" onClick={() => void send()} className="tabular-nums">
              {t('probeFor', { price })}
            </Button>
          </>
        }
      />
    </div>
  )
}

function useSeconds(): (ms: number) => string {
  const locale = useLocale()
  return (ms) => (ms / 1000).toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}
