'use client'

import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './class-names.ts'
import { popupLook } from './menu.tsx'

type PopoverProps = {
  /** The button that opens it. */
  trigger: ReactElement
  /** Accessible name of what opens. */
  label: string
  className?: string
  children: ReactNode
}

/** Controls that have no room in their bar. */
export function Popover({ trigger, label, className, children }: PopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side="bottom" align="start" sideOffset={4} collisionPadding={8} className="z-30 outline-none">
          <Base.Popup aria-label={label} className={cn(popupLook, className)}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
