'use client'

import { Select as Base } from '@base-ui/react/select'
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './class-names.ts'
import { CheckMark, popupLook, rowLook } from './menu.tsx'

export type SelectOption<T extends string> = {
  value: T
  label: string
  /** A second line, such as why an option cannot be had. */
  note?: string
  icon?: ReactNode
  disabled?: boolean
}

type SelectProps<T extends string> = {
  /** Accessible name. */
  label: string
  options: readonly SelectOption<T>[]
  value: T
  onChange(value: T): void
  /** `plain` is text with a chevron, as in the panel foot; `filled` is a standard button. */
  look?: 'plain' | 'filled'
  /** Instead of the chosen label: the same with a picture or a figure beside it. */
  shown?: ReactNode
  height?: 32 | 36 | 44
  disabled?: boolean
  className?: string
}

const heights = { 32: 'h-8', 36: 'h-9', 44: 'h-11 text-lead' } as const

/** One of a few, in a list that opens. */
export function Select<T extends string>(props: SelectProps<T>) {
  const { label, options, value, onChange, look = 'filled', shown, height = 32, disabled, className } = props
  const chosen = options.find((option) => option.value === value)
  return (
    <Base.Root
      value={value}
      disabled={disabled}
      onValueChange={(next) => {
        if (next !== null) onChange(next)
      }}
    >
      <Base.Trigger
        aria-label={label}
        className={cn(
          'inline-flex select-none items-center gap-2 whitespace-nowrap rounded-md font-medium text-text-1 transition-colors data-disabled:opacity-38',
          look === 'filled' ? 'bg-raise px-3 live:hover:bg-hover live:active:bg-press' : 'px-2 live:hover:bg-raise',
          heights[height],
          className,
        )}
      >
        <Base.Value className="min-w-0 flex-1 truncate text-left">{() => shown ?? chosen?.label ?? ''}</Base.Value>
        <ChevronDown aria-hidden="true" className="size-3.5 text-text-2" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner
          side="bottom"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          alignItemWithTrigger={false}
          className="z-40 outline-none"
        >
          <Base.Popup className={cn(popupLook, 'min-w-(--anchor-width)')}>
            <Base.List className="outline-none">
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled}
                  className={cn(rowLook, option.note && 'py-1.5')}
                >
                  {option.icon}
                  <span className="flex min-w-0 flex-1 flex-col">
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.note ? <span className="max-w-64 text-meta text-text-2">{option.note}</span> : null}
                  </span>
                  <Base.ItemIndicator>
                    <CheckMark />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
