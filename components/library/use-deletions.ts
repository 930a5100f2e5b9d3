'use client'

import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react'
import { deleteImage } from '#lib/client/api.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import type { LibraryItem, LibraryPage } from '#lib/client/schemas.ts'
import { dismissNotice, notify } from '../ui/toast.tsx'
import { createDeletions } from './deletions.ts'

const none: ReadonlySet<string> = new Set()

/** Deletes pictures with their versions, with a way back for as long as the notice of it stands. */
export function useDeletions() {
  const t = useTranslations('library')
  const words = useErrorWords()
  const client = useQueryClient()
  const drop = useEffectEvent((id: string) => {
    client.setQueriesData<InfiniteData<LibraryPage>>({ queryKey: ['images'] }, (data) =>
      data
        ? {
            ...data,
            pages: data.pages.map((page) => ({ ...page, images: page.images.filter((image) => image.id !== id) })),
          }
        : data,
    )
  })
  const complain = useEffectEvent((id: string, error: unknown) => {
    const pages = client.getQueriesData<InfiniteData<LibraryPage>>({ queryKey: ['images'] })
    const known = pages.flatMap(([, data]) => data?.pages.flatMap(({ images }) => images) ?? [])
    const name = known.find((image) => image.id === id)?.name ?? ''
    notify({
      kind: 'error',
      title: t('deleteFailed', { name }),
      detail: Object.values(words(error)).join(' '),
      id: `delete-${id}`,
    })
  })
  const notices = useRef<string[]>([])
  const [deletions, setDeletions] = useState<ReturnType<typeof createDeletions> | null>(null)
  useEffect(() => {
    const made = createDeletions({
      remove: deleteImage,
      onDeleted: (id) => drop(id),
      onFailed: (id, error) => complain(id, error),
    })
    setDeletions(made)
    window.addEventListener('pagehide', made.settleAll)
    return () => {
      window.removeEventListener('pagehide', made.settleAll)
      made.settleAll()
      // Their way back is closed, so no notice may offer it on the next page.
      for (const id of notices.current) dismissNotice(id)
    }
  }, [])
  const hidden = useSyncExternalStore(
    deletions?.subscribe ?? nothingToHear,
    () => deletions?.hidden() ?? none,
    () => none,
  )

  const remove = (images: readonly LibraryItem[]): void => {
    const begun = deletions?.begin(images.map(({ id }) => id))
    if (!begun) return
    const id = `deleted-${images[0].id}`
    notices.current.push(id)
    notify({
      id,
      kind: 'done',
      title: images.length === 1 ? t('deleted', { name: images[0].name }) : t('deletedMany', { count: images.length }),
      action: { label: t('undo'), onSelect: begun.undo },
      onClose: begun.settle,
    })
  }
  return { hidden, remove }
}

const nothingToHear = () => () => {}
