import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { BatchRun } from '#components/batch/batch-run.tsx'
import { TopBar } from '#components/shell/top-bar.tsx'
import { idPattern } from '#lib/core/ids.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('batch')
  return { title: t('title') }
}

export default async function BatchRunPage({ params }: { params: Promise<{ batchId: string }> }) {
  const { batchId } = await params
  if (!idPattern.test(batchId)) notFound()
  return (
    <div className="flex h-dvh flex-col bg-chrome">
      <TopBar current="batch" />
      <BatchRun batchId={batchId} />
    </div>
  )
}
