'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useEditorSession } from './editor-session.tsx'

/** The mask in small, drawn anew when it has changed. */
export function MaskThumbnail({ width, height }: { width: number; height: number }) {
  const t = useTranslations('edit')
  const { store, canvas: stage } = useEditorSession()
  const revision = useStore(store, (state) => state.mask.revision)
  const ready = useStore(store, (state) => state.mask.status === 'ready')
  const element = useRef<HTMLCanvasElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is the reason to draw
  useEffect(() => {
    let gone = false
    const draw = async () => {
      const density = window.devicePixelRatio
      const picture = await stage.current?.maskThumbnail(Math.round(width * density), Math.round(height * density))
      const context = element.current?.getContext('2d')
      if (!picture) return
      if (!gone && context) {
        const { canvas } = context
        canvas.width = picture.width
        canvas.height = picture.height
        context.drawImage(picture, 0, 0)
      }
      picture.close()
    }
    // Only the last of a quick run of strokes is worth a picture.
    const timer = setTimeout(() => {
      if (ready) draw().catch(() => {})
    }, 120)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [revision, ready, width, height, stage])

  return (
    <span
      style={{ width, height }}
      className="flex flex-none items-center justify-center overflow-hidden rounded-sm bg-black shadow-[0_0_0_1px_var(--line-strong)]"
    >
      <canvas ref={element} role="img" aria-label={t('maskPicture')} className="max-h-full max-w-full" />
    </span>
  )
}
