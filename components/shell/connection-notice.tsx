'use client'

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { editEvents } from '#lib/client/events.ts'
import { useConnection } from '#lib/client/use-events.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'

/**
 * While the server cannot be reached. It floats, so that nothing under it moves or changes its size; over an open
 * picture it leaves the options bar free.
 */
export function ConnectionNotice({ overPicture }: { overPicture: boolean }) {
  const t = useTranslations()
  const connection = useConnection()
  if (connection.state !== 'offline') return null
  return (
    <div
      data-notice="offline"
      className={cn(
        '-translate-x-1/2 absolute top-full left-1/2 mt-2 flex min-h-11 w-max max-w-[calc(100vw-24px)] items-center gap-3 rounded-md bg-raise py-1.5 pr-1.5 pl-3 shadow-float',
        overPicture && 'sm:mt-13',
      )}
    >
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
