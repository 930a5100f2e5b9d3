'use client'

import * as Comlink from 'comlink'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { pictureUrl } from '#lib/client/picture-url.ts'
import type { CropWatchStore } from '../editor/crop-watch.ts'
import type { CanvasHandle, EditorStore, Over } from '../editor/editor-store.ts'
import { previewSize } from './blend-preview.ts'
import type { RefineWorker } from './refine.worker.ts'
import type { Refining } from './use-refine.ts'

type Options = {
  refining: Refining
  store: EditorStore
  cropWatch: CropWatchStore
  canvas: RefObject<CanvasHandle | null>
}

/**
 * Lays the blend over the picture on the stage, and again with every change of mask or setting, also within a stroke:
 * one at a time, so that the last wish is always the next, and nothing piles up behind the hand.
 * @returns how often it was drawn, and whether that failed: the version is stored all the same
 */
export function useRefinePreview({ refining, store, cropWatch, canvas }: Options): { shown: number; failed: boolean } {
  const [told, setTold] = useState({ shown: 0, failed: false })
  const now = useRef(refining)
  const update = useRef<() => void>(() => {})
  const last = useRef<Over | null>(null)
  const { rawImageId, draft, show, begun } = refining

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is set is the reason to draw anew
  useEffect(() => {
    now.current = refining
    update.current()
  }, [draft, show])

  useEffect(() => {
    if (!begun) return
    const worker = new Worker(new URL('./refine.worker.ts', import.meta.url), { type: 'module', name: 'refine' })
    const remote = Comlink.wrap<RefineWorker>(worker)
    const rawUrl = new URL(pictureUrl(rawImageId), location.href).href
    let gone = false
    let running = false
    let again = false

    const draw = async (): Promise<void> => {
      const stage = canvas.current
      if (stage === null) return
      const { box, input, edit, draft } = now.current
      const image = { width: input.width, height: input.height }
      const found = { place: edit.receipt?.place ?? null, colour: edit.receipt?.colour ?? null }
      const mask = await stage.maskPart(box, previewSize(box))
      const { edge, match } = draft
      const wish = { rawUrl, box, image, found, edge, match, mask }
      const { picture, coverage, protects } = await remote.blend(Comlink.transfer(wish, [mask.buffer]))
      if (gone) return picture.close()
      // Not under the hand: the panel that tells it would be rendered between two of its frames.
      if (cropWatch.getState().reach === null) now.current.tellCover({ coverage, protects })
      const before = last.current
      last.current = { picture, box }
      if (now.current.show === 'preview') canvas.current?.showOver(last.current)
      before?.picture.close()
      setTold(({ shown }) => ({ shown: shown + 1, failed: false }))
    }
    const run = async (): Promise<void> => {
      running = true
      try {
        while (again && !gone) {
          again = false
          await draw()
        }
      } catch (cause) {
        if (gone) return
        console.warn('The preview cannot be shown.', cause)
        canvas.current?.showOver(last.current)
        setTold(({ shown }) => ({ shown, failed: true }))
      } finally {
        running = false
      }
    }
    update.current = () => {
      const wanted = now.current.show === 'preview'
      // What was drawn last is there at once, and drawn anew behind it; at first the stage waits for it.
      if (!wanted || last.current !== null) canvas.current?.showOver(wanted ? last.current : null)
      // Unseen it is drawn as well: what it covers is told.
      again = true
      if (!running) void run()
    }
    update.current()
    const unlisten = [
      store.subscribe((state, before) => {
        if (state.mask.revision !== before.mask.revision) update.current()
      }),
      cropWatch.subscribe((state, before) => {
        if (state.reach !== before.reach && now.current.show === 'preview') update.current()
      }),
    ]
    return () => {
      gone = true
      for (const stop of unlisten) stop()
      update.current = () => {}
      worker.terminate()
      canvas.current?.showOver(null)
      last.current?.picture.close()
      last.current = null
    }
  }, [begun, rawImageId, store, cropWatch, canvas])
  return told
}
