'use client'

import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { KeyCap } from './key-cap.tsx'

type TooltipProps = {
  /** Without one there is no tooltip; the element stays the same, so that it keeps the focus. */
  label: string | null | undefined
  shortcut?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** The element that is explained; it gets the handlers. */
  children: ReactElement
}

/** Name and key of a control, after 500 ms (set by the provider in the shell) or at once on keyboard focus. */
export function Tooltip({ label, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Base.Root disabled={!label}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={8} collisionPadding={8} className="z-50">
          <Base.Popup className="float-motion flex min-h-8 max-w-72 items-center gap-2 rounded-md bg-raise px-2.5 py-1 text-meta text-text-1 shadow-float">
            {label}
            {shortcut ? <KeyCap keys={shortcut} /> : null}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export const TooltipProvider = Base.Provider
