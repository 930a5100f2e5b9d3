'use client'

import { type CSSProperties, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { PicturePlace } from '../compare/picture-over.tsx'
import { useEditorSession } from './editor-session.tsx'
import { PixelCanvas } from './pixel-canvas.tsx'

type PreviewOverProps = {
  place: PicturePlace
  /** The version that fades away over the one that is open next: its preview goes with it. */
  leaving: { imageId: string; style: CSSProperties } | null
}

/**
 * The preview over the mask, in the place of its film. It gives way to whatever is drawn, at once: a hand at work sees
 * its mask. While the edit runs it stays, and goes with its version when the stored one is there.
 */
export function PreviewOver({ place, leaving }: PreviewOverProps) {
  const { store, cropWatch, preview, image, activity } = useEditorSession()
  const { wanted, shown, onPicture } = useStore(preview)
  const painting = useStore(cropWatch, ({ reach }) => reach !== null)
  const busy = useStore(store, ({ tool, openWork, film }) => tool === 'guide' || openWork !== null || film.maskOnly)
  const drawing = painting || busy
  const marker = useRef<HTMLSpanElement>(null)
  const pressed = usePressed(marker)
  const running = activity.kind === 'running'
  const current = shown !== null && shown.of === wanted && shown.imageId === image.id
  const visible = current && (running || (onPicture && !drawing && !pressed))
  const leaves = shown !== null && shown.imageId !== image.id && shown.imageId === leaving?.imageId
  const { x, y, width, height } = place
  return (
    <>
      <span ref={marker} hidden />
      {shown !== null && (visible || leaves) ? (
        <PixelCanvas
          pixels={shown.cover}
          testId="preview-over"
          className="pointer-events-none absolute max-w-none"
          style={{ left: x, top: y, width, height, ...(leaves ? leaving?.style : undefined) }}
        />
      ) : null}
    </>
  )
}

/** Whether the stage around the marker is being pressed. */
function usePressed(marker: { readonly current: HTMLElement | null }): boolean {
  const [pressed, setPressed] = useState(false)
  useEffect(() => {
    const stage = marker.current?.closest('[role="application"]')
    const controller = new AbortController()
    const { signal } = controller
    const options = { signal, capture: true }
    stage?.addEventListener('pointerdown', () => setPressed(true), options)
    for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, () => setPressed(false), options)
    return () => controller.abort()
  }, [marker])
  return pressed
}
