'use client'

import { Settings2, SquareDashedBottom } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { never } from '#lib/core/result.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Popover } from '../ui/popover.tsx'
import { BrushSize } from './brush-options.tsx'
import { useEditorSession } from './editor-session.tsx'
import { regionTools, type ToolId } from './editor-store.ts'
import { FilmSettings } from './film-controls.tsx'
import { GuideHint } from './guide-options.tsx'
import { MaskMenu } from './mask-menu.tsx'
import { HoldOriginal } from './options-bar.tsx'
import { CombineChoice, RegionFeather, WandTolerance } from './region-options.tsx'
import { ToolOptions } from './tool-options.tsx'
import { movers, painters, toolIcons } from './tool-rail.tsx'

const makers: readonly ToolId[] = [...painters, ...regionTools]

/** 100 high: what is set most often of the tool in hand, then the tools, which scroll, and what is always there. */
export function ToolDock() {
  const t = useTranslations('editor')
  const { store, guides } = useEditorSession()
  const tool = useStore(store, (state) => state.tool)
  const locked = useStore(store, (state) => state.locked)
  const ready = useStore(store, ({ mask }) => mask.status === 'ready') && !locked
  const tools = [...makers, ...(guides.offered ? (['guide'] as const) : []), ...movers]
  const chosen = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tool that was chosen is to be seen, however it was chosen
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tool])

  return (
    <div className="flex-none border-line border-t bg-chrome pb-1">
      <div className="flex h-11 items-center gap-2 pr-2 pl-4">
        <div className="min-w-0 flex-1 *:min-w-0">
          <FirstOption tool={tool} />
        </div>
        <Popover
          title={t(`tool.${tool}`)}
          side="top"
          align="end"
          trigger={
            <IconButton label={t('region.options')} size="touch">
              <Settings2 aria-hidden="true" />
            </IconButton>
          }
        >
          <div className="flex max-h-[60dvh] flex-col gap-2 overflow-y-auto">
            <ToolOptions size="touch" />
            <FilmSettings />
          </div>
        </Popover>
      </div>
      <div className="flex h-13 items-center px-2">
        <div
          role="toolbar"
          aria-label={t('tools')}
          className="flex min-w-0 flex-1 items-center gap-0.5 overflow-x-auto [scrollbar-width:none]"
        >
          {tools.map((id) => {
            const makes = id !== 'pan' && id !== 'zoom'
            return (
              <IconButton
                key={id}
                ref={tool === id ? chosen : undefined}
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
        </div>
        <span aria-hidden="true" className="mx-1 h-6 w-px flex-none bg-line" />
        <HoldOriginal size="touch" />
        <MaskMenu
          side="top"
          align="end"
          withInvertAndClear
          trigger={
            <IconButton label={t('maskMenu.name')} size="touch" disabled={!ready}>
              <SquareDashedBottom aria-hidden="true" />
            </IconButton>
          }
        />
      </div>
    </div>
  )
}

/** The one setting that is changed most. */
function FirstOption({ tool }: { tool: ToolId }) {
  switch (tool) {
    case 'brush':
    case 'eraser':
    case 'pan':
    case 'zoom':
      return <BrushSize size="touch" />
    case 'wand':
      return <WandTolerance size="touch" />
    case 'guide':
      return <GuideHint />
    case 'gradient':
      return <CombineChoice size="touch" />
    case 'rectangle':
    case 'ellipse':
    case 'lasso':
    case 'polygon':
    case 'smart-select':
      return <RegionFeather size="touch" />
    default:
      return never(tool)
  }
}
