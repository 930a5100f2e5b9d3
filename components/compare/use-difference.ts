'use client'

import * as Comlink from 'comlink'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { differenceUrl } from '#lib/client/picture-url.ts'
import type { DifferenceFacts } from '#lib/retouch/difference.ts'
import type { DifferenceWorker } from './difference.worker.ts'
import type { DifferenceScreen } from './difference-picture.ts'

export type FoundDifference =
  | { readonly state: 'loading' }
  | { readonly state: 'failed' }
  | { readonly state: 'ready'; readonly facts: DifferenceFacts }

type Ids = { readonly beforeId: string; readonly afterId: string }

/**
 * The difference of two images, drawn into `place` by a worker of its own as often as `screen` changes; a worker that
 * is no longer looked at is stopped, whatever it was doing.
 */
export function useDifference({ beforeId, afterId }: Ids, screen: DifferenceScreen) {
  const place = useRef<HTMLDivElement>(null)
  const [found, setFound] = useState<FoundDifference>({ state: 'loading' })
  const [attempt, setAttempt] = useState(0)
  const show = useRef<(next: DifferenceScreen) => void>(() => {})
  const showNow = useEffectEvent(() => show.current(screen))

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt starts anew
  useEffect(() => {
    const worker = new Worker(new URL('./difference.worker.ts', import.meta.url), {
      type: 'module',
      name: 'difference',
    })
    const remote = Comlink.wrap<DifferenceWorker>(worker)
    // A canvas can be given away once, so each worker gets one of its own.
    const canvas = document.createElement('canvas')
    canvas.className = 'absolute inset-0 size-full'
    place.current?.replaceChildren(canvas)
    const offscreen = canvas.transferControlToOffscreen()
    const fail = (): void => setFound({ state: 'failed' })
    worker.addEventListener('error', fail)
    show.current = (next) => void remote.show(next)
    setFound({ state: 'loading' })
    remote.setCanvas(Comlink.transfer(offscreen, [offscreen]))
    showNow()
    remote
      .load(new URL(differenceUrl({ beforeId, afterId }), location.href).href)
      .then((facts) => setFound({ state: 'ready', facts }), fail)
    return () => {
      show.current = () => {}
      worker.terminate()
    }
  }, [beforeId, afterId, attempt])

  const { view, size, ratio, gain } = screen
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are all that a screen is made of
  useEffect(() => showNow(), [view, size.width, size.height, ratio, gain])

  return { place, found, again: useCallback(() => setAttempt((count) => count + 1), []) }
}
