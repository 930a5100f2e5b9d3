// The photograph on its layer.
import Konva from 'konva'
import type { Size } from '#lib/core/geometry.ts'
import { type PhotoLevels, paintPhoto, photoLevels } from './paint-photo.ts'
import type { ViewTransform } from './view.ts'

export class Photo {
  readonly #image: Size
  readonly #layer: Konva.Layer
  #photo: PhotoLevels = { levels: [], transparent: false }
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
    this.#photo = photoLevels(levels)
    this.#layer.batchDraw()
  }

  setView(view: ViewTransform): void {
    this.#view = view
    this.#layer.batchDraw()
  }

  destroy(): void {
    this.#destroyed = true
    for (const level of this.#photo.levels) level.close()
    this.#photo = { levels: [], transparent: false }
    this.#layer.destroyChildren()
  }

  #draw(context: CanvasRenderingContext2D): void {
    paintPhoto(context, {
      photo: this.#photo,
      image: this.#image,
      view: this.#view,
      room: { width: this.#layer.width(), height: this.#layer.height() },
      ratio: this.#layer.getCanvas().getPixelRatio(),
    })
  }
}
