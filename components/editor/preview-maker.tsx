'use client'

import { useEffect } from 'react'
import { useStore } from 'zustand'
import { pictureUrl, thumbnailUrl } from '#lib/client/picture-url.ts'
import { type Operation, operationSchema } from '#lib/retouch/operation.ts'
import { useEditorSession } from './editor-session.tsx'
import type { PreviewAnswer, PreviewTask } from './preview.worker.ts'

/**
 * Up to so many pixels the picture itself is worked on, and the preview is what will be stored, sample by sample; beyond
 * that a copy of a fixed width is. A fill is the only operation that takes longer than decoding, and gets a second.
 */
const sizes = {
  fill: { mostExactPixels: 300_000, copyWidth: 480 },
  other: { mostExactPixels: 4_000_000, copyWidth: 1920 },
} as const
/** Only the last of a quick run of strokes, of undos or of a slider's steps is worth a preview: it takes a core for itself. */
const restMs = 400

/** Makes the preview of the next edit, or of the one under way, whenever mask or figures have come to rest. */
export function PreviewMaker() {
  const { activity, engine, result, draft, fillSeed } = useEditorSession()
  if (activity.kind === 'running') {
    const { operation, seed } = activity.edit
    return operation && <MakerOf operation={operation} seed={seed} />
  }
  if (engine?.id !== 'local' || result !== null) return null
  return <MakerOf operation={draft.operations[draft.operationKind]} seed={fillSeed} />
}

function MakerOf({ operation, seed }: { operation: Operation; seed: number }) {
  const { store, preview, canvas: stage, image } = useEditorSession()
  const revision = useStore(store, (state) => state.mask.revision)
  const empty = useStore(store, (state) => state.mask.coverage === 0)
  const loaded = useStore(store, (state) => state.mask.status === 'ready')
  const ready = loaded && !(operation.kind === 'fill' && empty)
  // Parsed, so that the edit's own words of the same operation are the same text.
  const wanted = ready ? JSON.stringify([image.id, revision, operationSchema.parse(operation), seed]) : null

  useEffect(() => {
    preview.setState({ wanted })
    return () => preview.setState({ wanted: null })
  }, [preview, wanted])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` stands for the operation, the mask and the picture
  useEffect(() => {
    if (wanted === null || preview.getState().shown?.of === wanted) return
    let worker: Worker | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let turn = 0
    const drop = () => preview.setState({ shown: null })
    const stop = () => {
      turn++
      clearTimeout(timer)
      worker?.terminate()
    }
    const begin = async () => {
      const mine = turn
      const { width, height } = image
      const { mostExactPixels, copyWidth } = sizes[operation.kind === 'fill' ? 'fill' : 'other']
      const exact = width * height <= mostExactPixels
      const box = exact ? { width, height } : { width: copyWidth, height: copyWidth }
      const small = empty ? null : await stage.current?.maskThumbnail(box.width, box.height)
      if (mine !== turn || small === undefined) return small?.close()
      worker = new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module', name: 'preview' })
      const own = worker
      worker.onmessage = ({ data }: MessageEvent<PreviewAnswer>) => {
        own.terminate()
        preview.setState({ shown: data && { of: wanted, imageId: image.id, ...data } })
      }
      worker.onerror = drop
      const url = new URL(exact ? pictureUrl(image.id) : thumbnailUrl(image.id, copyWidth), location.href).href
      const avoidId = operation.kind === 'fill' ? operation.avoidMaskId : undefined
      const avoidUrl = avoidId === undefined ? null : new URL(`/api/masks/${avoidId}`, location.href).href
      const task: PreviewTask = { url, mask: small, avoidUrl, operation, seed, fullWidth: width }
      worker.postMessage(task, small ? [small] : [])
    }
    const wait = () => {
      stop()
      timer = setTimeout(() => {
        if (stage.current?.isPainting()) return wait()
        // Without a preview the edit runs all the same.
        void begin().catch(drop)
      }, restMs)
    }
    // A hand at work on the picture has the machine for itself, and the preview begins again after it.
    const giveWay = ({ target }: Event) => {
      const onPicture = target instanceof Element && target.closest('[role="application"]') !== null
      if (onPicture && preview.getState().shown?.of !== wanted) wait()
    }
    wait()
    const listening = new AbortController()
    for (const type of ['pointerdown', 'wheel'])
      window.addEventListener(type, giveWay, { capture: true, passive: true, signal: listening.signal })
    return () => {
      listening.abort()
      stop()
    }
  }, [wanted, empty, stage, preview])
  return null
}
