import type { ReactNode } from 'react'

/** What is said and set over the foot of the stage while two versions are compared. */
export const CompareNote = ({ children }: { children: ReactNode }) => (
  <div className="-translate-x-1/2 pointer-events-none absolute bottom-3 left-1/2 flex w-max max-w-[calc(100%-24px)] flex-col items-center gap-2 [&>*]:pointer-events-auto [&>*]:rounded-lg [&>*]:bg-raise [&>*]:shadow-float">
    {children}
  </div>
)
