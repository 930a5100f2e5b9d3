'use client'

import { ImageDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { mayBePicture, readTransfer } from '#lib/client/incoming.ts'
import { isCovered, isTyping } from '#lib/client/keys.ts'
import { uploads } from '#lib/client/uploads.ts'
import { notify } from '../ui/toast.tsx'

/** Takes what is dropped or pasted anywhere on the page; while a file is over it, the page dims and the zone stands out. */
export function DropZone() {
  const t = useTranslations('upload')
  const over = useDrop()
  usePaste()
  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-40 bg-black/34 p-6 pt-18 max-sm:p-3 max-sm:pt-17">
      <div className="flex h-full flex-col items-center justify-center gap-2 rounded-xl border border-text-1 text-center">
        <div className="flex flex-col items-center gap-2 rounded-lg bg-chrome px-8 py-6 shadow-float">
          <ImageDown aria-hidden="true" className="size-6 text-text-2" />
          <p className="font-semibold text-lead">{t('dropTitle')}</p>
          <p className="text-meta text-text-2">{t('dropDetail')}</p>
        </div>
      </div>
    </div>
  )
}

function useDrop(): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    // Enter and leave come for every element that is crossed; the balance tells whether the page is left.
    let depth = 0
    // A picture of our own that is dragged about must not be added again.
    let own = false
    const leave = () => {
      depth = 0
      setOver(false)
    }
    const takes = (event: DragEvent): DataTransfer | null =>
      !own && event.dataTransfer && mayBePicture(event.dataTransfer) ? event.dataTransfer : null

    const on = new AbortController()
    const { signal } = on
    window.addEventListener('dragstart', () => (own = true), { signal })
    window.addEventListener('dragend', () => (own = false), { signal })
    window.addEventListener(
      'dragenter',
      (event) => {
        if (!takes(event)) return
        event.preventDefault()
        depth++
        setOver(true)
      },
      { signal },
    )
    window.addEventListener(
      'dragover',
      (event) => {
        const transfer = takes(event)
        if (!transfer) return
        event.preventDefault()
        transfer.dropEffect = 'copy'
      },
      { signal },
    )
    window.addEventListener(
      'dragleave',
      (event) => {
        if (takes(event) && --depth <= 0) leave()
      },
      { signal },
    )
    window.addEventListener(
      'drop',
      (event) => {
        const transfer = takes(event)
        if (!transfer) return
        event.preventDefault()
        leave()
        uploads.add(readTransfer(transfer))
      },
      { signal },
    )
    return () => on.abort()
  }, [])
  return over
}

function usePaste(): void {
  const t = useTranslations('upload')
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (!event.clipboardData || isTyping(event.target) || isCovered()) return
      event.preventDefault()
      const sources = readTransfer(event.clipboardData)
      if (sources.length > 0) uploads.add(sources)
      else notify({ kind: 'info', title: t('noPicture'), detail: t('noPictureDetail'), id: 'no-picture' })
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [t])
}
