'use client'

import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from './class-names.ts'
import { FieldFrame, faultLook, fieldAria, fieldLook } from './field-frame.tsx'

type TextFieldProps = Omit<ComponentProps<'input'>, 'size' | 'height'> & {
  label: string
  hideLabel?: boolean
  error?: string | null
  hint?: string
  /** Before the text. */
  icon?: ReactNode
  /** After the text: a key cap, a small button. */
  end?: ReactNode
  height?: 32 | 36 | 44
}

const heights = { 32: 'h-8', 36: 'h-9', 44: 'h-11 text-touch' } as const

export function TextField(props: TextFieldProps) {
  const { label, hideLabel, error, hint, icon, end, height = 32, className, ...input } = props
  const id = useId()
  return (
    <FieldFrame {...{ id, label, hideLabel, error, hint, className }}>
      <span
        className={cn(
          fieldLook,
          'flex items-center gap-2 px-2.5 text-text-3 [&>svg]:size-4',
          error && faultLook,
          heights[height],
        )}
      >
        {icon}
        <input
          {...input}
          {...fieldAria(id, error, hint)}
          className="h-full min-w-0 flex-1 bg-transparent text-text-1 outline-none"
        />
        {end}
      </span>
    </FieldFrame>
  )
}
