'use client'

import { useTranslations } from 'next-intl'
import { useErrorWords } from '#lib/client/error-words.ts'
import { useUploads } from '#lib/client/use-uploads.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { FirstRun } from './first-run.tsx'
import { Shelves } from './shelves.tsx'
import { useLibrary } from './use-library.ts'
import { useWish } from './use-wish.ts'

/** The page of all pictures: what it shows depends on whether there are any. */
export function Library() {
  const t = useTranslations('library')
  const words = useErrorWords()
  const [wish, change] = useWish()
  const library = useLibrary(wish)
  const list = useUploads()

  const { data, error, images, asked, isPlaceholderData } = library
  const empty =
    data !== undefined &&
    images.length === 0 &&
    asked === '' &&
    wish.search === '' &&
    wish.filter === 'all' &&
    !isPlaceholderData
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
        <Shelves {...{ library, list, wish }} onWish={change} />
      )}
    </>
  )
}
