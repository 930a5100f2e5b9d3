// The mask as it lies on the stage: the film and the marching ants that show it, and the worker that owns it. Strokes go
// to both at once, the film for the eye and the worker for the truth; the worker's patches then replace what the film
// drew by itself.
import type Konva from 'konva'
import { containsRect, isEmpty, type Rect, type Size } from '#lib/core/geometry.ts'
import type { MaskOperation } from '#lib/mask/operation.ts'
import type { Region } from '#lib/mask/region.ts'
import type { Brush } from '#lib/mask/stamp.ts'
import type { StrokePoint } from '#lib/mask/stroke.ts'
import type { WandRequest } from '#lib/mask/wand.ts'
import { Film } from './film.ts'
import type { FilmLook } from './film-colours.ts'
import { MarchingAnts } from './marching-ants.ts'
import type { Patch, RasterFacts, Screen } from './mask.worker.ts'
import { MaskClient } from './mask-client.ts'
import { createStrokeReach, type StrokeReach } from './stroke-reach.ts'
import { closedLine } from './tools/outline.ts'
import type { ViewTransform } from './view.ts'

export type MaskSurfaceOptions = {
  readonly image: Size & { readonly id: string }
  readonly layers: { readonly film: Konva.Layer; readonly overlay: Konva.Layer }
  /** What lies under the film on that screen. */
  photo(screen: Screen): ImageData
  onFacts(facts: RasterFacts): void
  /** What the stroke under the hand has reached; the facts that come after it hold the truth. */
  onReach(reach: Rect): void
  onFailed(): void
}

/** After this pause a zoom or a pan has come to rest, and the film is drawn sharp. */
const restMs = 120
/** As fast as numbers can be read. */
const reachEveryMs = 100

export class MaskSurface {
  readonly client: MaskClient
  readonly #options: MaskSurfaceOptions
  readonly #film: Film
  readonly #ants: MarchingAnts
  readonly #reach: StrokeReach
  #view: ViewTransform = { x: 0, y: 0, zoom: 1 }
  #look: FilmLook = { kind: 'hidden' }
  #stroke = 0
  #restTimer: ReturnType<typeof setTimeout> | undefined
  #destroyed = false

