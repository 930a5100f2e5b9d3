'use client'

import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Rect } from '#lib/core/geometry.ts'
import { type EditorSession, useEditorSession } from './editor-session.tsx'

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
  const islands = useStore(cropWatch, (state) => state.islands)
  const revision = useStore(store, ({ mask }) => mask.revision)
  const empty = useStore(store, ({ mask }) => mask.coverage === 0)
  const { frame } = draft
  // A box drawn by hand is one crop.
  const possible = engine !== null && engine.crop !== null && frame.kind === 'keep' && frame.crop === undefined
  if (!possible || empty) return { offered: null, chosen: null, counting: false }
  const each = draft.islands === 'each'
  const rects = islands?.rects ?? []
  // The choice stays in its place through the strokes of a hand that goes on; it counts when they are counted.
  const offered = rects.length > 1 && rects.length <= maxIslands ? rects : null
  const known = islands?.revision === revision
  return { offered, chosen: each && known ? offered : null, counting: each && !known }
}

/** Asks for the mask's islands after each change of it, where the engine sees a crop; the answer is in the store. */
export function useIslandWatch({ store, cropWatch, canvas, engine, draft, image }: EditorSession): void {
  const ready = useStore(store, ({ mask }) => mask.status === 'ready' && mask.coverage > 0)
  const revision = useStore(store, ({ mask }) => mask.revision)
  const asks = ready && engine !== null && engine.crop !== null && draft.frame.kind === 'keep'
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture has another mask
  useEffect(() => {
    const stage = canvas.current
    if (!asks || stage === null) return cropWatch.setState({ islands: null })
    let left = false
    stage.maskIslands().then(
      (rects) => {
        if (!left) cropWatch.setState({ islands: { revision, rects } })
      },
      // A canvas that has gone has no mask to be told of.
      () => {},
    )
    return () => {
      left = true
    }
  }, [cropWatch, canvas, asks, revision, image.id])
}
