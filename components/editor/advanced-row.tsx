import type { ReactNode } from 'react'

/** One setting: its name at the left, seen and not read out, since the control has it too. */
export const AdvancedRow = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="grid grid-cols-[88px_1fr] items-baseline">
    <span aria-hidden="true" className="text-text-2">
      {label}
    </span>
    <div className="min-w-0">{children}</div>
  </div>
)