  constructor(options: MaskSurfaceOptions) {
    const { image, layers } = options
    this.#options = options
    this.#film = new Film({ image, layer: layers.film, photo: options.photo })
    this.#ants = new MarchingAnts(layers.overlay)
    this.#reach = createStrokeReach({
      image,
      tell: (reach) => options.onReach(reach),
      ticks: { request: (then) => window.setTimeout(then, reachEveryMs), cancel: (id) => clearTimeout(id) },
    })
    this.client = new MaskClient({
      image,
      onFacts: (facts) => {
        if (this.#destroyed) return
        this.#reach.forget()
        options.onFacts(facts)
      },
      onFailed: (cause) => this.#failed(cause),
    })
    this.client.open().then(
      () => this.refresh(),
      (cause: unknown) => this.#failed(cause),
    )
  }

  beginStroke(brush: Brush): void {
    this.rest()
    this.#stroke = this.#film.beginStroke(brush)
    this.client.begin(brush)
    this.#reach.begin(brush)
  }

  extendStroke(points: readonly StrokePoint[]): void {
    this.#film.extendStroke(this.#stroke, points)
    this.client.extend(points)
    this.#reach.extend(points)
  }

  endStroke(): void {
    const stroke = this.#stroke
    this.#settle(this.client.end(), (patch) => this.#film.endStroke(stroke, patch))
  }

  abortStroke(): void {
    this.#reach.forget()
    const stroke = this.#stroke
    this.#settle(this.client.abort(), (patch) => this.#film.dropStroke(stroke, patch))
  }

  apply(operation: MaskOperation): void {
    this.#film.forgetSteps()
    this.#show(this.client.apply(operation))
  }

  /** Replaces the mask by a grey PNG of its size, as one step. Rejects where it is not one. */
  async load(png: Blob): Promise<void> {
    const loaded = await this.client.loadPng(png)
    this.#film.forgetSteps()
    if (!loaded.ok) throw new Error(`The mask cannot be loaded: ${loaded.error}`)
    this.#put(loaded.value)
  }

  /** Null where nothing is found, as beside the picture, and where the photograph cannot be read. Never rejects. */
  async findRegion(request: WandRequest): Promise<Region | null> {
    try {
      const region = await this.client.wand(request)
      return this.#destroyed || isEmpty(region.rect) ? null : region
    } catch (cause) {
      console.warn('The wand cannot read the photograph.', cause)
      return null
    }
  }

  answerOtherTab(answer: 'take' | 'leave'): void {
    this.#film.forgetSteps()
    this.#show(this.client.answerOtherTab(answer))
  }

  undo(): void {
    this.#step('undo')
  }

  redo(): void {
    this.#step('redo')
  }

  setLook(look: FilmLook): void {
    this.#look = look
    this.#film.setLook(look)
    this.showEdge()
  }

  /** The photograph looks otherwise, in the same place. */
  photoChanged(): void {
    if (!this.#destroyed) this.#film.photoChanged()
  }

  /** The ants walk along the edge as it is now, where the look asks for them. */
  showEdge(): void {
    if (this.#look.kind === 'dim' || this.#look.kind === 'outline')
      this.#ants.show(this.#film.contours().map(closedLine), this.#view)
    else this.#ants.hide()
  }

  /** Moves along with the view; a pause later, what is seen is drawn sharp. */
  follow(view: ViewTransform): void {
    this.#view = view
    this.#film.follow(view, this.#ratio)
    this.#ants.follow(view)
    clearTimeout(this.#restTimer)
    this.#restTimer = setTimeout(() => this.rest(), restMs)
  }

  /** Ends a zoom or a pan, if one is under way. */
  rest(): void {
    if (this.#restTimer === undefined) return
    clearTimeout(this.#restTimer)
    this.#restTimer = undefined
    this.refresh()
  }

  /** Draws the film anew for the present view and the present size of its layers. */
  refresh(): void {
    if (this.#destroyed) return
    const { x, y, zoom } = this.#view
    const ratio = this.#ratio
    const { width, height } = this.#options.layers.film.getNativeCanvasElement()
    if (width === 0 || height === 0) return
    const projection = { x: x * ratio, y: y * ratio, zoom: zoom * ratio }
    const screen = { id: this.#film.screenId + 1, projection, size: { width, height } }
    this.#film.setScreen(screen)
    this.#show(this.client.show(screen))
  }

  destroy(): void {
    this.#destroyed = true
    clearTimeout(this.#restTimer)
    this.#reach.forget()
    this.client.destroy()
    this.#ants.destroy()
    this.#film.destroy()
  }

  /** Device pixels per CSS pixel. */
  get #ratio(): number {
    return this.#options.layers.film.getCanvas().getPixelRatio()
  }

  #settle<P extends Patch>(answer: Promise<P | null>, settled: (patch: P | null) => void): void {
    answer.then(
      (patch) => {
        if (this.#destroyed) return
        settled(patch)
        this.showEdge()
      },
      (cause: unknown) => this.#failed(cause),
    )
  }

  /** The film shows at once what it knows; the worker's patch comes over it, and where the two do not meet, all of it. */
  #step(direction: 'undo' | 'redo'): void {
    const shown = this.#film.step(direction)
    this.#settle(this.client[direction](), (patch) => {
      if (patch) this.#film.put(patch)
      if (patch && shown && (patch.screenId !== this.#film.screenId || containsRect(patch.rect, shown))) return
      this.#film.forgetSteps()
      if (shown) this.refresh()
    })
  }

  #show(answer: Promise<Patch | null>): void {
    answer.then(
      (patch) => this.#put(patch),
      (cause: unknown) => this.#failed(cause),
    )
  }

  #put(patch: Patch | null): void {
    if (this.#destroyed) return
    if (patch) this.#film.put(patch)
    this.showEdge()
  }

  #failed(cause: unknown): void {
    if (this.#destroyed) return
    console.error('The mask worker failed.', cause)
    this.#options.onFailed()
  }
}
