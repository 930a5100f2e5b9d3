'use client'

import { useStore } from 'zustand'
import { editRequest, type RunObstacle, runObstacle } from './edit-draft.ts'
import { useEditorSession } from './editor-session.tsx'

type Run = {
  /** Why it cannot be pressed; `held` while an edit of this picture runs or waits for a decision. */
  obstacle: RunObstacle | 'engine' | 'held' | null
  busy: boolean
  start(): void
}

/** The run button's act, for the button and for its key. */
export function useRun(): Run {
  const { store, canvas, image, engine, draft, runner, activity, result, compare } = useEditorSession()
  const mask = useStore(store, (state) => state.mask)
  const held = activity.kind === 'running' || activity.kind === 'lost' || result !== null || compare.shown
  const obstacle =
    engine === null
      ? 'engine'
      : held
        ? 'held'
        : runObstacle(draft, engine.id, { ready: mask.status === 'ready', empty: mask.coverage === 0 })

  const start = () => {
    const stage = canvas.current
    if (obstacle !== null || engine === null || stage === null) return
    void runner.press({
      imageId: image.id,
      mask: mask.coverage === 0 ? null : { revision: mask.revision, png: () => stage.exportMask() },
      request: (maskId) => editRequest({ draft, engine: engine.id, imageId: image.id, maskId }),
    })
  }
  return { obstacle, busy: runner.busy, start }
}
