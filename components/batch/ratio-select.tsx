'use client'

import { useTranslations } from 'next-intl'
import { offeredRatios } from '#lib/frame/ratio.ts'
import { Select } from '../ui/select.tsx'

type RatioSelectProps = {
  label: string
  /** null keeps the frame; for one row among many it is whatever the batch has. */
  value: string | null
  inherits?: boolean
  onChange(value: string | null): void
  className?: string
}

/** Keep the frame, or one of the seven; one that a file has named stays among them. */
export function RatioSelect({ label, value, inherits = false, onChange, className }: RatioSelectProps) {
  const t = useTranslations('batch')
  const ratios: readonly string[] = offeredRatios
  const all = value === null || ratios.includes(value) ? ratios : [value, ...ratios]
  return (
    <Select
      label={label}
      value={value ?? 'keep'}
      onChange={(next) => onChange(next === 'keep' ? null : next)}
      options={[
        { value: 'keep', label: t(inherits ? 'frameInherited' : 'frameKeep') },
        ...all.map((ratio) => ({ value: ratio, label: ratio })),
      ]}
      className={className}
    />
  )
}
