'use client'

import { Toolbar } from '@base-ui/react/toolbar'
import {
  ArrowLeftRight,
  Blend,
  CircleDashed,
  Contrast,
  Ellipsis,
  Eraser,
  Hand,
  Lasso,
  Paintbrush,
  Pentagon,
  Spline,
  SquareDashed,
  SquareDashedMousePointer,
  Trash2,
  WandSparkles,
  ZoomIn,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { IconButton, type IconButtonProps } from '../ui/icon-button.tsx'
import { useEditorSession } from './editor-session.tsx'
import { regionTools, type ToolId } from './editor-store.ts'
import { useShortcuts } from './key-settings.ts'
import { MaskMenu } from './mask-menu.tsx'

export const toolIcons: Readonly<Record<ToolId, ReactNode>> = {
  brush: <Paintbrush aria-hidden="true" />,
  eraser: <Eraser aria-hidden="true" />,
  rectangle: <SquareDashed aria-hidden="true" />,
  ellipse: <CircleDashed aria-hidden="true" />,
  lasso: <Lasso aria-hidden="true" />,
  polygon: <Pentagon aria-hidden="true" />,
  wand: <WandSparkles aria-hidden="true" />,
  'smart-select': <SquareDashedMousePointer aria-hidden="true" />,
  gradient: <Blend aria-hidden="true" />,
  guide: <Spline aria-hidden="true" />,
  pan: <Hand aria-hidden="true" />,
  zoom: <ZoomIn aria-hidden="true" />,
}
export const painters = ['brush', 'eraser'] as const satisfies readonly ToolId[]
export const movers = ['pan', 'zoom'] as const satisfies readonly ToolId[]

/** One column of 36 px squares, one stop for the Tab key. */
export function ToolRail() {
  const t = useTranslations('editor')
  const menu = useTranslations('editor.maskMenu')
  const keys = useShortcuts()
  const { store, canvas, guides } = useEditorSession()
  const tool = useStore(store, (state) => state.tool)
  const paint = useStore(store, (state) => state.paint)
  const locked = useStore(store, (state) => state.locked)
  const empty = useStore(store, ({ mask }) => mask.coverage === 0)
  const ready = useStore(store, ({ mask }) => mask.status === 'ready') && !locked
  const swap = () => store.setState({ paint: paint === 'edit' ? 'protect' : 'edit' })

  const maker = (id: ToolId) => (
    <RailButton
      key={id}
      label={t(`tool.${id}`)}
      shortcut={id === 'guide' ? undefined : keys(id)}
      tone="accent"
      pressed={tool === id && !locked}
      disabled={locked}
      onClick={() => store.setState({ tool: id })}
    >
      {toolIcons[id]}
    </RailButton>
  )

  return (
    <Toolbar.Root
      orientation="vertical"
      aria-label={t('tools')}
      className="flex w-13 flex-none flex-col items-center gap-0.5 overflow-y-auto border-line border-r bg-chrome py-2 [scrollbar-width:none]"
    >
      {painters.map(maker)}
      <Line />
      {regionTools.map(maker)}
      {guides.offered ? maker('guide') : null}
      <Line />
      {movers.map((id) => (
        <RailButton
          key={id}
          label={t(`tool.${id}`)}
          shortcut={keys(id)}
          // While the mask is locked the hand is what a drag does.
          pressed={tool === id || (locked && id === 'pan' && tool !== 'zoom')}
          onClick={() => store.setState({ tool: id })}
        >
          {toolIcons[id]}
        </RailButton>
      ))}
      <Line />
      <RailButton
        label={t(paint === 'edit' ? 'paintingEdit' : 'paintingProtect')}
        shortcut={keys('swap')}
        disabled={locked}
        onClick={swap}
        className="h-11"
      >
        <PaintSquares paint={paint} />
      </RailButton>
      <RailButton label={t('swap')} disabled={locked} onClick={swap}>
        <ArrowLeftRight aria-hidden="true" className="size-4!" />
      </RailButton>
      <span className="flex-1" />
      <MaskMenu
        side="right"
        align="end"
        trigger={
          <RailButton label={menu('name')} disabled={!ready}>
            <Ellipsis aria-hidden="true" />
          </RailButton>
        }
      />
      <RailButton
        label={t('invert')}
        shortcut={keys('invert')}
        disabled={!ready}
        onClick={() => canvas.current?.invert()}
      >
        <Contrast aria-hidden="true" />
      </RailButton>
      <RailButton
        label={t('clear')}
        shortcut={keys('clear')}
        disabled={!ready || empty}
        onClick={() => canvas.current?.clear()}
      >
        <Trash2 aria-hidden="true" />
      </RailButton>
    </Toolbar.Root>
  )
}

const RailButton = (props: IconButtonProps) => (
  <Toolbar.Button
    disabled={props.disabled}
    focusableWhenDisabled={false}
    render={<IconButton {...props} size="tool" tooltipSide="right" />}
  />
)

const Line = () => <span aria-hidden="true" className="my-1.5 h-px w-6 bg-line" />

/** White over black: what the brush paints now lies on top. */
function PaintSquares({ paint }: { paint: 'edit' | 'protect' }) {
  const [front, back] = paint === 'edit' ? ['bg-white', 'bg-black'] : ['bg-black', 'bg-white']
  return (
    <span aria-hidden="true" className="relative size-7">
      <i className={`absolute right-0 bottom-0 size-4.5 rounded-sm ${back} shadow-[inset_0_0_0_1px_#6b6b6b]`} />
      <i
        className={`absolute top-0 left-0 size-4.5 rounded-sm ${front} shadow-[0_0_0_2px_var(--chrome),inset_0_0_0_1px_#9a9a9a]`}
      />
    </span>
  )
}
