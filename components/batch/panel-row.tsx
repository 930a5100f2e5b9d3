import type { ReactNode } from 'react'

/** Stands while the rows scroll; below them where there is no room beside. */
export const panelLook =
  'sticky top-0 flex h-full w-86 flex-none flex-col border-line border-l bg-chrome max-lg:static max-lg:h-auto max-lg:w-full max-lg:border-t max-lg:border-l-0'

/** A label and its control, as in the editor's panel. */
export const PanelRow = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-h-9 items-center gap-2">
    <span aria-hidden="true" className="min-w-22 flex-none text-text-2">
      {label}
    </span>
    <div className="flex min-w-0 flex-1 items-center gap-1">{children}</div>
  </div>
)
