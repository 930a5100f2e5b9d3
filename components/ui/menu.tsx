'use client'

import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './class-names.ts'
import { KeyCap } from './key-cap.tsx'

export const popupLook = 'float-motion rounded-md bg-raise p-1 text-text-1 shadow-float outline-none'
export const rowLook =
  'flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 outline-none data-highlighted:bg-press data-disabled:opacity-38 max-sm:min-h-11 [&>svg]:size-4 [&>svg]:text-text-2'

export type MenuItem =
  | { kind?: 'item'; label: string; icon?: ReactNode; shortcut?: string; disabled?: boolean; onSelect(): void }
  | { kind: 'link'; label: string; icon?: ReactNode; href: string; download?: string | true }
  | { kind: 'choice'; label: string; checked: boolean; icon?: ReactNode; onSelect(): void }
  | { kind: 'line' }

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement
  /** Accessible name of the list; the trigger's name unless given. */
  label?: string
  items: readonly MenuItem[]
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
}

export function Menu({ trigger, label, items, side = 'bottom', align = 'end' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} collisionPadding={8} className="z-40 outline-none">
          <Base.Popup aria-label={label} className={cn(popupLook, 'min-w-44')}>
            {items.map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the items of an open menu do not move
              <MenuRow key={index} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function MenuRow({ item }: { item: MenuItem }) {
  switch (item.kind) {
    case 'line':
      return <Base.Separator className="mx-2 my-1 h-px bg-line-strong" />
    case 'link':
      return (
        <Base.LinkItem href={item.href} download={item.download} closeOnClick className={rowLook}>
          {item.icon}
          {item.label}
        </Base.LinkItem>
      )
    case 'choice':
      return (
        <Base.CheckboxItem checked={item.checked} onCheckedChange={item.onSelect} closeOnClick className={rowLook}>
          {item.icon}
          <span className="flex-1">{item.label}</span>
          <Base.CheckboxItemIndicator>
            <CheckMark />
          </Base.CheckboxItemIndicator>
        </Base.CheckboxItem>
      )
    default:
      return (
        <Base.Item disabled={item.disabled} onClick={item.onSelect} className={rowLook}>
          {item.icon}
          <span className="flex-1">{item.label}</span>
          {item.shortcut ? <KeyCap keys={item.shortcut} /> : null}
        </Base.Item>
      )
  }
}

export function CheckMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className="size-4" fill="none" stroke="currentColor" strokeWidth="2">
      <path d="M20 6 9 17l-5-5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
