'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from './class-names.ts'

type DialogProps = {
  open: boolean
  onOpenChange(open: boolean): void
  title: string
  /** A sentence under the title. */
  description?: ReactNode
  /** Beside the title of a sheet: what it can be searched or set by. */
  head?: ReactNode
  /** Buttons at the foot, the safe one first. */
  actions?: ReactNode
  /** Wide ones have a close button and a hairline under the title: sheets that are read, not answered. */
  width?: 'question' | 'sheet'
  children?: ReactNode
}

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  head,
  actions,
  width = 'question',
  children,
}: DialogProps) {
  const t = useTranslations('ui')
  const sheet = width === 'sheet'
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/50 transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-center justify-center p-4">
          <Base.Popup
            className={cn(
              'sheet-motion flex max-h-full w-full flex-col overflow-hidden rounded-xl bg-chrome shadow-float outline-none',
              sheet ? 'max-w-282' : 'max-w-100',
            )}
          >
            <div className={cn('flex items-center gap-4 pr-4 pl-6', sheet ? 'h-17 border-line border-b' : 'pt-5')}>
              <Base.Title className={cn(!head && 'flex-1', sheet ? 'text-title' : 'font-semibold text-lead')}>
                {title}
              </Base.Title>
              {head}
              {sheet ? (
                // Without a tooltip: it would show at once, and take the first Escape for itself.
                <Base.Close
                  aria-label={t('close')}
                  className="flex size-8 items-center justify-center rounded-md text-text-2 live:hover:bg-raise live:hover:text-text-1 live:active:bg-press max-sm:size-11"
                >
                  <X aria-hidden="true" className="size-4" />
                </Base.Close>
              ) : null}
            </div>
            <div className={cn('overflow-y-auto px-6', sheet ? 'py-4' : 'pt-2 pb-5')}>
              {description ? <Base.Description className="text-text-2">{description}</Base.Description> : null}
              {children}
            </div>
            {actions ? <div className="flex justify-end gap-2 border-line border-t px-4 py-3">{actions}</div> : null}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
