'use client'

import { useTranslations } from 'next-intl'
import { useStore } from 'zustand'
import { Slider } from '../ui/slider.tsx'
import { useEditorSession } from './editor-session.tsx'
import { firstBrushSize } from './kept-tools.ts'

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
      className={
        size === 'touch' ? 'gap-3' : 'flex-none group-data-[yields~=labels]/options:[&>span:first-child]:hidden'
      }
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
      className={
        size === 'touch' ? 'gap-3' : 'flex-none group-data-[yields~=labels]/options:[&>span:first-child]:hidden'
      }
    />
  )
}
