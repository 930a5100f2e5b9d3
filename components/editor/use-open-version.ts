'use client'

import { usePathname } from 'next/navigation'
import { useCallback } from 'react'
import { idPattern } from '#lib/core/ids.ts'

const root = '/images/'

/**
 * The version that the address names, and a way to another. Every version has an address of its own; going from one to
 * the next changes it in place, so that the canvas and the panel stay and the browser's Back works.
 */
export function useOpenVersion(initialId: string): [imageId: string, open: (imageId: string) => void] {
  const pathname = usePathname()
  const named = pathname.startsWith(root) ? pathname.slice(root.length) : ''
  const imageId = idPattern.test(named) ? named : initialId
  const open = useCallback((id: string) => {
    if (window.location.pathname !== root + id) window.history.pushState(null, '', root + id)
  }, [])
  return [imageId, open]
}
