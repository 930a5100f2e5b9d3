'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { inMillions } from '#lib/client/reduction.ts'
import { uploads } from '#lib/client/uploads.ts'
import { useAdded, useUploads } from '#lib/client/use-uploads.ts'
import { notify } from '../ui/toast.tsx'
import { DropZone } from './drop-zone.tsx'
import { UploadList } from './upload-list.tsx'
import { useRefreshLibrary } from './use-library.ts'

/** On every page of the studio: takes what is dropped or pasted, and tells what becomes of it. */
export function IncomingPictures() {
  const pathname = usePathname()
  const inLibrary = pathname === '/'
  useArrivals({ inLibrary, quiet: pathname === '/batch' })
  return (
    <>
      {inLibrary ? null : <UploadTray />}
      <DropZone />
    </>
  )
}

/**
 * In the library a picture that was added alone opens in the editor; of several, each says that it has arrived. While
 * another picture is open, its page stays: there is work on it. A batch takes what arrives as its own, and says nothing.
 */
function useArrivals({ inLibrary, quiet }: { inLibrary: boolean; quiet: boolean }): void {
  const t = useTranslations('upload')
  const router = useRouter()
  const refresh = useRefreshLibrary()
  useAdded(({ image, reduced, alone }) => {
    refresh()
    if (quiet) return
    const opens = alone && inLibrary
    const open = () => router.push(`/images/${image.id}`)
    const detail = reduced
      ? t('reducedDone', {
          width: String(reduced.width),
          height: String(reduced.height),
          megabytes: inMillions(reduced.blob.size),
        })
      : undefined
    if (!opens || reduced) {
      const action = opens ? undefined : { label: t('open'), onSelect: open }
      notify({ kind: 'done', title: t('added', { name: image.name }), detail, action })
    }
    if (opens) open()
  })
}

const isOver = new Set(['failed', 'cannot-reduce', 'offered'])

/** What is on its way, floating over the open picture. What had ended before this page was opened is the library's. */
function UploadTray() {
  const [old] = useState(() => new Set(uploads.list().flatMap(({ id, state }) => (isOver.has(state.kind) ? [id] : []))))
  const list = useUploads().filter(({ id }) => !old.has(id))
  const box = useRef<HTMLDivElement>(null)
  const shown = list.length > 0
  // On a phone the toasts stand under it.
  useEffect(() => {
    if (!shown || !box.current) return
    const { style } = document.documentElement
    const observer = new ResizeObserver(([entry]) =>
      style.setProperty('--tray-height', `${entry.contentRect.height + 12}px`),
    )
    observer.observe(box.current)
    return () => {
      observer.disconnect()
      style.removeProperty('--tray-height')
    }
  }, [shown])
  if (!shown) return null
  return (
    <div
      ref={box}
      className="fixed top-(--note-top) left-17 z-30 max-h-[60dvh] w-90 overflow-y-auto rounded-md shadow-float max-sm:right-3 max-sm:left-3 max-sm:w-auto"
    >
      <UploadList list={list} className="gap-px [&>li]:max-w-none [&>li]:rounded-none" />
    </div>
  )
}
