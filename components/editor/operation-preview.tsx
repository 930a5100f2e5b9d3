'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { thumbnailUrl } from '#lib/client/picture-url.ts'
import type { Operation } from '#lib/retouch/operation.ts'
import { useEditorSession } from './editor-session.tsx'
import type { PreviewAnswer, PreviewTask } from './preview.worker.ts'

/** Large enough to judge by, and small enough for a fill to take a second. */
const copyWidth = 480
/** Only the last of a quick run of strokes, or of a slider's steps, is worth a preview. */
const restMs = 150

type OperationPreviewProps = {
  operation: Operation
  /** The edit's, where one is under way; else any. */
  seed: number
}

/** What the operation will make of the picture, on a reduced copy, drawn anew with every change of mask or figure. */
export function OperationPreview({ operation, seed }: OperationPreviewProps) {
  const t = useTranslations('edit')
  const { store, canvas: stage, image } = useEditorSession()
  const empty = useStore(store, ({ mask }) => mask.coverage === 0)
  const maskReady = useStore(store, ({ mask }) => mask.status === 'ready')
  const revision = useStore(store, ({ mask }) => mask.revision)
  const element = useRef<HTMLCanvasElement>(null)
  const ready = maskReady && !(operation.kind === 'fill' && empty)
  const asked = JSON.stringify([image.id, revision, operation, seed])
  const [shown, setShown] = useState<string | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` stands for the operation, the mask and the picture
  useEffect(() => {
    if (!ready) return
    let worker: Worker | null = null
    let gone = false
    const begin = async () => {
      const small = empty ? null : await stage.current?.maskThumbnail(copyWidth, copyWidth)
      if (gone || small === undefined) return small?.close()
      worker = new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module', name: 'preview' })
      worker.onmessage = ({ data }: MessageEvent<PreviewAnswer>) => {
        worker?.terminate()
        const context = element.current?.getContext('2d')
        if (!context || data === null) return setShown(null)
        context.canvas.width = data.width
        context.canvas.height = data.height
        context.putImageData(data, 0, 0)
        setShown(asked)
      }
      worker.onerror = () => setShown(null)
      const url = new URL(thumbnailUrl(image.id, copyWidth), location.href).href
      const avoidId = operation.kind === 'fill' ? operation.avoidMaskId : undefined
      const avoidUrl = avoidId === undefined ? null : new URL(`/api/masks/${avoidId}`, location.href).href
      const task: PreviewTask = { url, mask: small, avoidUrl, operation, seed, fullWidth: image.width }
      worker.postMessage(task, small ? [small] : [])
    }
    // Without a preview the edit runs all the same.
    const timer = setTimeout(() => void begin().catch(() => setShown(null)), restMs)
    return () => {
      gone = true
      clearTimeout(timer)
      worker?.terminate()
    }
  }, [asked, ready, empty, stage])

  return (
    <figure hidden={!ready || shown === null} className="flex flex-col gap-1">
      <canvas
        ref={element}
        role="img"
        aria-label={t('previewPicture')}
        className={`max-h-60 w-full rounded-sm object-contain shadow-[0_0_0_1px_var(--line-strong)] ${shown === asked ? '' : 'opacity-60'}`}
      />
      <figcaption className="text-meta text-text-3">{t(shown === asked ? 'preview' : 'previewComing')}</figcaption>
    </figure>
  )
}
