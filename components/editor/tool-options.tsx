'use client'

import { useTranslations } from 'next-intl'
import { Fragment, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { never } from '#lib/core/result.ts'
import { Button } from '../ui/button.tsx'
import { BrushHardness, BrushSize } from './brush-options.tsx'
import { useEditorSession } from './editor-session.tsx'
import type { ToolId } from './editor-store.ts'
import { GradientEnds, GradientForm } from './gradient-options.tsx'
import { GuideHint } from './guide-options.tsx'
import { useShortcuts } from './key-settings.ts'
import { NumericEntry } from './numeric-entry.tsx'
import { PaintValue } from './paint-value.tsx'
import { PenOptions } from './pen-options.tsx'
import { CombineChoice, type OptionSize, RegionFeather, WandContiguous, WandTolerance } from './region-options.tsx'
import { SmartSelectStart } from './smart-select/smart-select-options.tsx'

type ToolOptionsProps = {
  size?: OptionSize
  /** What is set less often has given way, and is to be found elsewhere. */
  hideSecond?: boolean
}

/** What the tool in hand can be set to. */
export function ToolOptions({ size = 'md', hideSecond = false }: ToolOptionsProps) {
  const { store } = useEditorSession()
  const tool = useStore(store, (state) => state.tool)
  // Of each tool anew: a field that is open in one does not stay open in the next.
  return (
    <Fragment key={tool}>
      <OptionsOf tool={tool} size={size} second={hideSecond ? null : <SecondOptions tool={tool} size={size} />} />
    </Fragment>
  )
}

type OptionsOfProps = { tool: ToolId; size: OptionSize; second: ReactNode }

function OptionsOf({ tool, size, second }: OptionsOfProps) {
  const height = size === 'touch' ? 44 : 32
  const value = <PaintValue height={height} />
  // Where the bar has more to show, the swatches must do.
  const swatches = <PaintValue height={height} bare={size === 'md'} />
  switch (tool) {
    case 'brush':
    case 'eraser':
      return (
        <>
          <BrushSize
            size={size}
            trackClassName={size === 'md' ? 'w-22 flex-none group-data-[yields~=tracks]/options:w-12' : undefined}
          />
          {second}
          {tool === 'brush' ? value : null}
          <PenOptions size={size} />
        </>
      )
    case 'rectangle':
    case 'ellipse':
      return (
        <>
          <CombineChoice size={size} />
          {second}
          {swatches}
          <NumericEntry tool={tool} size={size} />
        </>
      )
    case 'lasso':
    case 'polygon':
      return (
        <>
          <CombineChoice size={size} />
          {second}
          {value}
        </>
      )
    case 'smart-select':
      return (
        <>
          <CombineChoice size={size} />
          <SmartSelectOptions size={size} />
          {second}
          {swatches}
        </>
      )
    case 'wand':
      return (
        <>
          <CombineChoice size={size} />
          <WandTolerance size={size} />
          {second}
          {swatches}
        </>
      )
    case 'gradient':
      return (
        <>
          <CombineChoice size={size} />
          <GradientForm size={size} />
          {second}
          <NumericEntry tool="gradient" size={size} />
        </>
      )
    case 'guide':
      return (
        <>
          <NumericEntry tool="guide" size={size} />
          <GuideHint />
        </>
      )
    case 'pan':
    case 'zoom':
      return <ZoomChoice />
    default:
      return never(tool)
  }
}

export const hasSecondOptions = (tool: ToolId): boolean => tool !== 'guide' && tool !== 'pan' && tool !== 'zoom'

/** What is set less often: in a narrow bar it moves behind a button. */
export function SecondOptions({ tool, size }: { tool: ToolId; size: OptionSize }) {
  switch (tool) {
    case 'brush':
    case 'eraser':
      return (
        <BrushHardness
          size={size}
          trackClassName={size === 'md' ? 'w-18 flex-none group-data-[yields~=tracks]/options:w-12' : undefined}
        />
      )
    case 'wand':
      return (
        <>
          <WandContiguous size={size} />
          <RegionFeather size={size} />
        </>
      )
    case 'rectangle':
    case 'ellipse':
    case 'lasso':
    case 'polygon':
    case 'smart-select':
      return <RegionFeather size={size} />
    case 'gradient':
      return <GradientEnds size={size} />
    case 'guide':
    case 'pan':
    case 'zoom':
      return null
    default:
      return never(tool)
  }
}

function SmartSelectOptions({ size }: { size: OptionSize }) {
  const { store } = useEditorSession()
  const smartSelect = useStore(store, (state) => state.smartSelect)
  const locked = useStore(store, (state) => state.locked)
  return (
    <SmartSelectStart
      settings={smartSelect}
      disabled={locked}
      height={size === 'touch' ? 44 : 32}
      onChange={(next) => store.setState({ smartSelect: next })}
    />
  )
}

function ZoomChoice() {
  const t = useTranslations('editor')
  const keys = useShortcuts()
  const { canvas } = useEditorSession()
  return (
    <span className="flex gap-1">
      <Button kind="ghost" shortcut={keys('fit')} onClick={() => canvas.current?.fit()}>
        {t('fit')}
      </Button>
      {[1, 2].map((zoom) => (
        <Button
          key={zoom}
          kind="ghost"
          shortcut={zoom === 1 ? keys('actual-size') : undefined}
          onClick={() => canvas.current?.zoomTo(zoom)}
        >
          {t('percent', { value: zoom * 100 })}
        </Button>
      ))}
    </span>
  )
}
