'use client'

import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { downloadUrl, jpegUrl } from '#lib/client/picture-url.ts'
import type { ImageView } from '#lib/edits/edit.ts'
import { useEditWords } from '../editor/edit-words.ts'
import { buttonLook } from '../ui/button-look.ts'
import { cn } from '../ui/class-names.ts'

/** Neither is preselected: what is exact, and what most programs want. What is stored as JPEG has no exact form any more. */
export function DownloadPair({ image }: { image: ImageView }) {
  const t = useTranslations('receipt')
  const words = useEditWords()
  const size = words.bytes(image.bytes)
  if (image.format === 'jpeg') {
    return <DownloadLink href={downloadUrl(image.id)} kind="JPEG" promise={t('inexactSize', { size })} />
  }
  return (
    <div className="flex gap-2">
      <DownloadLink href={downloadUrl(image.id)} kind={image.format.toUpperCase()} promise={t('exactSize', { size })} />
      <DownloadLink href={jpegUrl(image.id)} kind="JPEG" promise={t('inexact')} />
    </div>
  )
}

const DownloadLink = ({ href, kind, promise }: { href: string; kind: string; promise: string }) => {
  const t = useTranslations('receipt')
  return (
    <a
      href={href}
      download
      aria-label={t('downloadName', { kind, promise })}
      className={cn(
        buttonLook(),
        'h-12 min-w-0 flex-auto justify-start gap-2.5 px-2.5 text-left font-normal max-sm:rounded-lg',
      )}
    >
      <Download aria-hidden="true" className="flex-none" />
      <span className="flex min-w-0 flex-col leading-4">
        <span className="font-medium">{kind}</span>
        <span className="truncate text-meta text-text-2">{promise}</span>
      </span>
    </a>
  )
}
