'use client'

import { Eye, SlidersHorizontal, SquareSplitHorizontal } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Slider } from '../ui/slider.tsx'
import { useEditorSession } from './editor-session.tsx'
import { FilmControls, FilmPopover } from './film-controls.tsx'
import { firstBrushSize } from './kept-tools.ts'
import { PaintValue, paintKind } from './paint-value.tsx'
import { toolIcons } from './tool-rail.tsx'
import { useFit } from './use-fit.ts'

type OptionsBarProps = {
  /** Below 900 px the panel is a drawer, opened from here. */
  drawer: { open: boolean; toggle(): void }
}

/** What gives way where the bar is narrow, in this order: the overlay and the hardness go behind one button. */
const waysToYield = ['overlay', 'tool', 'labels', 'words', 'tracks', 'hardness'] as const

/** 44 high: what the tool in hand can be set to, then how the picture is seen. */
export function OptionsBar({ drawer }: OptionsBarProps) {
  const t = useTranslations('editor')
  const { store, canvas } = useEditorSession()
  const tool = useStore(store, (state) => state.tool)
  const locked = useStore(store, (state) => state.locked)
  const kind = useStore(store, paintKind)
  const paints = tool === 'brush' || tool === 'eraser'
  const { bar, row, step } = useFit(waysToYield.length, `${tool} ${kind} ${useLocale()}`)
  const yields = waysToYield.slice(0, step)
  const hidesHardness = yields.includes('hardness')
  return (
    <fieldset
      ref={bar}
      data-yields={yields.join(' ')}
      aria-label={t('options')}
      className="group/options flex h-11 min-w-0 flex-none items-center gap-2 border-line border-b bg-chrome px-3"
    >
      <div
        ref={row}
        className="flex h-full min-w-0 flex-1 items-center gap-3.5 group-data-[yields~=tracks]/options:gap-2"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a layout of its own */}
        <span
          role="group"
          aria-disabled={locked && paints}
          className={`flex items-center gap-2 font-medium ${locked && paints ? 'opacity-38' : ''} [&>svg]:size-4`}
        >
          {toolIcons[tool]}
          <span className="whitespace-nowrap group-data-[yields~=tool]/options:hidden">{t(`tool.${tool}`)}</span>
        </span>
        {paints ? (
          <>
            <BrushSize trackClassName="w-22 flex-none group-data-[yields~=tracks]/options:w-12" />
            {hidesHardness ? null : (
              <BrushHardness trackClassName="w-18 flex-none group-data-[yields~=tracks]/options:w-12" />
            )}
            {tool === 'brush' ? <PaintValue /> : null}
          </>
        ) : (
          <span className="flex gap-1">
            <Button kind="ghost" shortcut="Ctrl+0" onClick={() => canvas.current?.fit()}>
              {t('fit')}
            </Button>
            {[1, 2].map((zoom) => (
              <Button
                key={zoom}
                kind="ghost"
                shortcut={zoom === 1 ? 'Ctrl+1' : undefined}
                onClick={() => canvas.current?.zoomTo(zoom)}
              >
                {t('percent', { value: zoom * 100 })}
              </Button>
            ))}
          </span>
        )}
        {yields.includes('overlay') ? (
          <FilmPopover>
            {hidesHardness && paints ? <BrushHardness trackClassName="w-30 flex-none" /> : null}
          </FilmPopover>
        ) : (
          <FilmControls />
        )}
      </div>
      <div className="flex flex-none items-center gap-1">
        <HoldOriginal />
        <CompareButton />
        <Button
          icon={<SlidersHorizontal aria-hidden="true" />}
          aria-expanded={drawer.open}
          onClick={drawer.toggle}
          className="md:hidden"
        >
          {t('showPanel')}
        </Button>
      </div>
    </fieldset>
  )
}

/** The word before the track gives way. */
const inBar = 'flex-none group-data-[yields~=labels]/options:[&>span:first-child]:hidden'

export function BrushSize({ trackClassName, size }: { trackClassName?: string; size?: 'md' | 'touch' }) {
  const t = useTranslations('editor')
  const { store, image } = useEditorSession()
  const brush = useStore(store, (state) => state.brush)
  const locked = useStore(store, (state) => state.locked)
  return (
    <Slider
      label={t('sizeName')}
      shownLabel={t('size')}
      value={brush.sizePx}
      min={1}
      max={2000}
      scale="log"
      onChange={(sizePx) => store.setState({ brush: { ...brush, sizePx } })}
      onReset={() => store.setState({ brush: { ...brush, sizePx: firstBrushSize(image) } })}
      valueText={t('sizeValue', { size: brush.sizePx })}
      disabled={locked}
      size={size}
      trackClassName={trackClassName}
      className={size === 'touch' ? 'gap-3' : `${inBar} [&>button]:min-w-12`}
    />
  )
}

export function BrushHardness({ trackClassName, size }: { trackClassName?: string; size?: 'md' | 'touch' }) {
  const t = useTranslations('editor')
  const { store } = useEditorSession()
  const brush = useStore(store, (state) => state.brush)
  const locked = useStore(store, (state) => state.locked)
  const percent = Math.round(brush.hardness * 100)
  return (
    <Slider
      label={t('hardnessName')}
      shownLabel={t('hardness')}
      value={percent}
      min={0}
      max={100}
      onChange={(value) => store.setState({ brush: { ...brush, hardness: value / 100 } })}
      onReset={() => store.setState({ brush: { ...brush, hardness: 0.8 } })}
      valueText={t('percent', { value: percent })}
      disabled={locked}
      size={size}
      trackClassName={trackClassName}
      className={size === 'touch' ? 'gap-3' : inBar}
    />
  )
}

/** Shows the upload for as long as it is pressed, by pointer or by Space and Enter. */
export function HoldOriginal({ size }: { size?: 'md' | 'touch' }) {
  const t = useTranslations('editor')
  const { holdOriginal, showsOriginal } = useEditorSession()
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return
    event.preventDefault()
    holdOriginal(event.type === 'keydown')
  }
  return (
    <IconButton
      label={t('original')}
      shortcut="\"
      size={size}
      pressed={showsOriginal}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        holdOriginal(true)
      }}
      onPointerUp={() => holdOriginal(false)}
      onPointerCancel={() => holdOriginal(false)}
      onKeyDown={onKey}
      onKeyUp={onKey}
      onBlur={() => holdOriginal(false)}
      onContextMenu={(event) => event.preventDefault()}
    >
      <Eye aria-hidden="true" />
    </IconButton>
  )
}

function CompareButton() {
  const t = useTranslations('editor')
  const { compare } = useEditorSession()
  return (
    <Button
      icon={<SquareSplitHorizontal aria-hidden="true" />}
      aria-label={t('compareName')}
      shortcut="C"
      disabledReason={compare.possible ? null : t('onlyOne')}
      onClick={compare.open}
      className="group-data-[yields~=labels]/options:px-2"
    >
      <span className="group-data-[yields~=labels]/options:hidden">{t('compare')}</span>
    </Button>
  )
}
