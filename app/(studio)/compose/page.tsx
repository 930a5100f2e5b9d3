import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { ComposePage } from '#components/compose/compose-page.tsx'
import { TopBar } from '#components/shell/top-bar.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('compose')
  return { title: t('title') }
}

export default function Compose() {
  return (
    <div className="flex h-dvh flex-col bg-chrome">
      <TopBar current="compose" />
      <Suspense>
        <ComposePage />
      </Suspense>
    </div>
  )
}
