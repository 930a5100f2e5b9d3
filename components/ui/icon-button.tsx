'use client'

import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './class-names.ts'
import { ariaShortcut } from './key-cap.tsx'
import { Tooltip } from './tooltip.tsx'

const look = cva(
  'inline-flex flex-none select-none items-center justify-center rounded-md text-text-2 transition-colors live:hover:bg-raise live:hover:text-text-1 live:active:bg-press disabled:opacity-38',
  {
    variants: {
      size: {
        md: 'size-8 [&>svg]:size-4',
        tool: 'size-9 [&>svg]:size-4.5',
        touch: 'size-11 [&>svg]:size-5',
      },
      tone: {
        neutral: 'aria-pressed:bg-raise aria-pressed:text-text-1',
        /** Only for tools that make the mask. */
        accent: 'aria-pressed:bg-accent-wash aria-pressed:text-accent-text live:aria-pressed:hover:bg-accent-wash',
        /** On a picture. */
        tag: 'bg-tag text-white live:hover:bg-black live:hover:text-white live:active:bg-black',
      },
    },
    defaultVariants: { size: 'md', tone: 'neutral' },
  },
)

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'title'> &
  VariantProps<typeof look> & {
    /** Accessible name and tooltip. */
    label: string
    shortcut?: string
    /** Given only for a toggle: on or off. */
    pressed?: boolean
    tooltipSide?: 'top' | 'right' | 'bottom' | 'left'
    /** The icon. */
    children: ReactNode
  }

export function IconButton({ label, shortcut, pressed, size, tone, tooltipSide, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut} side={tooltipSide}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={ariaShortcut(shortcut)}
        className={cn(look({ size, tone }), className)}
      />
    </Tooltip>
  )
}
