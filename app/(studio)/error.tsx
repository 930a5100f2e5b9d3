'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { buttonLook } from '#components/ui/button-look.ts'
import { ErrorNote } from '#components/ui/error-note.tsx'

export default function StudioError({ reset }: { reset: () => void }) {
  const t = useTranslations('shell.crashed')
  return (
    <main className="flex h-dvh items-center justify-center bg-chrome p-6">
      <ErrorNote
        className="max-w-100"
        title={t('title')}
        detail={t('detail')}
        actions={
          <>
            <Button onClick={reset}>{t('again')}</Button>
            <Link href="/" className={buttonLook({ kind: 'ghost' })}>
              {t('open')}
            </Link>
          </>
        }
      />
    </main>
  )
}
