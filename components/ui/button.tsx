'use client'

import type { VariantProps } from 'class-variance-authority'
import { type ComponentProps, type MouseEvent, type ReactNode, useId } from 'react'
import { buttonLook } from './button-look.ts'
import { cn } from './class-names.ts'
import { ariaShortcut } from './key-cap.tsx'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

export type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonLook> & {
    icon?: ReactNode
    /** A spinner takes the icon's place; clicks are ignored. */
    busy?: boolean
    /** Disables the button but keeps it reachable, so that the reason can be read. */
    disabledReason?: string | null
    /** Key shown in nothing but told to assistive technology, such as "Ctrl+Enter". */
    shortcut?: string
  }

export function Button({
  kind,
  size,
  icon,
  busy = false,
  disabledReason,
  shortcut,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const reasonId = useId()
  const inert = busy || Boolean(disabledReason)
  const swallow = (event: MouseEvent) => event.preventDefault()
  return (
    <>
      <Tooltip label={disabledReason} side="top">
        <button
          type="button"
          {...rest}
          onClick={inert ? swallow : onClick}
          aria-busy={busy || undefined}
          aria-disabled={disabledReason ? true : undefined}
          aria-describedby={disabledReason ? reasonId : rest['aria-describedby']}
          aria-keyshortcuts={ariaShortcut(shortcut)}
          className={cn(buttonLook({ kind, size }), className)}
        >
          {busy ? <Spinner /> : icon}
          {children}
        </button>
      </Tooltip>
      {disabledReason ? (
        <span id={reasonId} className="sr-only">
          {disabledReason}
        </span>
      ) : null}
    </>
  )
}
