import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { HoleArt } from '#components/shell/cup-art.tsx'
import { TopBar } from '#components/shell/top-bar.tsx'
import { buttonLook } from '#components/ui/button-look.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell.notFound')
  return { title: t('title') }
}

export default async function NotFound() {
  const t = await getTranslations('shell.notFound')
  return (
    <div className="flex min-h-dvh flex-col bg-chrome">
      <TopBar />
      <main className="flex flex-1 flex-col items-center justify-center px-6 py-8 text-center">
        <div className="checkerboard w-full max-w-97.5 overflow-hidden rounded-md">
          <HoleArt className="block w-full" />
        </div>
        <h1 className="mt-9 text-display">{t('title')}</h1>
        <p className="mt-2 max-w-90 text-lead text-text-2 leading-5.5">{t('detail')}</p>
        <Link href="/" className={`mt-6 ${buttonLook({ size: 'lg' })}`}>
          {t('open')}
        </Link>
      </main>
    </div>
  )
}
