'use client'

import { ImageDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useState } from 'react'
import { bringsFiles, mayBePicture, readTransfer, undiverted } from '#lib/client/incoming.ts'
import { isCovered, isTyping } from '#lib/client/keys.ts'
import { type UploadSource, uploads } from '#lib/client/uploads.ts'
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
  const take = useTake()
  useEffect(() => {
    // Enter and leave come for every element that is crossed; the balance tells whether the page is left.
    let depth = 0
    // A picture of our own that is dragged about must not be added again.
    let own = false
    const leave = () => {
      depth = 0
      setOver(false)
    }
    const takes = ({ dataTransfer, target }: DragEvent): DataTransfer | null =>
      dataTransfer && !own && mayBePicture(dataTransfer) && !isForField({ dataTransfer, target }) ? dataTransfer : null
    // Left to the browser, a drop that nobody takes opens the file or the link in place of the page, with all its work.
    const stay = (event: DragEvent) => {
      const { dataTransfer, target } = event
      if (dataTransfer === null || isForField({ dataTransfer, target })) return
      event.preventDefault()
      dataTransfer.dropEffect = 'none'
    }

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
        if (!transfer) return stay(event)
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
        if (!transfer) return stay(event)
        event.preventDefault()
        leave()
        take(readTransfer(transfer), 'dropped')
      },
      { signal },
    )
    return () => on.abort()
  }, [take])
  return over
}

/** Text that is dragged or pasted into a field is the field's; a file never is. */
const isForField = ({ dataTransfer, target }: { dataTransfer: DataTransfer; target: EventTarget | null }): boolean =>
  isTyping(target) && !bringsFiles(dataTransfer)

/** Adds what was read, or says that there was no picture. */
function useTake(): (sources: readonly UploadSource[], way: 'dropped' | 'pasted') => void {
  const t = useTranslations('upload')
  return useCallback(
    (sources, way) => {
      if (sources.length > 0) return uploads.add(undiverted(sources))
      const pasted = way === 'pasted'
      notify({
        kind: 'info',
        title: t(pasted ? 'noPicture' : 'noPictureDropped'),
        detail: t(pasted ? 'noPictureDetail' : 'noPictureDroppedDetail'),
        id: 'no-picture',
      })
    },
    [t],
  )
}

function usePaste(): void {
  const take = useTake()
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const { clipboardData, target } = event
      if (!clipboardData || isCovered()) return
      // Some programs copy a picture of the text along with it: in a field, the text is meant.
      const text = clipboardData.types.includes('text/plain')
      if (isTyping(target) && (text || !bringsFiles(clipboardData))) return
      event.preventDefault()
      take(readTransfer(clipboardData), 'pasted')
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [take])
}
