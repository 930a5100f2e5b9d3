'use client'

import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { cn } from './class-names.ts'

type SectionProps = {
  title: string
  /** At the right of the title; in a collapsible section its current values, shown while it is closed. */
  summary?: ReactNode
  collapsible?: boolean
  defaultOpen?: boolean
  className?: string
  children: ReactNode
}

/** A part of the right panel: title row of 36, content, hairline. The whole title row toggles. */
export function Section({
  title,
  summary,
  collapsible = false,
  defaultOpen = true,
  className,
  children,
}: SectionProps) {
  const [open, setOpen] = useState(defaultOpen)
  const id = useId()
  const shown = open || !collapsible
  return (
    <section
      aria-labelledby={`${id}-title`}
      className={cn('border-line border-b px-4 pt-1 last-of-type:border-b-0', shown ? 'pb-3' : 'pb-1', className)}
    >
      {collapsible ? (
        <h3 className="font-semibold">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={`${id}-content`}
            onClick={() => setOpen(!open)}
            className="-mx-1 flex h-9 w-[calc(100%+8px)] items-center gap-2 rounded-md px-1 text-left max-sm:h-11"
          >
            <span id={`${id}-title`} className="flex-1">
              {title}
            </span>
            {open ? null : <span className="truncate font-normal text-meta text-text-2">{summary}</span>}
            <ChevronDown
              aria-hidden="true"
              className={cn('size-4 text-text-2 transition-transform', open && 'rotate-180')}
            />
          </button>
        </h3>
      ) : (
        <div className="flex min-h-9 items-center gap-2">
          <h3 id={`${id}-title`} className="flex-1 font-semibold">
            {title}
          </h3>
          {summary ? <div className="text-meta text-text-2">{summary}</div> : null}
        </div>
      )}
      <div id={`${id}-content`} hidden={!shown}>
        {children}
      </div>
    </section>
  )
}
