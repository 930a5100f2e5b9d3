'use client'

import { useQuery } from '@tanstack/react-query'
import { heatMapUrl, pictureUrl } from '#lib/client/picture-url.ts'
import { type ImagePoint, type Rect, type Size, wholeRect } from '#lib/core/geometry.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { traceContours } from '#lib/mask/contour.ts'
import { sentBox } from './result-view.ts'

export type HeatMap = Size & {
  /** RGBA: red is levels off; transparent where a pixel does not count. */
  levels: Uint8ClampedArray
  /** The picture that was edited, over the same part and in the same size. */
  picture: Uint8ClampedArray
  /** The edge of what does not count, in pixels of the map. */
  outlines: readonly (readonly ImagePoint[])[]
}

/** Made by the server once, and kept by the browser: nothing of it ever changes. */
export const useHeatMap = (edit: EditView, image: Size) =>
  useQuery({
    queryKey: ['heat-map', edit.id],
    queryFn: ({ signal }) => loadHeatMap({ edit, image, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })

type Loading = { edit: EditView; image: Size; signal: AbortSignal }

async function loadHeatMap({ edit, image, signal }: Loading): Promise<HeatMap> {
  const [map, picture] = await Promise.all(
    [heatMapUrl(edit.id), pictureUrl(edit.imageId)].map(async (url) => {
      const response = await fetch(url, { signal })
      if (!response.ok) throw new Error(`${url}: ${response.status}`)
      return response.blob()
    }),
  )
  const exact = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' } as const
  const levels = await createImageBitmap(map, exact)
  const { width, height } = levels
  const size = { width, height }
  const whole = await createImageBitmap(picture)
  try {
    const mapPixels = pixelsOf(size, (pen) => pen.drawImage(levels, 0, 0))
    const box = sentBox(edit, image)
    const scale = { x: width / box.width, y: height / box.height }
    return {
      ...size,
      levels: mapPixels,
      picture: pixelsOf(size, (pen) => {
        pen.imageSmoothingQuality = 'high'
        pen.drawImage(whole, -box.x * scale.x, -box.y * scale.y, image.width * scale.x, image.height * scale.y)
      }),
      outlines: traceContours({ ...size, data: uncounted(mapPixels) }).filter(isWide),
    }
  } finally {
    levels.close()
    whole.close()
  }
}

function pixelsOf({ width, height }: Size, draw: (pen: OffscreenCanvasRenderingContext2D) => void): Uint8ClampedArray {
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!pen) throw new Error('no canvas')
  draw(pen)
  return pen.getImageData(0, 0, width, height).data
}

/** A pixel or two along the crop's border may not count either, where the image ends between two of them. */
const leastSidePx = 3

function isWide(points: readonly ImagePoint[]): boolean {
  const { left, right, top, bottom } = boundsOf(points)
  return right - left >= leastSidePx && bottom - top >= leastSidePx
}

export function boundsOf(points: readonly ImagePoint[]) {
  const bounds = { left: Number.POSITIVE_INFINITY, right: 0, top: Number.POSITIVE_INFINITY, bottom: 0 }
  for (const { x, y } of points) {
    bounds.left = Math.min(bounds.left, x)
    bounds.right = Math.max(bounds.right, x)
    bounds.top = Math.min(bounds.top, y)
    bounds.bottom = Math.max(bounds.bottom, y)
  }
  return bounds
}

const uncounted = (levels: Uint8ClampedArray): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: levels.length / 4 }, (_, i) => 255 - levels[4 * i + 3])

/** What is told of one pixel of the image. */
export type Reading = { kind: 'off'; levels: number } | { kind: 'inside' } | { kind: 'not-sent' }

export function readHeat(map: HeatMap, { at, box, image }: { at: ImagePoint; box: Rect; image: Size }): Reading | null {
  const whole = wholeRect(image)
  if (at.x < 0 || at.y < 0 || at.x >= whole.width || at.y >= whole.height) return null
  const x = Math.floor(((at.x - box.x) / box.width) * map.width)
  const y = Math.floor(((at.y - box.y) / box.height) * map.height)
  if (x < 0 || y < 0 || x >= map.width || y >= map.height) return { kind: 'not-sent' }
  const pixel = 4 * (y * map.width + x)
  return map.levels[pixel + 3] === 0 ? { kind: 'inside' } : { kind: 'off', levels: map.levels[pixel] }
}
