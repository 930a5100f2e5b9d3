import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BatchSetup } from '#components/batch/batch-setup.tsx'
import { TopBar } from '#components/shell/top-bar.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('batch')
  return { title: t('title') }
}

export default function BatchPage() {
  return (
    <div className="flex h-dvh flex-col bg-chrome">
      <TopBar current="batch" />
      <BatchSetup />
    </div>
  )
}
