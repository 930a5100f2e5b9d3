'use client'

import { Popover as Base } from '@base-ui/react/popover'
import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { cn } from './class-names.ts'

type PopoverProps = {
  /** The button that opens it. Without one it is opened from elsewhere, and stands at `anchor`. */
  trigger?: ReactElement
  anchor?: ComponentProps<typeof Base.Positioner>['anchor']
  /** Heads it; without one it needs a `label`. */
  title?: string
  label?: string
  open?: boolean
  onOpenChange?(open: boolean): void
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  className?: string
  children: ReactNode
}

/** A small floating form. Escape and a click beside it close it; the focus goes in, and back. */
export function Popover({
  trigger,
  anchor,
  title,
  label,
  open,
  onOpenChange,
  side = 'bottom',
  align = 'start',
  className,
  children,
}: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-40 outline-none"
        >
          <Base.Popup
            aria-label={label}
            className={cn(
              'float-motion w-72 rounded-md bg-raise p-3 text-text-1 shadow-float outline-none max-sm:w-[calc(100vw-16px)]',
              className,
            )}
          >
            {title ? <Base.Title className="mb-2 font-semibold">{title}</Base.Title> : null}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
