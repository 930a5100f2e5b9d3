// The photograph on its layer. At 20 megapixels its full size is 80 MB, and a picture that is seen whole needs a sixth of
// its width: the full size comes soon after a view comes close, and goes some time after the view has gone.
import Konva from 'konva'
import type { Size } from '#lib/core/geometry.ts'
import type { Over } from './editor-store.ts'
import type { Screen } from './mask.worker.ts'
import { type PhotoLevels, paintOver, paintPhoto, photoLevels } from './paint-photo.ts'
import { type PhotoArrival, photoArrival, type Seen, seenPlace } from './photo-arrival.ts'
import { wantsFull } from './photo-pyramid.ts'
import type { ViewTransform } from './view.ts'

type PhotoOptions = {
  readonly image: Size
  readonly layer: Konva.Layer
  loadFull(): Promise<ImageBitmap>
  /** What the stage showed until now; it stays there until this photograph is painted. */
  readonly seen: Seen | null
  /** Shown only with what `setOver` lays over it, or once that says that there is nothing. */
  readonly awaitsOver: boolean
  /** It is on the stage, for the first time. */
  onShown(): void
  /** It looks otherwise, though the view is the same. */
  onChange(): void
}

/** Whoever goes out and back in within this time waits for nothing. */
const keptMs = 5000

const absent = { kind: 'absent' } as const

export class Photo {
  readonly #image: Size
  readonly #layer: Konva.Layer
  #photo: PhotoLevels = { levels: [], transparent: false }
  #over: Over | null = null
  #seen: Seen | null
  readonly #arrival: PhotoArrival
  #destroyed = false
  #view: ViewTransform = { x: 0, y: 0, zoom: 1 }
  readonly #loadFull: () => Promise<ImageBitmap>
  readonly #onChange: () => void
  #full: { readonly kind: 'absent' | 'coming' | 'failed' } | { readonly kind: 'here'; readonly bitmap: ImageBitmap } =
    absent
  #dropTimer: ReturnType<typeof setTimeout> | undefined

  constructor({ image, layer, loadFull, seen, awaitsOver, onShown, onChange }: PhotoOptions) {
    this.#image = image
    this.#layer = layer
    this.#loadFull = loadFull
    this.#onChange = onChange
    this.#seen = seen
    this.#arrival = photoArrival({ awaitsOver, onShown })
    const draw = ({ _context }: Konva.Context): void => {
      if (this.#arrival.isHere()) {
        this.#seen = null
        this.#draw(_context, this.#view, layer.size())
      } else if (this.#seen !== null) {
        const { x, y, width, height } = seenPlace(this.#seen, { image, view: this.#view })
        _context.drawImage(this.#seen.picture, x, y, width, height)
      }
      this.#arrival.painted()
    }
    layer.add(new Konva.Shape({ listening: false, sceneFunc: draw }))
  }

  /** Shows the levels when they come; rejects as they do. */
  async show(loading: Promise<ImageBitmap[]>): Promise<void> {
    const levels = await loading
    if (this.#destroyed) {
      for (const level of levels) level.close()
      return
    }
    this.#photo = photoLevels(levels)
    this.#arrival.photoCame()
    this.#followNeed()
    this.#changed()
  }

  setOver(over: Over | null): void {
    this.#over = over
    this.#arrival.overSettled()
    this.#changed()
  }

  setView(view: ViewTransform): void {
    this.#view = view
    this.#followNeed()
    this.#layer.batchDraw()
  }

  /** As it is seen on a screen. Drawn apart: reading the stage's own canvas would wait for the GPU. */
  pixels({ projection, size }: Screen): ImageData {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, size)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null) return new ImageData(size.width, size.height)
    const ratio = this.#layer.getCanvas().getPixelRatio()
    context.scale(ratio, ratio)
    const room = { width: size.width / ratio, height: size.height / ratio }
    const { x, y, zoom } = projection
    this.#draw(context, { x: x / ratio, y: y / ratio, zoom: zoom / ratio }, room)
    return context.getImageData(0, 0, size.width, size.height)
  }

  /** @returns what the stage shows now, for the next picture to begin with */
  destroy(): Seen {
    const seen = this.#look()
    this.#destroyed = true
    clearTimeout(this.#dropTimer)
    if (this.#full.kind === 'here') this.#full.bitmap.close()
    for (const level of this.#photo.levels) level.close()
    this.#photo = { levels: [], transparent: false }
    this.#over = null
    this.#layer.destroyChildren()
    return seen
  }

  /** From canvas to canvas: nothing is read back from the GPU. */
  #look(): Seen {
    const shown = this.#layer.getNativeCanvasElement()
    const picture = document.createElement('canvas')
    Object.assign(picture, { width: shown.width, height: shown.height })
    if (shown.width > 0 && shown.height > 0) picture.getContext('2d')?.drawImage(shown, 0, 0)
    return { picture, size: this.#layer.size(), view: this.#view, image: this.#image }
  }

  #changed(): void {
    this.#layer.batchDraw()
    this.#onChange()
  }

  #followNeed(): void {
    const [largest] = this.#photo.levels
    if (!largest) return
    const shownWidth = this.#image.width * this.#view.zoom * this.#layer.getCanvas().getPixelRatio()
    if (wantsFull(largest, this.#image, shownWidth)) {
      clearTimeout(this.#dropTimer)
      this.#dropTimer = undefined
      if (this.#full.kind === 'absent') void this.#bringFull()
    } else if (this.#full.kind === 'here') {
      this.#dropTimer ??= setTimeout(() => this.#dropFull(), keptMs)
    } else if (this.#full.kind === 'failed') {
      this.#full = absent
    }
  }

  async #bringFull(): Promise<void> {
    this.#full = { kind: 'coming' }
    try {
      const bitmap = await this.#loadFull()
      if (this.#destroyed) return bitmap.close()
      this.#full = { kind: 'here', bitmap }
      // The view may have gone out again meanwhile.
      this.#followNeed()
      this.#changed()
    } catch (cause) {
      // Half the size is still a picture; whoever goes out and comes close again asks again.
      this.#full = { kind: 'failed' }
      console.warn('The photograph cannot be had at full size.', cause)
    }
  }

  #dropFull(): void {
    this.#dropTimer = undefined
    if (this.#full.kind === 'here') this.#full.bitmap.close()
    this.#full = absent
  }

  #draw(context: CanvasRenderingContext2D, view: ViewTransform, room: Size): void {
    const { levels, transparent } = this.#photo
    const full = this.#full.kind === 'here' ? [this.#full.bitmap] : []
    paintPhoto(context, {
      photo: { levels: [...full, ...levels], transparent },
      image: this.#image,
      view,
      room,
      ratio: this.#layer.getCanvas().getPixelRatio(),
    })
    if (this.#over) paintOver(context, { over: this.#over, image: this.#image, view })
  }
}
