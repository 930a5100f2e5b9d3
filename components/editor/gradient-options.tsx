'use client'

import { useTranslations } from 'next-intl'
import { useStore } from 'zustand'
import { Segmented } from '../ui/segmented.tsx'
import { Slider } from '../ui/slider.tsx'
import { useEditorSession } from './editor-session.tsx'
import { type OptionSize, sliderLook } from './region-options.tsx'

type GradientOptionProps = { size?: OptionSize }

export function GradientForm({ size = 'md' }: GradientOptionProps) {
  const t = useTranslations('editor.region')
  const { store } = useEditorSession()
  const gradient = useStore(store, (state) => state.gradient)
  const locked = useStore(store, (state) => state.locked)
  return (
    <Segmented
      label={t('form')}
      value={gradient.form}
      disabled={locked}
      onChange={(form) => store.setState({ gradient: { ...gradient, form } })}
      height={size === 'touch' ? 44 : 32}
      options={[
        { value: 'linear', label: t('linear') },
        { value: 'radial', label: t('radial') },
      ]}
      className="flex-none"
    />
  )
}

/** An honest grey: from which share of the new pixel to which. */
export function GradientEnds({ size = 'md' }: GradientOptionProps) {
  const { store } = useEditorSession()
  const gradient = useStore(store, (state) => state.gradient)
  return (
    <>
      <ShareSlider
        end="from"
        value={gradient.fromValue}
        size={size}
        onChange={(fromValue) => store.setState({ gradient: { ...gradient, fromValue } })}
      />
      <ShareSlider
        end="to"
        value={gradient.toValue}
        size={size}
        onChange={(toValue) => store.setState({ gradient: { ...gradient, toValue } })}
      />
    </>
  )
}

type ShareSliderProps = { end: 'from' | 'to'; value: number; size: OptionSize; onChange(value: number): void }

function ShareSlider({ end, value, size, onChange }: ShareSliderProps) {
  const t = useTranslations('editor')
  const { store } = useEditorSession()
  const locked = useStore(store, (state) => state.locked)
  const percent = Math.round((value / 255) * 100)
  return (
    <Slider
      label={t(`region.${end}Name`)}
      shownLabel={t(`region.${end}`)}
      value={percent}
      min={0}
      max={100}
      onChange={(next) => onChange(Math.round((next / 100) * 255))}
      valueText={t('percent', { value: percent })}
      disabled={locked}
      {...sliderLook(size)}
      {...(size === 'md' ? { trackClassName: 'w-12 flex-none' } : {})}
    />
  )
}
