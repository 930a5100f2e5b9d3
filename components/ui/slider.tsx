'use client'

import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { cn } from './class-names.ts'
import { fractionOf, snap, valueAt } from './slider-scale.ts'
import { SliderValue } from './slider-value.tsx'

export type SliderProps = {
  /** Accessible name, such as "Brush size in pixels". */
  label: string
  /** Shown before the track; without it the name is only read out. */
  shownLabel?: string
  value: number
  min: number
  max: number
  step?: number
  onChange(value: number): void
  /** Double-click on the track. */
  onReset?(): void
  /** `log` spreads small values; `min` must then be above 0. */
  scale?: 'linear' | 'log'
  /** The value with its unit, "208 px": shown, read out, and on click a text field. */
  valueText: string
  /** Where the filled part of the track begins. */
  fillsFrom?: 'start' | 'middle'
  disabled?: boolean
  size?: 'md' | 'touch'
  className?: string
  /** Width of the track; it fills what is left unless told. */
  trackClassName?: string
}

/**
 * A native range input does the keyboard and the semantics; the track under it is drawn, and the pointer is ours, so that
 * a logarithmic track still has the true value, minimum and maximum in its input.
 */
export function Slider(props: SliderProps) {
  const { label, shownLabel, value, min, max, step = 1, onChange, onReset, scale = 'linear', valueText } = props
  const { disabled = false, size = 'md', fillsFrom = 'start', className, trackClassName } = props
  const range = { min, max, step, scale }
  const input = useRef<HTMLInputElement>(null)

  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const fraction = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
    onChange(valueAt(fraction, range))
  }
  const leap = (event: KeyboardEvent) => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
    if (!direction || !event.shiftKey) return
    event.preventDefault()
    onChange(snap(value + direction * 10 * step, range))
  }

  const fraction = fractionOf(value, range)
  const percent = `${fraction * 100}%`
  const filled = {
    from: fillsFrom === 'middle' ? Math.min(fraction, 0.5) : 0,
    to: fillsFrom === 'middle' ? Math.max(fraction, 0.5) : fraction,
  }
  return (
    // A group, so that the label and the value count as disabled along with the input.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a layout of its own
    <div
      role="group"
      aria-disabled={disabled}
      className={cn('flex min-w-0 items-center gap-2', disabled && 'opacity-38', className)}
    >
      {shownLabel ? (
        <span aria-hidden="true" className="whitespace-nowrap text-meta text-text-2">
          {shownLabel}
        </span>
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the pointer's half of the input inside */}
      <div
        className={cn(
          'group relative min-w-12 flex-1 touch-none select-none',
          size === 'touch' ? 'h-11' : 'h-8',
          trackClassName,
        )}
        onPointerDown={(event) => {
          if (disabled || event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          input.current?.focus({ preventScroll: true })
          event.preventDefault()
          follow(event)
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event)
        }}
        onDoubleClick={() => {
          if (!disabled) onReset?.()
        }}
      >
        <input
          ref={input}
          type="range"
          aria-label={label}
          aria-valuetext={valueText}
          value={value}
          min={min}
          max={max}
          step={step}
          disabled={disabled}
          onChange={(event) => onChange(snap(event.target.valueAsNumber, range))}
          onKeyDown={leap}
          className="peer pointer-events-none absolute inset-0 size-full opacity-0"
        />
        <span className="-translate-y-1/2 absolute inset-x-0 top-1/2 h-1 rounded-full bg-press" />
        <span
          className="-translate-y-1/2 absolute top-1/2 h-1 rounded-full bg-text-2"
          style={{ left: `${filled.from * 100}%`, width: `${(filled.to - filled.from) * 100}%` }}
        />
        <span
          className={cn(
            '-translate-1/2 absolute top-1/2 rounded-full bg-white shadow-[0_0_0_1px_rgb(0_0_0/35%),0_1px_3px_rgb(0_0_0/40%)] outline-2 outline-transparent outline-offset-2 transition-[width,height] peer-focus-visible:outline-focus',
            size === 'touch' ? 'size-5' : 'size-3.5 peer-enabled:group-hover:size-4',
          )}
          style={{ left: percent }}
        />
      </div>
      <SliderValue {...{ label, valueText, value, range, onChange, disabled }} />
    </div>
  )
}
