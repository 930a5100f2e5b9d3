'use client'

import { useEffectEvent, useLayoutEffect } from 'react'
import type { EditorSession } from './editor-session.tsx'
import { keepTools, readTools } from './kept-tools.ts'

/** Brush and film start as they were left, and are kept with every change. */
export function useKeptTools({ store, image, lineage }: EditorSession): void {
  const { rootImageId } = lineage
  const restore = useEffectEvent(() => {
    const { width, height } = image
    store.setState((state) => readTools(browserStore, { rootImageId, width, height }, state))
  })
  useLayoutEffect(() => {
    restore()
    return store.subscribe(({ brush, film }, before) => {
      if (brush !== before.brush || film !== before.film) keepTools(browserStore, { rootImageId }, { brush, film })
    })
  }, [store, rootImageId])
}

/** A full or forbidden store costs the settings at the next reload, and nothing now. */
const browserStore = {
  getItem(key: string): string | null {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  },
  setItem(key: string, text: string): void {
    try {
      localStorage.setItem(key, text)
    } catch {
      return
    }
  },
}
