'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useErrorWords } from '#lib/client/error-words.ts'
import { inMillions } from '#lib/client/reduction.ts'
import { useAdded, useUploads } from '#lib/client/use-uploads.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { notify } from '../ui/toast.tsx'
import { DropZone } from './drop-zone.tsx'
import { FirstRun } from './first-run.tsx'
import { Shelves } from './shelves.tsx'
import { useLibrary, useRefreshLibrary } from './use-library.ts'

/** The page of all pictures: what it shows depends on whether there are any. */
export function Library() {
  const t = useTranslations('library')
  const words = useErrorWords()
  const [search, setSearch] = useState('')
  const library = useLibrary(search)
  const list = useUploads()
  useArrivals()

  const { data, error, images, asked, isPlaceholderData } = library
  const empty = data !== undefined && images.length === 0 && asked === '' && search === '' && !isPlaceholderData
  return (
    <>
      {data === undefined ? (
        <main className="flex flex-1 items-center justify-center p-6">
          {error ? (
            <ErrorNote
              className="max-w-100"
              title={t('failed')}
              detail={Object.values(words(error)).join(' ')}
              actions={<Button onClick={() => void library.refetch()}>{t('again')}</Button>}
            />
          ) : (
            <p role="status" className="flex items-center gap-2 text-text-2">
              <Spinner />
              {t('loading')}
            </p>
          )}
        </main>
      ) : empty ? (
        <FirstRun list={list} />
      ) : (
        <Shelves {...{ library, list, search }} onSearch={setSearch} />
      )}
      <DropZone />
    </>
  )
}

/** A picture that was added alone opens in the editor; of several, each says that it has arrived. */
function useArrivals(): void {
  const t = useTranslations('upload')
  const router = useRouter()
  const refresh = useRefreshLibrary()
  useAdded(({ image, reduced, alone }) => {
    refresh()
    const open = () => router.push(`/images/${image.id}`)
    const detail = reduced
      ? t('reducedDone', {
          width: String(reduced.width),
          height: String(reduced.height),
          megabytes: inMillions(reduced.blob.size),
        })
      : undefined
    if (!alone || reduced) {
      const action = alone ? undefined : { label: t('open'), onSelect: open }
      notify({ kind: 'done', title: t('added', { name: image.name }), detail, action })
    }
    if (alone) open()
  })
}
