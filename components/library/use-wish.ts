'use client'

import { useEffect, useState } from 'react'
import { type LibraryWish, readWish, wholeLibrary, writeWish } from './library-wish.ts'

/** What the address asks of the library. Changes are written into it in place: Back leaves the library. */
export function useWish(): [wish: LibraryWish, change: (part: Partial<LibraryWish>) => void] {
  // The server knows no query, and what is rendered first must be the same.
  const [wish, setWish] = useState(wholeLibrary)
  useEffect(() => setWish(readWish(window.location.search)), [])
  const change = (part: Partial<LibraryWish>): void => {
    const next = { ...wish, ...part }
    setWish(next)
    window.history.replaceState(null, '', window.location.pathname + writeWish(next))
  }
  return [wish, change]
}
