'use client'

import { Eye, SlidersHorizontal, SquareSplitHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Slider } from '../ui/slider.tsx'
import { useEditorSession } from './editor-session.tsx'
import { FilmControls } from './film-controls.tsx'
import { PaintValue } from './paint-value.tsx'
import { toolIcons } from './tool-rail.tsx'

type OptionsBarProps = {
  /** Below 900 px the panel is a drawer, opened from here. */
  drawer: { open: boolean; toggle(): void }
}

/** 44 high: what the tool in hand can be set to, then how the picture is seen. */
export function OptionsBar({ drawer }: OptionsBarProps) {
  const t = useTranslations('editor')
  const { store, canvas } = useEditorSession()
  const tool = useStore(store, (state) => state.tool)
  const locked = useStore(store, (state) => state.locked)
  const paints = tool === 'brush' || tool === 'eraser'
  return (
    <fieldset
      aria-label={t('options')}
      className="flex h-11 min-w-0 flex-none items-center gap-2 border-line border-b bg-chrome px-3"
    >
      <div className="-my-1 flex h-full min-w-0 flex-1 items-center gap-3.5 overflow-x-auto px-1 [scrollbar-width:none]">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a layout of its own */}
        <span
          role="group"
          aria-disabled={locked && paints}
          className={`flex items-center gap-2 font-medium ${locked && paints ? 'opacity-38' : ''} [&>svg]:size-4`}
        >
          {toolIcons[tool]}
          <span className="whitespace-nowrap max-lg:hidden">{t(`tool.${tool}`)}</span>
        </span>
        {paints ? (
          <>
            <BrushSize trackClassName="w-22 flex-none" />
            <BrushHardness trackClassName="w-18 flex-none" />
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
        <FilmControls />
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

export function BrushSize({ trackClassName, size }: { trackClassName?: string; size?: 'md' | 'touch' }) {
  const t = useTranslations('editor')
  const { store } = useEditorSession()
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
      onReset={() => store.setState({ brush: { ...brush, sizePx: 100 } })}
      valueText={t('sizeValue', { size: brush.sizePx })}
      disabled={locked}
      size={size}
      trackClassName={trackClassName}
      className={size === 'touch' ? 'gap-3' : 'flex-none max-lg:[&>span:first-child]:hidden'}
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
      className={size === 'touch' ? 'gap-3' : 'flex-none max-lg:[&>span:first-child]:hidden'}
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
      className="max-lg:px-2"
    >
      <span className="max-lg:hidden">{t('compare')}</span>
    </Button>
  )
}
