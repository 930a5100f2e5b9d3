'use client'

import { useEffect, useState } from 'react'
import { getMask } from '#lib/client/mask-file.ts'
import { useEditorSession } from './editor-session.tsx'
import { PixelCanvas } from './pixel-canvas.tsx'
import { onStageLength, onStageX, onStageY } from './view-plane.tsx'

/** Large enough for a clear border, small enough to be drawn at once. */
const mostPx = 720
/** Of the stripes, in pixels of the reduced copy. */
const stripePx = 10

/** What a fill must not copy from, striped: it is no part of the mask, and would not be seen otherwise. */
export function AvoidOver() {
  const { activity, draft, engine, result, image } = useEditorSession()
  const operation = activity.kind === 'running' ? activity.edit.operation : draft.operations.fill
  const asked =
    activity.kind === 'running' || (engine?.id === 'local' && draft.operationKind === 'fill' && result === null)
  const maskId = asked && operation?.kind === 'fill' ? operation.avoidMaskId : undefined
  const stripes = useStripes(maskId)
  if (maskId === undefined || stripes === null) return null
  return (
    <PixelCanvas
      pixels={stripes}
      testId="avoid-over"
      className="pointer-events-none absolute max-w-none"
      style={{
        ...{ left: onStageX(0), top: onStageY(0) },
        ...{ width: onStageLength(image.width), height: onStageLength(image.height) },
      }}
    />
  )
}

function useStripes(maskId: string | undefined): ImageData | null {
  const [drawn, setDrawn] = useState<{ of: string; pixels: ImageData } | null>(null)
  useEffect(() => {
    if (maskId === undefined) return
    const controller = new AbortController()
    const draw = async () => {
      const pixels = stripesOf(await createImageBitmap(await getMask(maskId, controller.signal)))
      if (pixels && !controller.signal.aborted) setDrawn({ of: maskId, pixels })
    }
    // Without them the fill avoids it all the same, and the panel says so.
    void draw().catch(() => undefined)
    return () => controller.abort()
  }, [maskId])
  return drawn !== null && drawn.of === maskId ? drawn.pixels : null
}

/** Black and white, so that they stand out on any picture. */
function stripesOf(mask: ImageBitmap): ImageData | null {
  const share = Math.min(1, mostPx / Math.max(mask.width, mask.height))
  const [width, height] = [mask.width, mask.height].map((length) => Math.max(1, Math.round(length * share)))
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  context?.drawImage(mask, 0, 0, width, height)
  mask.close()
  const pixels = context?.getImageData(0, 0, width, height)
  if (!pixels) return null
  for (let at = 0; at < width * height; at++) {
    const grey = pixels.data[at * 4]
    const along = (at % width) + Math.floor(at / width)
    const place = along % stripePx
    pixels.data.fill(place < 2 ? 255 : 0, at * 4, at * 4 + 3)
    pixels.data[at * 4 + 3] = Math.round((grey * (place < 4 ? 200 : 70)) / 255)
  }
  return pixels
}
