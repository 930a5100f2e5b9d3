'use client'

import { Contrast, Download, Ellipsis, FileDown, Info, SquareSplitHorizontal, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import { useStore } from 'zustand'
import { downloadUrl } from '#lib/client/picture-url.ts'
import { CompareBar } from '../compare/compare-bar.tsx'
import { useLanguageItems } from '../shell/language-menu.tsx'
import { useThemeSwitch } from '../shell/theme-switch.tsx'
import { TopBar } from '../shell/top-bar.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { EditorStage } from './editor-stage.tsx'
import type { ToolId } from './editor-store.ts'
import { UndoRedo } from './editor-top-bar.tsx'
import { BrushSize, HoldOriginal } from './options-bar.tsx'
import { PhoneSheet } from './phone-sheet.tsx'
import { toolIcons } from './tool-rail.tsx'

/** 390 × 844: header 56, canvas, tool dock 100, sheet. */
export function PhoneEditor({ promptRef }: { promptRef: Ref<HTMLTextAreaElement> }) {
  const { compare, tree } = useEditorSession()
  return (
    <div data-shell="editor" className="relative flex h-dvh flex-col overflow-hidden">
      <TopBar middle={<Title />} actions={<Actions />} />
      <main className="flex min-h-0 flex-1 flex-col">
        <EditorStage />
        {compare.shown ? <CompareBar compare={compare} versions={tree.versions} /> : <ToolDock />}
        <PhoneSheet promptRef={promptRef} />
      </main>
    </div>
  )
}

function Title() {
  const words = useEditWords()
  const { image, version } = useEditorSession()
  return (
    <div className="min-w-0 flex-1">
      <h1 className="truncate font-medium text-[15px] leading-5">{image.name}</h1>
      <p className="truncate text-meta text-text-2">{`v${version.number} ${words.versionName(version)}`}</p>
    </div>
  )
}

function Actions() {
  const t = useTranslations('editor')
  const words = useEditWords()
  const edit = useTranslations('edit')
  const { compare, tree, image, lineage, open, version, result, changeDraft } = useEditorSession()
  const languages = useLanguageItems()
  const theme = useThemeSwitch()
  return (
    <>
      <UndoRedo size="touch" />
      <IconButton
        label={t('compareName')}
        size="touch"
        pressed={compare.shown}
        disabled={!compare.possible}
        onClick={compare.toggle}
      >
        <SquareSplitHorizontal aria-hidden="true" />
      </IconButton>
      <Menu
        trigger={
          <IconButton label={t('more')} size="touch">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
        items={[
          ...tree.versions.map((version) => ({
            kind: 'choice' as const,
            label: `v${version.number} ${words.versionName(version)}`,
            checked: version.key === image.id,
            onSelect: () => open(version.key),
          })),
          { kind: 'line' },
          ...(version.edit !== null && result === null
            ? [
                {
                  label: edit('resultOf', { number: version.number }),
                  icon: <Info aria-hidden="true" />,
                  onSelect: () => changeDraft({ continued: false }),
                },
              ]
            : []),
          {
            kind: 'link',
            label: t('downloadVersion'),
            icon: <Download aria-hidden="true" />,
            href: downloadUrl(image.id),
            download: true,
          },
          {
            kind: 'link',
            label: t('downloadOriginal'),
            icon: <FileDown aria-hidden="true" />,
            href: `/api/images/${lineage.rootImageId}/original`,
            download: true,
          },
          { kind: 'line' },
          theme,
          ...languages,
        ]}
      />
    </>
  )
}

const tools: readonly ToolId[] = ['brush', 'eraser', 'pan', 'zoom']

function ToolDock() {
  const t = useTranslations('editor')
  const { store, canvas } = useEditorSession()
  const { tool, locked, mask } = useStore(store)
  const ready = mask.status === 'ready' && !locked
  return (
    <div className="flex-none border-line border-t bg-chrome pb-1">
      <div className="px-4">
        <BrushSize size="touch" />
      </div>
      <div role="toolbar" aria-label={t('tools')} className="flex h-13 items-center justify-between px-2">
        {tools.map((id) => {
          const makes = id === 'brush' || id === 'eraser'
          return (
            <IconButton
              key={id}
              label={t(`tool.${id}`)}
              size="touch"
              tone={makes ? 'accent' : 'neutral'}
              pressed={tool === id && !(makes && locked)}
              disabled={makes && locked}
              onClick={() => store.setState({ tool: id })}
              className="rounded-lg"
            >
              {toolIcons[id]}
            </IconButton>
          )
        })}
        <HoldOriginal size="touch" />
        <IconButton label={t('invert')} size="touch" disabled={!ready} onClick={() => canvas.current?.invert()}>
          <Contrast aria-hidden="true" />
        </IconButton>
        <IconButton
          label={t('clear')}
          size="touch"
          disabled={!ready || mask.coverage === 0}
          onClick={() => canvas.current?.clear()}
        >
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
    </div>
  )
}
