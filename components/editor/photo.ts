// The photograph on its layer: the right level for the zoom, the checkerboard under what is see-through, the pixel grid.
import Konva from 'konva'
import type { Size } from '#lib/core/geometry.ts'
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

export class Photo {
  readonly #image: Size
  readonly #layer: Konva.Layer
  #levels: readonly ImageBitmap[] = []
  #transparent = false
  #destroyed = false
  #view: ViewTransform = { x: 0, y: 0, zoom: 1 }

  constructor({ image, layer }: { image: Size; layer: Konva.Layer }) {
    this.#image = image
    this.#layer = layer
    layer.add(new Konva.Shape({ listening: false, sceneFunc: (context) => this.#draw(context._context) }))
  }

  /** Shows the levels when they come; rejects as they do. */
  async show(loading: Promise<ImageBitmap[]>): Promise<void> {
    const levels = await loading
    if (this.#destroyed) {
      for (const level of levels) level.close()
      return
    }
    this.#levels = levels
    this.#transparent = hasTransparency(levels)
    this.#layer.batchDraw()
  }

  setView(view: ViewTransform): void {
    this.#view = view
    this.#layer.batchDraw()
  }

  destroy(): void {
    this.#destroyed = true
    for (const level of this.#levels) level.close()
    this.#levels = []
    this.#layer.destroyChildren()
  }

  #draw(context: CanvasRenderingContext2D): void {
    if (this.#levels.length === 0) return
    const { x, y, zoom } = this.#view
    const image = this.#image
    // Only what is on the stage: a browser that is handed 32 × 20 megapixels may well try to scale them all.
    const left = Math.max(0, Math.floor(-x / zoom))
    const top = Math.max(0, Math.floor(-y / zoom))
    const right = Math.min(image.width, Math.ceil((this.#layer.width() - x) / zoom))
    const bottom = Math.min(image.height, Math.ceil((this.#layer.height() - y) / zoom))
    if (right <= left || bottom <= top) return
    const place = [left * zoom + x, top * zoom + y, (right - left) * zoom, (bottom - top) * zoom] as const

    if (this.#transparent) {
      context.fillStyle = this.#checks(context)
      context.fillRect(...place)
    }
    const level = levelFor(this.#levels, zoom * this.#layer.getCanvas().getPixelRatio())
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

  #checks(context: CanvasRenderingContext2D): CanvasPattern | string {
    const style = getComputedStyle(this.#layer.getNativeCanvasElement())
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
}
