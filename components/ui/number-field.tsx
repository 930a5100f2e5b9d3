'use client'

import { useState } from 'react'
import { readNumber, snap } from './slider-scale.ts'
import { TextField } from './text-field.tsx'

type NumberFieldProps = {
  label: string
  hideLabel?: boolean
  /** Null shows the placeholder, such as "Random". */
  value: number | null
  min: number
  max: number
  step?: number
  onChange(value: number | null): void
  /** Without it an empty field falls back to the last value. */
  placeholder?: string
  error?: string | null
  hint?: string
  height?: 32 | 36 | 44
  disabled?: boolean
  className?: string
}

/** A number typed as text and taken on Enter, on leaving, or with the arrow keys; it is brought inside its range. */
export function NumberField({ value, min, max, step = 1, onChange, ...field }: NumberFieldProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const range = { min, max, step, scale: 'linear' } as const

  const take = (text: string) => {
    setDraft(null)
    const typed = readNumber(text)
    if (typed !== null) onChange(snap(typed, range))
    else if (field.placeholder !== undefined && text.trim() === '') onChange(null)
  }

  return (
    <TextField
      {...field}
      role="spinbutton"
      aria-valuenow={value ?? undefined}
      aria-valuemin={min}
      aria-valuemax={max}
      inputMode={step % 1 === 0 && min >= 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={draft ?? value ?? ''}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => {
        if (draft !== null) take(draft)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && draft !== null) take(draft)
        if (event.key === 'Escape') setDraft(null)
        const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key]
        if (!direction) return
        event.preventDefault()
        const from = readNumber(draft ?? '') ?? value ?? min
        setDraft(null)
        onChange(snap(from + direction * step * (event.shiftKey ? 10 : 1), range))
      }}
    />
  )
}
