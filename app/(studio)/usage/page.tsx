import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TopBar } from '#components/shell/top-bar.tsx'
import { UsagePage } from '#components/usage/usage-page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('usage')
  return { title: t('title') }
}

export default function Usage() {
  return (
    <div className="flex h-dvh flex-col bg-chrome">
      <TopBar current="usage" />
      <UsagePage />
    </div>
  )
}
