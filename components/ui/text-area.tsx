'use client'

import { type ComponentProps, useId } from 'react'
import { cn } from './class-names.ts'
import { FieldFrame, faultLook, fieldAria, fieldLook } from './field-frame.tsx'

type TextAreaProps = ComponentProps<'textarea'> & {
  label: string
  hideLabel?: boolean
  error?: string | null
  hint?: string
  /** Classes of the text area itself, such as its height. */
  areaClassName?: string
}

export function TextArea({ label, hideLabel, error, hint, className, areaClassName, ...area }: TextAreaProps) {
  const id = useId()
  return (
    <FieldFrame {...{ id, label, hideLabel, error, hint, className }}>
      <textarea
        {...area}
        {...fieldAria(id, error, hint)}
        className={cn(
          'block w-full resize-none px-2.5 py-2 text-body max-sm:text-touch',
          fieldLook,
          error && faultLook,
          areaClassName,
        )}
      />
    </FieldFrame>
  )
}
