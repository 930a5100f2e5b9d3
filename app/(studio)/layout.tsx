import type { ReactNode } from 'react'
import { Toaster } from '#components/ui/toast.tsx'

export default function StudioLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <Toaster />
    </>
  )
}
