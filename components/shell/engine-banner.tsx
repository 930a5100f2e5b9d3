'use client'

import { useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { tryEngineAgain } from '#lib/client/api.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import type { EngineInfo } from '#lib/client/schemas.ts'
import { usePausedEngines } from '#lib/client/use-engines.ts'
import { Button } from '../ui/button.tsx'
import { notify } from '../ui/toast.tsx'

/** Under the top bar while an engine takes no calls: one notice for all edits that wait for it. */
export const EngineBanners = () => usePausedEngines().map((engine) => <EngineBanner key={engine.id} engine={engine} />)

function EngineBanner({ engine: { id, label, paused } }: { engine: EngineInfo }) {
  const t = useTranslations('shell.enginePaused')
  const client = useQueryClient()
  const errorWords = useErrorWords()
  const [busy, setBusy] = useState(false)
  if (paused === null) return null

  const tryAgain = async () => {
    setBusy(true)
    try {
      client.setQueryData(['engines'], await tryEngineAgain(id))
    } catch (error) {
      notify({ kind: 'error', ...errorWords(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section
      role="alert"
      aria-label={t('region')}
      className="flex flex-none items-center gap-3 border-line border-b bg-raise py-2 pr-3 pl-4 max-sm:flex-wrap"
    >
      <TriangleAlert aria-hidden="true" className="size-4 flex-none text-warn" />
      <p className="min-w-0 flex-1 max-sm:basis-[calc(100%-32px)]">
        <span className="font-medium">{t(`title.${paused.code}`)}</span>{' '}
        <span className="text-text-2">
          {t('waits', { engine: label, count: paused.waiting })} {t(`act.${paused.code}`)}
        </span>
      </p>
      <Button kind="outline" busy={busy} onClick={() => void tryAgain()} className="max-sm:h-11 max-sm:w-full">
        {t('tryAgain')}
      </Button>
    </section>
  )
}
