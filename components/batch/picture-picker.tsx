'use client'

import { Check, Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useLibrary } from '../library/use-library.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { Picture } from './batch-draft.ts'
import { PictureImage } from './picture-image.tsx'

type PickerProps = {
  title: string
  /** One picture ends it; without it as many as are wanted. */
  single?: boolean
  onPick(pictures: readonly Picture[]): void
  onClose(): void
}

/** Pictures of the library, to choose one or many of. */
export function PicturePicker({ title, single = false, onPick, onClose }: PickerProps) {
  const t = useTranslations('batch')
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<readonly Picture[]>([])
  const { images, hasNextPage, fetchNextPage, isFetchingNextPage } = useLibrary({
    search,
    filter: 'all',
    sort: 'newest',
  })
  const toggle = (picture: Picture) => {
    if (single) onPick([picture])
    else {
      const there = chosen.some(({ id }) => id === picture.id)
      setChosen(there ? chosen.filter(({ id }) => id !== picture.id) : [...chosen, picture])
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      width="sheet"
      head={
        <TextField
          type="search"
          label={t('searchPictures')}
          hideLabel
          placeholder={t('searchPictures')}
          icon={<Search aria-hidden="true" />}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="ml-auto w-60 max-sm:w-36"
        />
      }
      actions={
        single ? undefined : (
          <>
            <Button kind="ghost" onClick={() => setChosen(chosen.length < images.length ? images : [])}>
              {t(chosen.length < images.length ? 'selectAll' : 'selectNone')}
            </Button>
            <Button
              disabledReason={chosen.length === 0 ? t('nothingChosen') : null}
              onClick={() => onPick(chosen)}
              className="tabular-nums"
            >
              {t('addCount', { count: chosen.length })}
            </Button>
          </>
        )
      }
    >
      {images.length === 0 ? <p className="py-6 text-text-2">{t('libraryEmpty')}</p> : null}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(132px,1fr))] gap-3">
        {images.map((image) => {
          const on = chosen.some(({ id }) => id === image.id)
          return (
            <li key={image.id}>
              <button
                type="button"
                aria-pressed={single ? undefined : on}
                aria-label={image.name}
                onClick={() => toggle(image)}
                className="block w-full rounded-md text-left"
              >
                <span
                  className={cn(
                    'relative block aspect-3/2 overflow-hidden rounded-md bg-raise',
                    on && 'outline-2 outline-text-1 outline-offset-2',
                  )}
                >
                  <PictureImage imageId={image.id} width={240} />
                  {on ? (
                    <span className="absolute top-1.5 left-1.5 flex size-5 items-center justify-center rounded-sm bg-white text-black">
                      <Check aria-hidden="true" className="size-3.5 stroke-3" />
                    </span>
                  ) : null}
                </span>
                <span aria-hidden="true" className="mt-1 block truncate text-meta">
                  {image.name}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      {hasNextPage ? (
        <Button
          kind="outline"
          busy={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
          className="mx-auto mt-4 flex"
        >
          {t('morePictures')}
        </Button>
      ) : null}
    </Dialog>
  )
}
