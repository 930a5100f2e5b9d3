'use client'

import { useStore } from 'zustand'
import type { Rect } from '#lib/core/geometry.ts'
import { useEditorSession } from './editor-session.tsx'

/** More than these no one means to pay for one by one. */
const maxIslands = 8

export type IslandChoice = {
  /** Two islands or more that lie far apart; null where there is no choice. */
  offered: readonly Rect[] | null
  /** The islands that are edited one by one; null: all in one crop. */
  chosen: readonly Rect[] | null
  /** One by one was chosen, and it is not known yet how many there are. */
  counting: boolean
}

export function useIslandChoice(): IslandChoice {
  const { store, cropWatch, engine, draft } = useEditorSession()
  const each = draft.islands === 'each'
  const rects = useStore(cropWatch, ({ islands }) => {
    const count = islands?.rects.length ?? 0
    return count > 1 && count <= maxIslands ? islands?.rects : null
  })
  const counted = useStore(cropWatch, ({ islands }) => (each ? (islands?.revision ?? null) : null))
  const known = useStore(store, ({ mask }) => !each || counted === mask.revision)
  const empty = useStore(store, ({ mask }) => mask.coverage === 0)
  const { frame } = draft
  // A box drawn by hand is one crop.
  const possible = engine !== null && engine.crop !== null && frame.kind === 'keep' && frame.crop === undefined
  if (!possible || empty) return { offered: null, chosen: null, counting: false }
  // The choice stays in its place through the strokes of a hand that goes on; it counts when they are counted.
  const offered = rects ?? null
  return { offered, chosen: each && known ? offered : null, counting: each && !known }
}
