'use client'

import { type CSSProperties, useEffect, useState } from 'react'
import type { ImageView } from '#lib/edits/edit.ts'
import type { EditorStore } from './editor-store.ts'

const fadeMs = 240

type Leaving = { imageId: string; style: CSSProperties }

/** The version that was open until now, fading away over the one that is open next, as soon as the stage has painted that. */
export function useLeavingVersion(image: ImageView, store: EditorStore): Leaving | null {
  const [shown, setShown] = useState(image)
  const [leaving, setLeaving] = useState<{ of: ImageView; gone: boolean } | null>(null)
  if (shown.id !== image.id) {
    // A picture of another size has another place: it would not fade but jump.
    const sameSize = shown.width === image.width && shown.height === image.height
    setLeaving(sameSize ? { of: shown, gone: false } : null)
    setShown(image)
  }

  const leavingId = leaving?.of.id
  useEffect(() => {
    if (leavingId === undefined) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const fade = () => {
      if (timer !== undefined || store.getState().photo === 'coming') return
      setLeaving((now) => now && { ...now, gone: true })
      timer = setTimeout(() => setLeaving(null), fadeMs)
    }
    const stop = store.subscribe(fade)
    fade()
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [leavingId, store])

  return (
    leaving && {
      imageId: leaving.of.id,
      style: { opacity: leaving.gone ? 0 : 1, transition: `opacity ${fadeMs}ms var(--ease-enter)` },
    }
  )
}
