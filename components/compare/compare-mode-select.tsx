'use client'

import { Columns2, Layers2, SquareSplitHorizontal, SquaresSubtract } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Segmented } from '../ui/segmented.tsx'
import { type CompareMode, compareModes } from './compare-mode.ts'

const icons: Readonly<Record<CompareMode, ReactNode>> = {
  slider: <SquareSplitHorizontal aria-hidden="true" className="size-[15px]" />,
  'side-by-side': <Columns2 aria-hidden="true" className="size-[15px]" />,
  'onion-skin': <Layers2 aria-hidden="true" className="size-[15px]" />,
  difference: <SquaresSubtract aria-hidden="true" className="size-[15px]" />,
}

type CompareModeSelectProps = {
  mode: CompareMode
  onChange(mode: CompareMode): void
  height?: 32 | 44
  className?: string
}

export function CompareModeSelect({ mode, onChange, height = 32, className }: CompareModeSelectProps) {
  const t = useTranslations('compare')
  return (
    <Segmented
      label={t('mode')}
      height={height}
      value={mode}
      onChange={onChange}
      options={compareModes.map((each) => ({
        value: each,
        name: t(`modes.${each}`),
        title: t(`modes.${each}`),
        label: (
          <>
            {icons[each]}
            <span className="group-data-[yields~=modes]/compare:hidden max-sm:hidden">{t(`modes.${each}`)}</span>
          </>
        ),
      }))}
      className={className}
    />
  )
}
