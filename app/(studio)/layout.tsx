import type { ReactNode } from 'react'
import { IncomingPictures } from '#components/library/incoming-pictures.tsx'
import { Toaster } from '#components/ui/toast.tsx'

export default function StudioLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <IncomingPictures />
      <Toaster />
    </>
  )
}
