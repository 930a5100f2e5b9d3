'use client'

import { Check, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type EngineSettings, testEngine } from '#lib/client/engine-settings.ts'
import type { TestFacts } from '#lib/edits/engine-profile.ts'
import { Button } from '../ui/button.tsx'
import { EngineProbe } from './engine-probe.tsx'
import { Heading, useWhen } from './finding-heading.tsx'
import { useEngineAct } from './use-engine-settings.ts'

/** What is known of an engine because it was tried: for nothing, and by one paid call. */
export function EngineFindings({ engine }: { engine: EngineSettings }) {
  const t = useTranslations('settings')
  return (
    <section aria-labelledby="findings">
      <h2 id="findings" className="flex min-h-9 items-center font-semibold text-lead">
        {t('whatItDoes', { name: engine.profile.name })}
      </h2>
      <div className="mt-3 border-line border-y py-4">
        <FreeTest engine={engine} />
      </div>
      <div className="border-line border-b py-4">
        <EngineProbe engine={engine} />
      </div>
    </section>
  )
}

function FreeTest({ engine: { id, state, test } }: { engine: EngineSettings }) {
  const t = useTranslations('settings')
  const { busy, run } = useEngineAct()
  const when = useWhen()
  return (
    <>
      <div role="status">
        {test ? (
          <Heading
            icon={
              test.outcome === 'accepted' ? <Check className="text-ok" /> : <TriangleAlert className={toneOf(test)} />
            }
            title={t(`test.${test.outcome}`)}
            facts={t('atMs', { at: when(test.at), ms: test.ms })}
          />
        ) : (
          <p className="font-medium">{t('notTested')}</p>
        )}
        <p className={test ? 'mt-0.5 pl-6 text-text-2' : 'mt-0.5 text-text-2'}>
          {test ? <TestWords test={test} /> : t('testHint')}
        </p>
      </div>
      <Button
        busy={busy === 'test'}
        disabledReason={state === 'no-key' || state === 'not-allowed' ? t(`cannot.${state}`) : null}
        onClick={() => void run('test', () => testEngine(id))}
        className={test ? 'mt-3 ml-6 max-sm:h-11' : 'mt-3 max-sm:h-11'}
      >
        {t('testFree')}
      </Button>
    </>
  )
}

const toneOf = ({ outcome }: TestFacts): string => (outcome === 'answered' ? 'text-warn' : 'text-bad')

function TestWords({ test }: { test: TestFacts }) {
  const t = useTranslations('settings')
  const { outcome, status, modelsOffered: offered, modelsAsked: asked } = test
  const models =
    outcome !== 'accepted'
      ? ''
      : offered === null
        ? t('modelsNotListed')
        : offered === asked
          ? t('modelsOffered', { count: asked })
          : t('modelsMissing', { count: asked, missing: asked - offered })
  return `${t(`testDetail.${outcome}`, { status: status ?? 0 })} ${models}`
}
