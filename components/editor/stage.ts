// The stage: sole owner of the Konva nodes. It joins the view, the pointer, the tools and the mask, and tells the store
// what the panels want to know. React mounts the layers and stays out of the way.
import type Konva from 'konva'
import { type ScreenPoint, type Size, screenPoint } from '#lib/core/geometry.ts'
import { never } from '#lib/core/result.ts'
import { clearMask, type MaskOperation } from '#lib/mask/operation.ts'
import { stepSize } from './brush-steps.ts'
import { listenToCanvasKeys } from './canvas-keys.ts'
import { type CanvasHandle, type EditorState, type EditorStore, initialEditorState } from './editor-store.ts'
import { lookFor, type Showing } from './film-colours.ts'
import { createGestures, type Gestures } from './gestures.ts'
import { MaskSurface } from './mask-surface.ts'
import { Photo } from './photo.ts'
import { PointerInput } from './pointer-input.ts'
import { Ring } from './ring.ts'
import { createTools } from './tools/registry.ts'
import type { Modifiers, ToolEffect } from './tools/tool.ts'
import { type Frame, fitView, panBy, pixelUnder, recentre, type ViewTransform, zoomAbout } from './view.ts'

export type StageLayers = {
  readonly stage: Konva.Stage
  readonly photo: Konva.Layer
  readonly tint: Konva.Layer
  readonly glaze: Konva.Layer
  readonly overlay: Konva.Layer
}

export type StageOptions = {
  /** The stage takes its size. */
  readonly element: HTMLElement
  readonly layers: StageLayers
  readonly image: Size & { readonly id: string; readonly url: string }
  readonly store: EditorStore
  onViewChange(view: ViewTransform, stage: Size): void
  /** The photograph cannot be had or read. */
  onFailed(): void
}

export class CanvasController implements CanvasHandle {
  readonly #options: StageOptions
  readonly #container: HTMLElement
  readonly #photo: Photo
  readonly #mask: MaskSurface
  readonly #ring: Ring
  readonly #gestures: Gestures
  readonly #pointer: PointerInput
  readonly #sizes: ResizeObserver
  readonly #unlisten: readonly (() => void)[]
  #showing: Showing = { hideFilm: false, dimOutside: false }
  #size: Size = { width: 0, height: 0 }
  #view: ViewTransform = { x: 0, y: 0, zoom: 1 }
  /** The picture stays fitted through resizes until the user moves it. */
  #fitted = true
  #hover: ScreenPoint | null = null
  #modifiers: Modifiers = { shift: false, alt: false }
  #panHeld = false
  #pointerFrame = 0
  #destroyed = false

