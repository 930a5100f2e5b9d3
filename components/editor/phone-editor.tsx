'use client'

import { Ellipsis, Info, SquareSplitHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import { CompareBar } from '../compare/compare-bar.tsx'
import { SheetBar } from '../contact-sheet/sheet-bar.tsx'
import { useLanguageItems } from '../shell/language-menu.tsx'
import { useThemeSwitch } from '../shell/theme-switch.tsx'
import { TopBar } from '../shell/top-bar.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { EditorStage } from './editor-stage.tsx'
import { UndoRedo } from './editor-top-bar.tsx'
import { PhoneSheet } from './phone-sheet.tsx'
import { ToolDock } from './tool-dock.tsx'
import { useDownloadItems } from './use-download-items.tsx'

/** 390 × 844: header 56, canvas, tool dock 100, sheet. */
export function PhoneEditor({ promptRef }: { promptRef: Ref<HTMLTextAreaElement> }) {
  const { compare, tree, sheet } = useEditorSession()
  return (
    <div data-shell="editor" className="relative flex h-dvh flex-col overflow-hidden">
      <TopBar middle={<Title />} actions={<Actions />} />
      <main className="flex min-h-0 flex-1 flex-col">
        <EditorStage />
        {compare.shown ? (
          <CompareBar compare={compare} versions={tree.versions} />
        ) : sheet.now !== null ? (
          <SheetBar sheet={sheet.now} />
        ) : (
          <ToolDock />
        )}
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
  const { compare, tree, image, open, version, result, changeDraft } = useEditorSession()
  const languages = useLanguageItems()
  const theme = useThemeSwitch()
  const downloads = useDownloadItems()
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
          ...downloads,
          { kind: 'line' },
          theme,
          ...languages,
        ]}
      />
    </>
  )
}
