import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './class-names.ts'

/** Border of every field: 1 px edge, 2 px focus while typed in, rose where the value is at fault. */
export const fieldLook =
  'rounded-md bg-field text-text-1 outline-none shadow-[inset_0_0_0_1px_var(--edge)] disabled:opacity-38 has-disabled:opacity-38 focus:shadow-[inset_0_0_0_2px_var(--focus)] focus-within:shadow-[inset_0_0_0_2px_var(--focus)]'

export const faultLook =
  'not-focus-within:shadow-[inset_0_0_0_1.5px_var(--bad)] not-focus:shadow-[inset_0_0_0_1.5px_var(--bad)]'

type FieldFrameProps = {
  id: string
  label: string
  hideLabel?: boolean
  error?: string | null
  hint?: string
  className?: string
  children: ReactNode
}

/** Label above, then the field, then what is wrong with it or a hint. */
export function FieldFrame({ id, label, hideLabel = false, error, hint, className, children }: FieldFrameProps) {
  return (
    <div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-meta text-text-2'}>
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-note`} className="flex items-start gap-1.5 text-bad text-meta">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5" />
          {error}
        </p>
      ) : hint ? (
        <p id={`${id}-note`} className="text-meta text-text-3">
          {hint}
        </p>
      ) : null}
    </div>
  )
}

/** What ties a field to the words under it. */
export const fieldAria = (id: string, error: string | null | undefined, hint: string | undefined) => ({
  id,
  'aria-invalid': error ? (true as const) : undefined,
  'aria-describedby': error || hint ? `${id}-note` : undefined,
})
