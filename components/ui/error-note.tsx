import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './class-names.ts'

type ErrorNoteProps = {
  /** What happened. */
  title: ReactNode
  /** What to do. */
  detail?: ReactNode
  /** Buttons. */
  actions?: ReactNode
  /** Read out when it appears; off where the same words are announced elsewhere. */
  announced?: boolean
  className?: string
}

/** Stands where the work is. Rose triangle and words: never by colour alone. */
export function ErrorNote({ title, detail, actions, announced = true, className }: ErrorNoteProps) {
  return (
    <div role={announced ? 'alert' : undefined} className={cn('flex items-start gap-2.5', className)}>
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="text-text-1">{title}</p>
        {detail ? <p className="mt-0.5 text-text-2">{detail}</p> : null}
        {actions ? <div className="mt-3 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  )
}
