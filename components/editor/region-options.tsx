'use client'

import { Square, SquaresIntersect, SquaresSubtract, SquaresUnite } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Combine } from '#lib/mask/region.ts'
import { Segmented } from '../ui/segmented.tsx'
import { Slider } from '../ui/slider.tsx'
import { useEditorSession } from './editor-session.tsx'

/** For controls in the bar and, larger, under a finger. */
export type OptionSize = 'md' | 'touch'

export const sliderLook = (size: OptionSize): { size: OptionSize; className: string; trackClassName?: string } =>
  size === 'touch'
    ? { size, className: 'gap-4' }
    : {
        size,
        className: 'flex-none gap-3 group-data-[yields~=labels]/options:[&>span:first-child]:hidden',
        trackClassName: 'w-16 flex-none group-data-[yields~=tracks]/options:w-12',
      }

const combineIcons: Readonly<Record<Combine, ReactNode>> = {
  replace: <Square aria-hidden="true" />,
  add: <SquaresUnite aria-hidden="true" />,
  subtract: <SquaresSubtract aria-hidden="true" />,
  intersect: <SquaresIntersect aria-hidden="true" />,
}
const combines: readonly Combine[] = ['replace', 'add', 'subtract', 'intersect']

/** How a new shape meets the mask; Shift and Alt at the press choose another for once. */
export function CombineChoice({ size = 'md' }: { size?: OptionSize }) {
  const t = useTranslations('editor.region')
  const { store } = useEditorSession()
  const region = useStore(store, (state) => state.region)
  const paint = useStore(store, (state) => state.paint)
  const locked = useStore(store, (state) => state.locked)
  return (
    <Segmented<Combine>
      label={t('combine')}
      // Protecting takes away, whatever is chosen.
      value={paint === 'protect' ? 'subtract' : region.combine}
      disabled={locked || paint === 'protect'}
      onChange={(combine) => store.setState({ region: { ...region, combine } })}
      height={size === 'touch' ? 44 : 32}
      options={combines.map((value) => ({
        value,
        name: t(value),
        title: t(value),
        label: <span className="[&>svg]:size-4">{combineIcons[value]}</span>,
      }))}
      className="flex-none [&>label]:px-2"
    />
  )
}

export function RegionFeather({ size = 'md' }: { size?: OptionSize }) {
  const t = useTranslations('editor.region')
  const { store } = useEditorSession()
  const region = useStore(store, (state) => state.region)
  const locked = useStore(store, (state) => state.locked)
  return (
    <Slider
      label={t('featherName')}
      shownLabel={t('feather')}
      value={region.featherPx}
      min={0}
      max={200}
      onChange={(featherPx) => store.setState({ region: { ...region, featherPx } })}
      onReset={() => store.setState({ region: { ...region, featherPx: 0 } })}
      valueText={t('px', { value: region.featherPx })}
      disabled={locked}
      {...sliderLook(size)}
    />
  )
}

export function WandTolerance({ size = 'md' }: { size?: OptionSize }) {
  const t = useTranslations('editor.region')
  const { store } = useEditorSession()
  const wand = useStore(store, (state) => state.wand)
  const locked = useStore(store, (state) => state.locked)
  return (
    <Slider
      label={t('toleranceName')}
      shownLabel={t('tolerance')}
      value={wand.tolerance}
      min={0}
      max={255}
      onChange={(tolerance) => store.setState({ wand: { ...wand, tolerance } })}
      onReset={() => store.setState({ wand: { ...wand, tolerance: 24 } })}
      valueText={String(wand.tolerance)}
      disabled={locked}
      {...sliderLook(size)}
    />
  )
}

export function WandContiguous({ size = 'md' }: { size?: OptionSize }) {
  const t = useTranslations('editor.region')
  const { store } = useEditorSession()
  const wand = useStore(store, (state) => state.wand)
  const locked = useStore(store, (state) => state.locked)
  return (
    <label
      className={`flex flex-none items-center gap-2 whitespace-nowrap ${size === 'touch' ? 'h-11' : 'h-8 text-meta'} ${locked ? 'opacity-38' : ''}`}
    >
      <input
        type="checkbox"
        checked={wand.contiguous}
        disabled={locked}
        onChange={(event) => store.setState({ wand: { ...wand, contiguous: event.target.checked } })}
        className="size-4 accent-text-1"
      />
      {t('contiguous')}
    </label>
  )
}
