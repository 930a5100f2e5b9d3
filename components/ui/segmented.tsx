'use client'

import { type ReactNode, useId } from 'react'
import { cn } from './class-names.ts'

export type SegmentedOption<T extends string | number> = {
  value: T
  /** Shown, and the accessible name unless `name` is given. */
  label: ReactNode
  name?: string
  /** Shown after a rest of the pointer, for segments without words. */
  title?: string
  disabled?: boolean
}

type SegmentedProps<T extends string | number> = {
  /** Accessible name of the group. */
  label: string
  options: readonly SegmentedOption<T>[]
  value: T
  onChange(value: T): void
  /** 32 in bars and panels, 36 on pages, 44 on a phone. */
  height?: 32 | 36 | 44
  disabled?: boolean
  className?: string
}

const heights = { 32: 'h-8', 36: 'h-9', 44: 'h-11 text-lead' } as const

/** Native radio buttons under drawn segments: arrow keys move and select. */
export function Segmented<T extends string | number>(props: SegmentedProps<T>) {
  const { label, options, value, onChange, height = 32, disabled = false, className } = props
  const name = useId()
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cn(
        'inline-flex rounded-lg bg-segment p-0.5 shadow-segment',
        heights[height],
        disabled && 'opacity-38',
        className,
      )}
    >
      {options.map((option) => (
        <label
          key={option.value}
          title={option.title}
          className="relative flex flex-1 items-center justify-center gap-1.5 whitespace-nowrap rounded-md px-3 font-medium text-text-2 transition-colors has-enabled:hover:text-text-1 has-checked:bg-segment-on has-checked:text-text-1 has-checked:shadow-segment-on has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={disabled || option.disabled}
            aria-label={option.name}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 appearance-none rounded-md outline-none"
          />
          <span className={cn('inline-flex items-center gap-1.5', !disabled && option.disabled && 'opacity-38')}>
            {option.label}
          </span>
        </label>
      ))}
    </div>
  )
}
