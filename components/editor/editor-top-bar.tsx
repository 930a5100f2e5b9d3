'use client'

import { ChevronDown, Download, Redo2, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useStore } from 'zustand'
import { downloadUrl } from '#lib/client/picture-url.ts'
import { TopBar } from '../shell/top-bar.tsx'
import { buttonLook } from '../ui/button-look.ts'
import { cn } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { useShortcuts } from './key-settings.ts'
import { useDownloadItems } from './use-download-items.tsx'

/** Name of the picture, when the mask was kept, undo, redo, download. */
export const EditorTopBar = () => <TopBar middle={<PictureName />} actions={<Actions />} />

function PictureName() {
  const { image } = useEditorSession()
  return (
    <Menu
      align="center"
      trigger={
        <button
          type="button"
          className="flex h-8 min-w-0 items-center gap-1.5 rounded-md px-2 font-medium transition-colors live:hover:bg-raise"
        >
          <span className="truncate">{image.name}</span>
          <ChevronDown aria-hidden="true" className="size-3.5 text-text-2" />
        </button>
      }
      items={useDownloadItems()}
    />
  )
}

export function UndoRedo({ size }: { size?: 'md' | 'touch' }) {
  const t = useTranslations('editor')
  const { store, canvas, guides } = useEditorSession()
  const keys = useShortcuts()
  const mask = {
    canUndo: useStore(store, ({ mask }) => mask.canUndo),
    canRedo: useStore(store, ({ mask }) => mask.canRedo),
  }
  const tool = useStore(store, (state) => state.tool)
  // Of what the tool in hand changes.
  const { canUndo, canRedo } = tool === 'guide' ? guides : mask
  const locked = useStore(store, (state) => state.locked)
  return (
    <>
      <IconButton
        label={t('undo')}
        shortcut={keys('undo')}
        size={size}
        disabled={!canUndo || locked}
        onClick={() => canvas.current?.undo()}
      >
        <Undo2 aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t('redo')}
        shortcut={keys('redo')}
        size={size}
        disabled={!canRedo || locked}
        onClick={() => canvas.current?.redo()}
      >
        <Redo2 aria-hidden="true" />
      </IconButton>
    </>
  )
}

function Actions() {
  const t = useTranslations('editor')
  const words = useEditWords()
  const { store, image } = useEditorSession()
  const savedAt = useStore(store, (state) => state.mask.savedAt)
  return (
    <>
      {savedAt === null ? null : (
        <span className="mr-2 text-meta text-text-3 tabular-nums max-lg:hidden">
          {t('saved', { time: words.time(savedAt) })}
        </span>
      )}
      <UndoRedo />
      <span aria-hidden="true" className="mx-1 h-5 w-px bg-line" />
      <Tooltip label={t('download')}>
        <a
          href={downloadUrl(image.id)}
          download
          aria-label={t('download')}
          className={cn(buttonLook({ kind: 'ghost' }), 'w-8 px-0 hover:bg-raise hover:text-text-1')}
        >
          <Download aria-hidden="true" />
        </a>
      </Tooltip>
    </>
  )
}
