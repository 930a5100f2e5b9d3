'use client'

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { editEvents } from '#lib/client/events.ts'
import { useConnection } from '#lib/client/use-events.ts'
import { Button } from '../ui/button.tsx'

/** Under the top bar while the server cannot be reached. */
export function ConnectionNotice() {
  const t = useTranslations()
  const connection = useConnection()
  if (connection.state !== 'offline') return null
  return (
    <div className="flex min-h-11 items-center gap-3 border-line border-b bg-raise px-4 py-1.5">
      <TriangleAlert aria-hidden="true" className="size-4 text-bad" />
      {/* Said once, without the seconds: a reader must not hear every tick. */}
      <p role="alert" className="sr-only">
        {t('errors.offline')}
      </p>
      <p aria-hidden="true" className="min-w-0 flex-1 tabular-nums">
        {t('shell.offline', { seconds: connection.retrySeconds })}
      </p>
      <Button kind="ghost" onClick={editEvents.retryNow}>
        {t('shell.retryNow')}
      </Button>
    </div>
  )
}
