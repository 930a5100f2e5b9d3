'use client'

import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useEditorSession } from './editor-session.tsx'

/**
 * Asks for the mask's islands after each change of it, where the engine sees a crop; the answer is in the store. An element
 * of its own, since it is rendered with each stroke and nothing else needs to be.
 */
export function IslandWatch() {
  const { store, cropWatch, canvas, engine, draft, image } = useEditorSession()
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
  return null
}