  constructor(options: StageOptions) {
    const { element, layers, image, store } = options
    this.#options = options
    this.#container = layers.stage.container()
    store.setState({ mask: initialEditorState.mask })
    this.#photo = new Photo({ image, layer: layers.photo })
    this.#mask = new MaskSurface({
      image,
      layers,
      onFacts: (facts) => store.setState({ mask: { ...facts, status: 'ready' } }),
      onFailed: () => store.setState(({ mask }) => ({ mask: { ...mask, status: 'failed' } })),
    })
    this.#ring = new Ring(layers.overlay)
    const emit = (effect: ToolEffect): void => this.#perform(effect)
    this.#gestures = createGestures({
      tools: createTools({ settings: store.getState, emit }),
      selected: () => store.getState().tool,
      locked: () => !this.#mayChange(),
      panHeld: () => this.#panHeld,
      emit,
    })
    const holdModifiers = (modifiers: Modifiers): void => {
      this.#modifiers = modifiers
      this.#showCursor()
    }
    this.#pointer = new PointerInput({
      container: this.#container,
      gestures: this.#gestures,
      view: () => this.#view,
      onHover: (at) => this.#hoverAt(at),
      onModifiers: holdModifiers,
      onBrushStep: (direction) =>
        store.setState(({ brush }) => ({ brush: { ...brush, sizePx: stepSize(brush, direction) } })),
      emit,
    })
    const holdPan = (held: boolean): void => {
      this.#panHeld = held
      this.#showCursor()
    }
    this.#unlisten = [
      store.subscribe((state, before) => this.#storeChanged(state, before)),
      listenToCanvasKeys({ store, canvas: this, cancelGesture: () => this.cancelGesture(), holdPan, holdModifiers }),
    ]
    this.#sizes = new ResizeObserver(() => this.#resize())
    this.#sizes.observe(element)
    this.#resize()
    this.#showFilm()
    this.#photo.show(this.#mask.client.loadPhoto(image.url)).catch((cause: unknown) => {
      if (this.#destroyed) return
      console.warn('The photograph cannot be shown.', cause)
      options.onFailed()
    })
  }

  // What the panels ask for.

  undo(): void {
    if (this.#mayChange()) this.#mask.undo()
  }

  redo(): void {
    if (this.#mayChange()) this.#mask.redo()
  }

  invert(): void {
    this.#apply({ kind: 'invert' })
  }

  clear(): void {
    this.#apply(clearMask)
  }

  fit(): void {
    this.#fitted = true
    this.#setView(fitView(this.#frame))
  }

  zoomTo(zoom: number): void {
    this.#zoomAt(screenPoint(this.#size.width / 2, this.#size.height / 2), zoom)
  }

  zoomBy(factor: number): void {
    this.zoomTo(this.#view.zoom * factor)
  }

  exportMask(): Promise<Blob> {
    return this.#mask.client.exportPng()
  }

  maskThumbnail(width: number, height: number): Promise<ImageBitmap> {
    return this.#mask.client.thumbnail(width, height)
  }

  setShowing(showing: Showing): void {
    this.#showing = showing
    this.#showFilm()
  }

  /** Takes back what is under the hand. Returns whether there was anything. */
  cancelGesture(): boolean {
    const cancelled = this.#gestures.cancel()
    this.#showCursor()
    return cancelled
  }

  destroy(): void {
    this.#gestures.cancel()
    this.#destroyed = true
    this.#sizes.disconnect()
    for (const unlisten of this.#unlisten) unlisten()
    cancelAnimationFrame(this.#pointerFrame)
    this.#pointer.destroy()
    this.#mask.destroy()
    this.#ring.destroy()
    this.#photo.destroy()
  }

  // What the tools ask for.

  #mayChange(): boolean {
    const { locked, mask } = this.#options.store.getState()
    return !locked && mask.status === 'ready'
  }

  #perform(effect: ToolEffect): void {
    switch (effect.kind) {
      case 'stroke-begin':
        this.#mask.beginStroke(effect.brush)
        break
      case 'stroke-extend':
        this.#mask.extendStroke(effect.points)
        break
      case 'stroke-end':
        this.#mask.endStroke()
        break
      case 'abort':
        this.#mask.abortStroke()
        break
      case 'apply':
        this.#apply(effect.operation)
        break
      case 'pan':
        this.#fitted = false
        this.#setView(panBy(this.#view, effect, this.#frame))
        break
      case 'zoom':
        this.#zoomAt(effect.at, this.#view.zoom * effect.factor)
        break
      default:
        never(effect)
    }
  }

  #apply(operation: MaskOperation): void {
    if (this.#mayChange()) this.#mask.apply(operation)
  }

  // Where things are.

  get #frame(): Frame {
    return { image: this.#options.image, stage: this.#size }
  }

  #zoomAt(at: ScreenPoint, zoom: number): void {
    this.#fitted = false
    this.#setView(zoomAbout(this.#view, { at, zoom }, this.#frame))
  }

  #setView(view: ViewTransform): void {
    const { store, onViewChange } = this.#options
    this.#view = view
    this.#photo.setView(view)
    this.#mask.follow(view)
    this.#showCursor()
    this.#tellPointer()
    store.setState((state) => ({ view: { ...state.view, zoom: view.zoom } }))
    onViewChange(view, this.#size)
  }

  #resize(): void {
    const { element, layers } = this.#options
    const { stage, photo, tint, glaze, overlay } = layers
    this.#pointer.measure()
    const size = { width: element.clientWidth, height: element.clientHeight }
    const before = this.#size
    const ratio = window.devicePixelRatio
    const same = size.width === before.width && size.height === before.height
    if (size.width < 1 || size.height < 1 || (same && glaze.getCanvas().getPixelRatio() === ratio)) return
    this.#size = size
    for (const layer of [photo, tint, glaze, overlay]) layer.getCanvas().setPixelRatio(ratio)
    stage.size(size)
    this.#setView(this.#fitted ? fitView(this.#frame) : recentre(this.#view, before, this.#frame))
    this.#mask.rest()
  }

  // What is seen.

  #hoverAt(at: ScreenPoint | null): void {
    this.#hover = at
    this.#showCursor()
    this.#tellPointer()
  }

  /** Once per frame: a status line need not be rendered for every event. */
  #tellPointer(): void {
    this.#pointerFrame ||= requestAnimationFrame(() => {
      this.#pointerFrame = 0
      const { store, image } = this.#options
      const pointer = this.#hover && pixelUnder(this.#hover, this.#view, image)
      const { view } = store.getState()
      if (view.pointer?.x !== pointer?.x || view.pointer?.y !== pointer?.y)
        store.setState({ view: { ...view, pointer } })
    })
  }

  #showCursor(): void {
    const tool = this.#gestures.current()
    const cursor = tool.cursor(this.#modifiers)
    const resting = tool.changesMask && !this.#mayChange()
    this.#container.style.cursor = resting ? 'not-allowed' : cursor.kind === 'css' ? cursor.name : 'none'
    if (resting || cursor.kind === 'css' || !this.#hover) {
      this.#ring.hide()
      return
    }
    const { sizePx, hardness } = this.#options.store.getState().brush
    this.#ring.show({ at: this.#hover, diameter: sizePx * this.#view.zoom, hardness, sign: cursor.sign })
  }

  #storeChanged(state: EditorState, before: EditorState): void {
    if (state.locked && !before.locked) this.cancelGesture()
    if (state.film !== before.film || (state.mask.coverage === 0) !== (before.mask.coverage === 0)) this.#showFilm()
    // The view changes with every movement, and then the cursor was shown already.
    if (state.view === before.view) this.#showCursor()
  }

  #showFilm(): void {
    const { film, mask } = this.#options.store.getState()
    this.#mask.setLook(lookFor({ ...this.#showing, film, isEmpty: mask.coverage === 0 }))
  }
}
