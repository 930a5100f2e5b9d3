'use client'

import { type CSSProperties, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useEditorSession } from './editor-session.tsx'
import { PixelCanvas } from './pixel-canvas.tsx'
import { onStageLength, onStageX, onStageY } from './view-plane.tsx'

type PreviewOverProps = {
  /** The version that fades away over the one that is open next: its preview goes with it. */
  leaving: { imageId: string; style: CSSProperties } | null
}

/**
 * The preview over the mask, in the place of its film. It gives way to whatever is drawn, at once: a hand at work sees
 * its mask. While the edit runs it stays, and goes with its version when the stored one is there.
 */
export function PreviewOver({ leaving }: PreviewOverProps) {
  const { store, cropWatch, preview, image, activity } = useEditorSession()
  const { wanted, shown, onPicture } = useStore(preview)
  const painting = useStore(cropWatch, ({ reach }) => reach !== null)
  const busy = useStore(store, ({ tool, openWork, film }) => tool === 'guide' || openWork !== null || film.maskOnly)
  const drawing = painting || busy
  const marker = useRef<HTMLSpanElement>(null)
  // Where nothing is shown, nothing gives way: a press then renders nothing.
  const pressed = usePressed(marker, shown !== null)
  const running = activity.kind === 'running'
  const current = shown !== null && shown.of === wanted && shown.imageId === image.id
  const visible = current && (running || (onPicture && !drawing && !pressed))
  const leaves = shown !== null && shown.imageId !== image.id && shown.imageId === leaving?.imageId
  const place = {
    left: onStageX(0),
    top: onStageY(0),
    width: onStageLength(image.width),
    height: onStageLength(image.height),
  }
  return (
    <>
      <span ref={marker} hidden />
      {shown !== null && (visible || leaves) ? (
        <PixelCanvas
          pixels={shown.cover}
          testId="preview-over"
          className="pointer-events-none absolute max-w-none"
          style={{ ...place, ...(leaves ? leaving?.style : undefined) }}
        />
      ) : null}
    </>
  )
}

/** Whether the stage around the marker is being pressed. */
function usePressed(marker: { readonly current: HTMLElement | null }, asked: boolean): boolean {
  const [pressed, setPressed] = useState(false)
  const held = useRef(false)
  useEffect(() => {
    const stage = marker.current?.closest('[role="application"]')
    const controller = new AbortController()
    const { signal } = controller
    const options = { signal, capture: true }
    const hold = (down: boolean) => () => {
      held.current = down
      if (asked) setPressed(down)
    }
    setPressed(asked && held.current)
    stage?.addEventListener('pointerdown', hold(true), options)
    for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, hold(false), options)
    return () => controller.abort()
  }, [marker, asked])
  return pressed
}
