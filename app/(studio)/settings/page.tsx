import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Settings } from '#components/settings/settings.tsx'
import { TopBar } from '#components/shell/top-bar.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings')
  return { title: t('title') }
}

export default function SettingsPage() {
  return (
    <div className="flex h-dvh flex-col bg-chrome">
      <TopBar current="settings" />
      <Settings />
    </div>
  )
}
