// A photograph as it is seen: the right level for the zoom, the checkerboard under what is see-through, the pixel grid.
import type { Size } from '#lib/core/geometry.ts'
import type { Over } from './editor-store.ts'
import { hasTransparency, levelFor } from './photo-pyramid.ts'
import type { ViewTransform } from './view.ts'

/** Above these, pixels are sharp squares, and lines part them. */
const sharpZoom = 4
const gridZoom = 8
const gridLines = [
  [-1, 'rgba(0, 0, 0, 0.12)'],
  [0, 'rgba(255, 255, 255, 0.12)'],
] as const
const checkPx = 8

export type PhotoLevels = { readonly levels: readonly ImageBitmap[]; readonly transparent: boolean }

export const photoLevels = (levels: readonly ImageBitmap[]): PhotoLevels => ({
  levels,
  transparent: hasTransparency(levels),
})

type Painting = {
  readonly photo: PhotoLevels
  /** What the view counts in: image px. */
  readonly image: Size
  readonly view: ViewTransform
  /** The part of the canvas from its origin on that shows anything, in CSS px. */
  readonly room: Size
  /** Device px for each CSS px. */
  readonly ratio: number
}

/** Paints on a context that counts in CSS px. */
export function paintPhoto(context: CanvasRenderingContext2D, { photo, image, view, room, ratio }: Painting): void {
  const { x, y, zoom } = view
  // Only what is on the stage: a browser that is handed 32 × 20 megapixels may well try to scale them all.
  const left = Math.max(0, Math.floor(-x / zoom))
  const top = Math.max(0, Math.floor(-y / zoom))
  const right = Math.min(image.width, Math.ceil((room.width - x) / zoom))
  const bottom = Math.min(image.height, Math.ceil((room.height - y) / zoom))
  if (photo.levels.length === 0 || right <= left || bottom <= top) return
  const place = [left * zoom + x, top * zoom + y, (right - left) * zoom, (bottom - top) * zoom] as const

  if (photo.transparent) {
    context.fillStyle = checks(context)
    context.fillRect(...place)
  }
  const level = levelFor(photo.levels, image.width * zoom * ratio)
  const scaleX = level.width / image.width
  const scaleY = level.height / image.height
  context.imageSmoothingEnabled = zoom < sharpZoom
  context.drawImage(level, left * scaleX, top * scaleY, (right - left) * scaleX, (bottom - top) * scaleY, ...place)
  if (zoom <= gridZoom) return
  // Dark beside light: one of the two shows on any pixel, where a single grey vanished on most of a photograph.
  for (const [offset, style] of gridLines) {
    context.fillStyle = style
    for (let column = left; column <= right; column++)
      context.fillRect(Math.round(column * zoom + x) + offset, place[1], 1, place[3])
    for (let row = top; row <= bottom; row++)
      context.fillRect(place[0], Math.round(row * zoom + y) + offset, place[2], 1)
  }
}

type OverPainting = { readonly over: Over; readonly image: Size; readonly view: ViewTransform }

/** A picture over a part of the photograph, cut to it, on a context that counts in CSS px. */
export function paintOver(context: CanvasRenderingContext2D, { over, image, view }: OverPainting): void {
  const { picture, box } = over
  const { x, y, zoom } = view
  context.save()
  context.beginPath()
  context.rect(x, y, image.width * zoom, image.height * zoom)
  context.clip()
  context.imageSmoothingEnabled = zoom < sharpZoom
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, x + box.x * zoom, y + box.y * zoom, box.width * zoom, box.height * zoom)
  context.restore()
}

function checks(context: CanvasRenderingContext2D): CanvasPattern | string {
  const style = getComputedStyle(document.documentElement)
  const tile = new OffscreenCanvas(2 * checkPx, 2 * checkPx)
  const pen = tile.getContext('2d')
  if (!pen) return style.getPropertyValue('--check-1')
  pen.fillStyle = style.getPropertyValue('--check-1')
  pen.fillRect(0, 0, 2 * checkPx, 2 * checkPx)
  pen.fillStyle = style.getPropertyValue('--check-2')
  pen.fillRect(0, 0, checkPx, checkPx)
  pen.fillRect(checkPx, checkPx, checkPx, checkPx)
  return context.createPattern(tile, 'repeat') ?? style.getPropertyValue('--check-1')
}
