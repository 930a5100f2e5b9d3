'use client'

import { FolderDown, LayoutGrid, Trash2, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent } from 'react'
import { isCovered, isTyping } from '#lib/client/keys.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'

type SelectionBarProps = {
  ids: readonly string[]
  /** Everything that is listed now. */
  onAll(): void
  onDelete(): void
  /** Sets up a batch with them. */
  onBatch(): void
  onClear(): void
}

/** What can be done with the pictures that are chosen; Escape lets them go, Delete deletes them. */
export function SelectionBar({ ids, onAll, onDelete, onBatch, onClear }: SelectionBarProps) {
  const t = useTranslations('library')
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (isTyping(event.target) || isCovered() || event.defaultPrevented) return
    if (event.key === 'Escape') onClear()
    else if (event.key === 'Delete') onDelete()
    else return
    event.preventDefault()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  return (
    <section
      aria-label={t('selection')}
      className="sticky bottom-0 z-10 mx-auto flex w-max max-w-full items-center gap-1 rounded-lg bg-raise p-1.5 shadow-float max-sm:w-full"
    >
      <p role="status" className="px-2.5 font-medium tabular-nums max-sm:flex-1">
        {t('selected', { count: ids.length })}
      </p>
      <Button kind="ghost" onClick={onAll} className="live:hover:bg-hover max-sm:h-11">
        {t('selectAll')}
      </Button>
      <Button
        kind="ghost"
        icon={<LayoutGrid aria-hidden="true" />}
        onClick={onBatch}
        className="text-text-1 live:hover:bg-hover max-sm:h-11"
      >
        {t('batch')}
      </Button>
      {/* A form, and not a fetch: what it answers goes to a file as it comes. */}
      <form method="post" action="/api/images/archive">
        {ids.map((id) => (
          <input key={id} type="hidden" name="id" value={id} />
        ))}
        <Button
          type="submit"
          kind="ghost"
          icon={<FolderDown aria-hidden="true" />}
          aria-label={t('downloadZip', { count: ids.length })}
          className="text-text-1 live:hover:bg-hover max-sm:h-11"
        >
          ZIP
        </Button>
      </form>
      <Button
        kind="ghost"
        icon={<Trash2 aria-hidden="true" />}
        onClick={onDelete}
        className="text-text-1 live:hover:bg-hover max-sm:h-11"
      >
        {t('delete')}
      </Button>
      <IconButton label={t('selectNone')} onClick={onClear} className="live:hover:bg-hover max-sm:size-11">
        <X aria-hidden="true" />
      </IconButton>
    </section>
  )
}
