'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useErrorWords } from '#lib/client/error-words.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { BudgetSection } from './budget-section.tsx'
import { EngineFindings } from './engine-findings.tsx'
import { Engines } from './engines.tsx'
import { useEngineSettings } from './use-engine-settings.ts'

const groups = ['engines', 'budget'] as const

/** Engines with what was found out about the open one, and the budgets. */
export function Settings() {
  const t = useTranslations('settings')
  const errorWords = useErrorWords()
  const { data, error, refetch } = useEngineSettings()
  const [openId, setOpenId] = useState<string | null>(null)
  const shown = data?.engines.find(({ id }) => id === openId) ?? null
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <h1 className="sr-only">{t('title')}</h1>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 px-6 pt-6 pb-16 max-sm:px-4 max-sm:pt-4 md:grid-cols-[144px_minmax(0,1fr)] lg:grid-cols-[176px_minmax(0,720px)_minmax(288px,1fr)]">
        <nav aria-label={t('groups')} className="flex flex-col gap-0.5 max-md:hidden">
          {groups.map((group) => (
            <a
              key={group}
              href={`#${group}`}
              className="-ml-2.5 flex h-8 items-center rounded-md px-2.5 font-medium text-text-2 transition-colors hover:bg-raise hover:text-text-1"
            >
              {t(group)}
            </a>
          ))}
        </nav>
        {data ? (
          <>
            <Engines list={data} openId={openId} onOpen={setOpenId} />
            <aside className="flex min-w-0 flex-col gap-8 md:max-lg:col-start-2" aria-label={t('found')}>
              {shown ? <EngineFindings key={shown.id} engine={shown} /> : null}
              <BudgetSection />
            </aside>
          </>
        ) : error ? (
          <ErrorNote
            title={t('failed')}
            detail={Object.values(errorWords(error)).join(' ')}
            actions={<Button onClick={() => void refetch()}>{t('again')}</Button>}
          />
        ) : (
          <p role="status" className="flex items-center gap-2 text-text-2">
            <Spinner />
            {t('loading')}
          </p>
        )}
      </div>
    </main>
  )
}
