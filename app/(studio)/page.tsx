import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Library } from '#components/library/library.tsx'
import { TopBar } from '#components/shell/top-bar.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('library')
  return { title: t('title') }
}

export default function LibraryPage() {
  return (
    <div className="flex h-dvh flex-col bg-chrome">
      <TopBar current="library" />
      <Library />
    </div>
  )
}
