'use client'

import { ImagePlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useIsPhone } from '#lib/client/browser-state.ts'
import type { Upload } from '#lib/client/uploads.ts'
import { FilmArt } from '../shell/cup-art.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { ChooseFiles } from './choose-files.tsx'
import { LinkForm } from './link-form.tsx'
import { Samples } from './samples.tsx'
import { UploadList } from './upload-list.tsx'

/** An empty library: one drawing, one sentence, one button, and quieter ways in below. */
export function FirstRun({ list }: { list: readonly Upload[] }) {
  const t = useTranslations('library.first')
  const phone = useIsPhone()
  const [link, setLink] = useState<{ initial: string; round: number } | null>(null)
  const openLink = (initial: string) => setLink({ initial, round: (link?.round ?? 0) + 1 })
  const linkButton = (words: React.ReactNode) => (
    <button type="button" onClick={() => openLink('')} className="underline underline-offset-3 hover:text-text-1">
      {words}
    </button>
  )

  return (
    <main className="flex min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-3">
      <div className="flex min-h-fit w-full flex-col items-center rounded-xl border border-dash border-dashed px-4 pt-8 pb-6 text-center max-sm:border-0 max-sm:px-2">
        <div className="flex flex-1 flex-col items-center justify-center">
          <FilmArt className="w-124 max-w-full translate-x-[4.5%]" />
          <h1 className="mt-9 text-display">{t('title')}</h1>
          <p className="mt-2 max-w-110 text-lead text-text-2 leading-5.5">{t('detail')}</p>
          <ChooseFiles
            kind="primary"
            size={phone ? 'touch' : 'lg'}
            icon={<ImagePlus aria-hidden="true" />}
            className="mt-6 max-sm:w-full"
          >
            {t('choose')}
          </ChooseFiles>
          <p className="mt-4 flex flex-wrap items-center justify-center gap-x-1.5 text-text-2 max-sm:hidden">
            {t.rich('ways', { keys: () => <KeyCap key="keys" keys="Ctrl+V" />, link: linkButton })}
          </p>
          <p className="mt-4 text-text-2 sm:hidden">{t.rich('waysPhone', { link: linkButton })}</p>
          {link ? (
            <LinkForm key={link.round} initial={link.initial} autoFocus className="mt-3 w-100 max-w-full text-left" />
          ) : null}
          <UploadList list={list} onEditLink={openLink} className="mt-6 w-full justify-center" />
        </div>
        <Samples className="mt-8" />
      </div>
    </main>
  )
}
