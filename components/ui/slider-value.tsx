'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { readNumber, type SliderRange, snap } from './slider-scale.ts'

type SliderValueProps = {
  label: string
  valueText: string
  value: number
  range: SliderRange
  onChange(value: number): void
  disabled: boolean
}

/** The number beside a slider. A click makes it a text field; Enter or leaving takes what was typed, Escape does not. */
export function SliderValue({ label, valueText, value, range, onChange, disabled }: SliderValueProps) {
  const t = useTranslations('ui')
  const [draft, setDraft] = useState<string | null>(null)

  if (draft === null) {
    return (
      <button
        type="button"
        disabled={disabled}
        aria-label={t('sliderValue', { label, value: valueText })}
        onClick={() => setDraft(String(value))}
        className="h-6 min-w-10 whitespace-nowrap rounded-sm text-left text-meta text-text-1 tabular-nums live:hover:bg-raise"
      >
        {valueText}
      </button>
    )
  }

  const take = () => {
    const typed = readNumber(draft)
    if (typed !== null) onChange(snap(typed, range))
    setDraft(null)
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the field takes the place of the button that was just pressed
      autoFocus
      aria-label={t('sliderField', { label })}
      inputMode="decimal"
      value={draft}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') take()
        if (event.key === 'Escape') setDraft(null)
      }}
      className="-ml-1 h-6 w-12 rounded-sm bg-field px-1 text-meta tabular-nums outline-2 outline-focus"
    />
  )
}
